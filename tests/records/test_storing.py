"""Rows that are to say something: what stands is updated, what is missing is inserted."""

import pytest

from sakado_dx.organization.models import Division
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.storing import store


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
