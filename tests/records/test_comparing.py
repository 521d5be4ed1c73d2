"""The data compared with the record: a row that was changed unseen is named."""

from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sakado_dx.organization.models import Division, User
from sakado_dx.records.comparing import Kind, differences
from sakado_dx.records.heads import seal_and_keep
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.triggers import making as triggers
from tests.records.reading import run_sql

TABLE = "organization_division"


@contextmanager
def unseen():
    """What an owner of the tables can do."""
    triggers.drop_all(connection)
    yield
    triggers.make_all(connection)


def found() -> list[str]:
    return [str(each) for each in differences(connection)]


@pytest.fixture
def rows(actor) -> list[int]:
    made = [Division.objects.create(name=name).pk for name in ("甲課", "乙課", "丙課")]
    Division.objects.filter(pk=made[0]).update(order=5)
    User.objects.update(last_login="2024-04-01T00:00Z", password="another")
    assert found() == []
    return made


CHANGES = {
    "changed": (
        "UPDATE organization_division SET name = '別' WHERE id = {0}",
        "表 organization_division の行 {0} が、最後の記録と違います（列 name）。",
    ),
    "emptied": (
        "UPDATE organization_division SET telephone = '0', email = 'x' WHERE id = {0}",
        "表 organization_division の行 {0} が、最後の記録と違います（列 email、telephone）。",
    ),
    "deleted": (
        "DELETE FROM organization_division WHERE id = {1}",
        "表 organization_division の行 {1} が、削除の記録がないのに、ありません。",
    ),
    "moved": ("UPDATE organization_division SET id = 99 WHERE id = {2}", None),
    "record cut": (
        "DELETE FROM records_auditrecord WHERE table_name = 'organization_division'"
        " AND row_key = '{1}'",
        "表 organization_division の行 {1} に、記録がありません。",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_unseen_is_named(rows, name):
    statement, sentence = CHANGES[name]
    with unseen():
        run_sql(statement.format(*rows))
    if sentence:
        assert found() == [sentence.format(*rows)]
    else:
        assert {each.kind for each in differences(connection)} == {Kind.UNRECORDED, Kind.GONE}


def test_a_row_that_came_back_is_named(rows):
    run_sql("CREATE TEMP TABLE kept AS SELECT * FROM organization_division")
    Division.objects.filter(pk=rows[1]).delete()
    with unseen():
        run_sql(f"INSERT INTO organization_division SELECT * FROM kept WHERE id = {rows[1]}")
    run_sql("DROP TABLE kept")
    assert found() == [f"表 {TABLE} の行 {rows[1]} があるのに、最後の記録は削除です。"]


def test_the_command_names_all_and_fails(rows, capsys):
    seal_and_keep()
    call_command("verify_audit")
    assert "データは、どの行も、最後の記録のとおりです。" in capsys.readouterr().out
    with unseen():
        run_sql("UPDATE organization_division SET name = name || '！'")
    with pytest.raises(CommandError, match="違うデータが 3件"):
        call_command("verify_audit")
    assert capsys.readouterr().err.count("最後の記録と違います") == 3


def test_differences_are_recorded_with_their_reason(rows, written):
    with unseen():
        run_sql(f"UPDATE organization_division SET name = '別' WHERE id = {rows[0]}")
        run_sql(f"DELETE FROM organization_division WHERE id = {rows[1]}")
    call_command("record_differences", "--reason", "障害の復旧。情報政策課 山田")
    assert found() == []
    assert [(each.operation, each.row_key) for each in written.records()[-2:]] == [
        ("update", str(rows[0])), ("delete", str(rows[1])),
    ]  # fmt: skip
    newest = AuditRecord.objects.newest_first().first()
    assert (newest.door, newest.reason) == ("command", "障害の復旧。情報政策課 山田")
    assert '"甲課"' in written.records()[-2].before and '"別"' in written.records()[-2].after


def test_a_column_that_a_record_does_not_know_is_not_compared(rows):
    after = AuditRecord.objects.filter(table_name=TABLE).order_by("-pk").first()
    run_sql(
        "UPDATE records_auditrecord SET after = replace(after, '\"telephone\"', '\"gone\"')"
        " WHERE id = %s",
        after.pk,
    )
    assert found() == []


def test_it_is_read_in_few_queries(rows, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        assert found() == []
