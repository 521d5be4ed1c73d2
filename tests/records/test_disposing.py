"""Contents that are disposed of are gone, and the chain still proves what was sealed."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from progress.audit import list_pages
from sakado_dx.organization.models import Division
from sakado_dx.records import chain
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.chain import first_fault, seal_unsealed
from sakado_dx.records.disposals import ranges_of
from sakado_dx.records.disposing import dispose_contents
from sakado_dx.records.models import AuditRecord
from tests.records.reading import run_sql

NUMBER = "坂総廃第12号"
SECRET = "廃棄される言葉"


@pytest.fixture
def sealed(actor):
    """Records of a row with words whose time is over, and of one that stays."""
    with acting(actor, Door.PAGE, SECRET):
        division = Division.objects.create(name=SECRET, order=0)
        for order in range(1, 6):
            Division.objects.filter(pk=division.pk).update(order=order)
        Division.objects.filter(pk=division.pk).delete()
    Division.objects.create(name="残る課")
    return seal_unsealed()


def dispose(actor, records=None) -> int:
    gone = AuditRecord.objects.filter(after__contains=SECRET)
    gone |= AuditRecord.objects.filter(before__contains=SECRET)
    with acting(actor, Door.PAGE, "保存期間の満了"):
        return dispose_contents(gone if records is None else records, NUMBER)


def everything() -> str:
    return json.dumps(list(AuditRecord.objects.values()), default=str, ensure_ascii=False)


def test_the_words_are_gone_and_the_chain_still_proves(sealed, actor, capsys):
    kept = AuditRecord.objects.order_by("sequence").values_list("pk", "row_key", "seal", "digest")
    before = list(kept)
    assert dispose(actor) == 7
    assert SECRET not in everything()
    assert list(kept)[: len(before)] == before
    assert first_fault([sealed]) == ""
    call_command("verify_audit", "--head", str(sealed))
    assert "うち 7件は廃棄済みです" in capsys.readouterr().out


def test_a_disposal_is_a_sealed_record_that_names_what_it_emptied(sealed, actor):
    dispose(actor)
    (record,) = AuditRecord.objects.filter(operation="dispose")
    assert (record.row_key, record.actor_name, record.door, record.reason) == (
        NUMBER, "記録 花子", "page", "保存期間の満了",
    )  # fmt: skip
    assert record.sequence > sealed.sequence
    said = json.loads(record.after)
    assert (said["number"], said["count"], said["ranges"]) == (NUMBER, 7, [[2, 8]])


def test_what_was_written_in_the_same_transaction_goes_too(sealed, actor):
    with acting(actor, Door.PAGE, SECRET):
        Division.objects.create(name=SECRET).delete()
        with acting(actor, Door.PAGE, "保存期間の満了"):
            dispose_contents(AuditRecord.objects.filter(reason=SECRET), NUMBER)
    assert SECRET not in everything()
    assert first_fault([sealed]) == ""


def test_nothing_is_disposed_of_twice_and_no_disposal_is(sealed, actor):
    assert dispose(actor) == 7
    assert dispose(actor, AuditRecord.objects.filter(sequence__gt=1)) == 1
    assert AuditRecord.objects.filter(operation="dispose").exclude(after="").count() == 2
    assert dispose(actor, AuditRecord.objects.none()) == 0
    assert first_fault() == ""


def test_many_are_emptied_in_batches(sealed, actor, monkeypatch):
    monkeypatch.setattr("sakado_dx.records.disposing.BATCH", 3)
    assert dispose(actor) == 7
    assert AuditRecord.objects.filter(operation="dispose").count() == 3
    assert first_fault() == ""


def test_without_a_number_or_a_person_nothing_is_disposed_of(sealed, actor):
    with pytest.raises(ValueError, match="number"), acting(actor, Door.PAGE):
        dispose_contents(AuditRecord.objects.all(), " ")
    assert first_fault() == ""


def test_the_list_says_what_was_disposed_of(sealed, actor):
    dispose(actor)
    first, *_ = list_pages.told(AuditRecord.objects.filter(sequence__gte=2).order_by("pk"))
    content, who = (column.of(first) for column in list_pages.COLUMNS[2:])
    assert content == f"追加（廃棄済み：{NUMBER}）"
    assert who == "廃棄済み（画面）"
    assert first.title.startswith("番号")


def empty(sequence: int, number: str) -> None:
    run_sql(
        "UPDATE records_auditrecord SET before = '', after = '', actor_id = '', actor_name = '',"
        " reason = '', salt = '', disposal = %s WHERE sequence = %s",
        number,
        sequence,
    )


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (lambda: empty(9, NUMBER), "連番 9 .*廃棄の記録にありません"),
        (lambda: empty(9, "別の番号"), "連番 9 .*廃棄の記録にありません"),
        (lambda: run_sql("UPDATE records_auditrecord SET disposal = 'x' WHERE sequence = 3"),
         "連番 3 .*廃棄の記録にありません"),
        (lambda: run_sql("UPDATE records_auditrecord SET disposal = '' WHERE sequence = 3"),
         "連番 3 .*封印したときと違います"),
        (lambda: run_sql("UPDATE records_auditrecord SET row_key = '9' WHERE sequence = 3"),
         "連番 3 .*封印したときと違います"),
        (lambda: run_sql("UPDATE records_auditrecord SET digest = '' WHERE sequence = 3"),
         "連番 3 .*封印したときと違います"),
        (lambda: run_sql("UPDATE records_auditrecord SET digest = '' WHERE sequence = 9"),
         "連番 9 .*封印したときと違います"),
        (lambda: run_sql("DELETE FROM records_auditrecord WHERE sequence = 10"),
         "連番 2 .*廃棄の記録にありません"),
        (lambda: run_sql("UPDATE records_auditrecord SET after = '{}' WHERE sequence = 10"),
         "連番 2 .*廃棄の記録にありません"),
    ],
)  # fmt: skip
def test_a_disposal_hides_no_tampering(sealed, actor, tamper, fault):
    dispose(actor)
    head = seal_unsealed()
    tamper()
    with pytest.raises(CommandError, match=fault):
        call_command("verify_audit", "--head", str(head))


def test_contents_cannot_be_put_into_a_disposed_record(sealed, actor):
    dispose(actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        run_sql("UPDATE records_auditrecord SET after = '{}' WHERE sequence = 3")


def test_a_sealed_record_has_a_number_from_one_on(sealed):
    for number in ("0", "-1", "NULL"):
        with pytest.raises(IntegrityError), transaction.atomic():
            run_sql(f"UPDATE records_auditrecord SET sequence = {number} WHERE sequence = 3")


def seal_as_before(records) -> None:
    """As records were sealed when there were no digests."""
    head = chain.current_head() or chain.Head(0, chain.START)
    sequence, previous = head.sequence, head.seal
    for record in records:
        sequence += 1
        record.sequence, record.previous = sequence, previous
        record.seal = previous = chain.seal_of(record, previous)
        record.save()


@pytest.fixture
def older(actor):
    Division.objects.create(name=SECRET)
    seal_as_before(AuditRecord.objects.unsealed().order_by("pk"))
    Division.objects.update(name="新しい名前", key="key")
    return seal_unsealed()


def test_a_chain_of_before_goes_on_and_is_proved(older):
    assert [bool(each.digest) for each in AuditRecord.objects.order_by("pk")] == [
        False, False, True,
    ]  # fmt: skip
    assert first_fault([older]) == ""
    AuditRecord.objects.filter(sequence=2).update(reason="別の理由")
    assert "連番 2 の記録" in first_fault()


def test_what_was_sealed_before_there_were_digests_can_be_disposed_of(older, actor):
    assert dispose(actor) == 2
    assert SECRET not in everything()
    assert first_fault([older]) == ""
    AuditRecord.objects.filter(sequence=2).update(row_key="77")
    assert "連番 2 の記録" in first_fault()


def test_ranges_are_unbroken_rows():
    assert ranges_of([1, 2, 3, 7, 9, 10]) == [(1, 3), (7, 7), (9, 10)]
    assert ranges_of([]) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the functions of PostgreSQL")
def test_no_temporary_table_takes_the_place_of_the_record(db):
    run_sql("CREATE TEMPORARY TABLE records_auditrecord (LIKE records_auditrecord INCLUDING ALL)")
    Division.objects.create(name="課")
    run_sql("DROP TABLE pg_temp.records_auditrecord")
    assert AuditRecord.objects.filter(table_name="organization_division").count() == 1
