"""Rows that are to say something: what stands is updated, what is missing is inserted."""

import json

import pytest
from django.db import IntegrityError, connection, transaction

from sakado_dx.organization.models import Division
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.storing import insert, store


@pytest.fixture
def divisions(db) -> list[Division]:
    made = [Division.objects.create(name=name, order=1) for name in ("情報課", "市民課")]
    AuditRecord.objects.all().delete()
    return made


def said(*rows: tuple[str, int]) -> list[Division]:
    return [Division(name=name, order=order, email=f"{order}@x.jp") for name, order in rows]


def test_what_stands_is_updated_and_what_is_missing_inserted(divisions, django_assert_num_queries):
    with django_assert_num_queries(3):
        rows = said(("情報課", 2), ("市民課", 1), ("道路課", 3))
        rows[2].key = "道路課"  # a division without one asks which are free
        store(Division.objects.all(), rows, "name", ("order",), also=("email",))
    assert list(Division.objects.order_by("pk").values_list("pk", "name", "order", "email")) == [
        (divisions[0].pk, "情報課", 2, "2@x.jp"),
        (divisions[1].pk, "市民課", 1, ""),
        (rows[2].pk, "道路課", 3, "3@x.jp"),
    ]
    assert sorted(each.operation for each in AuditRecord.objects.all()) == ["insert", "update"]


def test_what_is_said_already_is_not_written(divisions, django_assert_num_queries):
    with django_assert_num_queries(1):
        store(Division.objects.all(), said(("情報課", 1), ("市民課", 1)), "name", ("order",))
    assert not AuditRecord.objects.exists()


def test_rows_are_inserted_together_as_each_would_be_alone(divisions, django_assert_num_queries):
    rows = said(*((f"第{number}課", number) for number in range(100)))
    for row in rows:
        row.key = row.name
    with django_assert_num_queries(2 if connection.vendor == "sqlite" else 1):
        insert(rows)
    alone = Division(name="市長室", order=3, email="3@x.jp", key="市長室")
    alone.save()
    assert [each.pk for each in rows] == list(range(rows[0].pk, rows[0].pk + 100))
    rows[7].order = 700
    rows[7].save()
    assert Division.objects.get(order=700).name == "第7課" and Division.objects.count() == 103
    together = Division.objects.get(name="第3課")
    told = [each.attname for each in Division._meta.concrete_fields]
    for name in set(told) - {"id", "name", "key"}:
        assert getattr(together, name) == getattr(alone, name)
    assert AuditRecord.objects.filter(operation="insert").count() == 101
    assert json.loads(AuditRecord.objects.get(row_key=together.pk).after)["name"] == "第3課"


def test_a_row_that_may_not_be_is_refused_with_all_of_them(divisions):
    rows = said(("道路課", 1), ("情報課", 2))
    for row in rows:
        row.key = divisions[0].key
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(rows)
    assert Division.objects.count() == len(divisions)
