"""An import stands with its rows, in their transaction, and the record groups under it."""

import hashlib

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sakado_dx.imports.models import Import, of_record
from sakado_dx.imports.recording import SourceFile, TakenAlready, Target, importing
from sakado_dx.organization.models import Division, User
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.chain import first_fault, seal_unsealed
from sakado_dx.records.models import AuditRecord
from tests.records.reading import Written

FILE = SourceFile("課.xlsx", b"content", "a" * 32)
INTO = Target("organization.division", "課", "全体")


@pytest.fixture
def actor(db) -> User:
    return User.objects.create(username="actor", name="記録 花子", password="!")


def take_in(actor, name: str = "甲", file: SourceFile = FILE) -> Import | None:
    with importing(actor, Door.IMPORT, "年度始め", into=INTO, file=file) as rows:
        Division.objects.create(name=name)
        rows.added, rows.unchanged = 1, 3
    return rows.made


def test_import_says_who_what_file_and_how_many_rows(actor):
    made = take_in(actor)
    assert made == Import.objects.get()
    assert {name: getattr(made, name) for name in (
        "by", "by_name", "door", "kind", "title", "scope", "reason", "file_name", "file_hash",
        "file_size", "added", "changed", "unchanged", "undone_at",
    )} == {
        "by": actor, "by_name": "記録 花子", "door": "import", "kind": "organization.division",
        "title": "課", "scope": "全体", "reason": "年度始め", "file_name": "課.xlsx",
        "file_hash": hashlib.sha256(b"content").hexdigest(), "file_size": 7,
        "added": 1, "changed": 0, "unchanged": 3, "undone_at": None,
    }  # fmt: skip


def test_records_of_an_import_are_found_from_it_and_it_from_them(actor):
    with acting(actor, Door.PAGE, "前"):
        Division.objects.create(name="前")
    first = take_in(actor, "甲", SourceFile("1.csv", b"1"))
    with acting(actor, Door.PAGE, "間"):
        Division.objects.create(name="間")
    second = take_in(actor, "乙", SourceFile("2.csv", b"2"))
    tables = ["organization_division", "imports_import"]
    for made, name in ((first, "甲"), (second, "乙")):
        records = list(made.records)
        assert [each.table_name for each in records] == tables
        assert f'"{name}"' in records[0].after
        assert {of_record(each) for each in records} == {made}
    outside = AuditRecord.objects.filter(import_key="")
    assert {of_record(each) for each in outside} == {None}


def test_what_a_verb_writes_inside_belongs_to_it_too(actor):
    written = Written()
    with importing(actor, Door.IMPORT, "理由", into=INTO, file=FILE) as rows:
        with acting(actor, Door.IMPORT, "内側の理由"):
            Division.objects.create(name="甲")
        rows.added = 1
    assert [(each.import_key, each.reason) for each in written.records()] == [
        (FILE.key, "内側の理由"), (FILE.key, "理由"),
    ]  # fmt: skip


def test_the_same_request_twice_is_one_import(actor):
    made = take_in(actor)
    with pytest.raises(TakenAlready) as error:
        take_in(actor, "乙")
    assert error.value.made == made
    assert list(Division.objects.values_list("name", flat=True)) == ["甲"]


def test_what_changes_nothing_is_no_import(actor):
    with importing(actor, Door.IMPORT, "理由", into=INTO, file=FILE) as rows:
        rows.unchanged = 5
    assert rows.made is None
    assert not Import.objects.exists()


def test_an_import_costs_two_queries_besides_the_words_of_the_actor(actor):
    with CaptureQueriesContext(connection) as captured:
        take_in(actor)
    about = [each["sql"] for each in captured if '"imports_import"' in each["sql"]]
    assert [each.split()[0] for each in about] == ["SELECT", "INSERT"]


@pytest.mark.parametrize("late", [False, True])
def test_a_fault_in_the_middle_leaves_nothing(actor, late):
    """Before the rows are counted, and after."""
    written = Written()
    with (
        pytest.raises(ZeroDivisionError),
        importing(actor, Door.IMPORT, "理由", into=INTO, file=FILE) as rows,
    ):
        Division.objects.create(name="甲")
        rows.added = int(late)
        raise ZeroDivisionError
    assert not Import.objects.exists() and not Division.objects.exists()
    assert written.records() == []


def test_what_is_rolled_back_leaves_nothing(actor):
    with importing(actor, Door.IMPORT, "理由", into=INTO, file=FILE) as rows:
        Division.objects.create(name="甲")
        rows.added = 1
        transaction.set_rollback(True)
    assert rows.made is None
    assert not Import.objects.exists() and not Division.objects.exists()


def test_a_command_takes_in_by_its_name(db):
    with importing("manage.py load_plan", Door.COMMAND, "", into=INTO, file=FILE) as rows:
        Division.objects.create(name="甲")
        rows.added = 1
    assert (rows.made.by, rows.made.by_name) == (None, "manage.py load_plan")


def test_which_import_a_record_belongs_to_is_sealed_with_it(actor):
    take_in(actor)
    seal_unsealed()
    assert first_fault() == ""
    record = AuditRecord.objects.filter(import_key=FILE.key).order_by("pk").first()
    AuditRecord.objects.filter(pk=record.pk).update(import_key="")
    assert f"連番 {record.sequence}" in first_fault()
    AuditRecord.objects.filter(pk=record.pk).update(import_key="b" * 32)
    assert f"連番 {record.sequence}" in first_fault()


@pytest.mark.parametrize("change", [{"undo_reason": "理由"}, {"added": 0}, {"key": "a" * 32}])
def test_the_database_refuses_what_is_no_import(actor, change):
    made, other = take_in(actor), take_in(actor, "乙", SourceFile("乙.csv", b"2"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Import.objects.filter(pk=other.pk).update(**change)
    assert made.added == 1
