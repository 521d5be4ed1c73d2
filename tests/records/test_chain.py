"""The chain of sealed records, and what shows that somebody has been at it."""

import os
import random
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F, Max

from sakado_dx.organization.models import Division
from sakado_dx.records import chain
from sakado_dx.records.chain import START, Head, current_head, first_fault, seal_unsealed
from sakado_dx.records.digests import digest_of
from sakado_dx.records.heads import kept_heads, seal_and_keep
from sakado_dx.records.models import AuditRecord
from tests.records.reading import run_sql

LENGTH = 24
TIMES = 1000 if os.environ.get("TEST_LONG") == "1" else 50


@pytest.fixture
def sealed(actor) -> Head:
    """A chain of 24 records, and its head."""
    division = Division.objects.create(name="課", order=0)
    for order in range(1, LENGTH - 1):
        Division.objects.filter(pk=division.pk).update(order=order)
    head = seal_unsealed()
    assert head.sequence == LENGTH
    return head


def test_records_are_chained_in_the_order_of_sealing(sealed):
    records = list(AuditRecord.objects.order_by("pk"))
    assert [each.sequence for each in records] == [*range(1, LENGTH + 1)]
    assert records[0].previous == START
    assert [each.previous for each in records[1:]] == [each.seal for each in records[:-1]]
    assert len({each.seal for each in records}) == LENGTH
    assert sealed == Head(LENGTH, records[-1].seal)
    assert first_fault([sealed]) == ""


def test_sealing_goes_on_where_it_ended_and_does_nothing_twice(sealed):
    assert seal_unsealed() == sealed
    Division.objects.update(name="新しい課")
    newer = seal_unsealed()
    assert newer.sequence == LENGTH + 1
    assert AuditRecord.objects.get(sequence=LENGTH + 1).previous == sealed.seal
    assert first_fault([sealed, newer]) == ""


def test_sealing_goes_in_batches(actor, monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 4)
    for number in range(10):
        Division.objects.create(name=f"課{number}")
    assert seal_unsealed().sequence == 11
    assert first_fault() == ""


def test_a_late_record_of_a_long_transaction_is_sealed_too(sealed):
    """On PostgreSQL a number is given out long before the commit: a gap is filled later."""
    record = AuditRecord.objects.order_by("-pk").first()
    late = record.pk + 1
    Division.objects.update(name="先に終わった変更")
    run_sql("UPDATE records_auditrecord SET id = %s WHERE id = %s", late + 1, late)
    seal_unsealed()
    record.pk, record.sequence, record.seal, record.previous = late, None, "", ""
    record.save(force_insert=True)
    head = seal_unsealed()
    assert head.sequence == LENGTH + 2
    assert first_fault([head]) == ""


@contextmanager
def undone():
    """Whatever is done to the record inside is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def change(chance: random.Random) -> int:
    """Another value in one column of one record."""
    sequence = chance.randint(1, LENGTH)
    record = AuditRecord.objects.filter(sequence=sequence)
    values = {
        "before": '{"id":0}', "after": '{"id":1,"name":"無かったこと"}', "reason": "別の理由",
        "actor_name": "別の人", "actor_id": "999", "door": "load", "row_key": "77",
        "table_name": "glossary_term", "operation": "truncate", "at": "2020-01-01T00:00Z",
        "seal": "f" * 64, "previous": "e" * 64, "import_key": "a" * 32,
    }  # fmt: skip
    name = chance.choice(sorted(values))
    record.update(**{name: values[name]})
    return sequence


def delete(chance: random.Random) -> int:
    sequence = chance.randint(1, LENGTH - 1)
    AuditRecord.objects.filter(sequence=sequence).delete()
    return sequence


def delete_and_close_the_gap(chance: random.Random) -> int:
    sequence = delete(chance)
    run_sql("UPDATE records_auditrecord SET sequence = sequence + 9999")
    run_sql(
        "UPDATE records_auditrecord SET sequence = sequence - 9999"
        " - CASE WHEN sequence > %s THEN 1 ELSE 0 END",
        sequence + 9999,
    )
    return sequence


def insert(chance: random.Random) -> int:
    """A record that never was, at a place of its own; the later ones step back."""
    sequence = chance.randint(1, LENGTH)
    later = AuditRecord.objects.filter(sequence__gte=sequence)
    later.update(sequence=F("sequence") + 10_000)
    AuditRecord.objects.filter(sequence__gt=10_000).update(sequence=F("sequence") - 9_999)
    before = AuditRecord.objects.filter(sequence=sequence - 1).first()
    record = AuditRecord.objects.get(sequence=sequence + 1)
    record.pk = AuditRecord.objects.aggregate(Max("pk"))["pk__max"] + 1
    record.sequence, record.actor_name = sequence, "別の人"
    record.previous = before.seal if before else START
    record.seal = "".join(chance.choices("0123456789abcdef", k=64))
    record.save(force_insert=True)
    return sequence


def reorder(chance: random.Random) -> int:
    first, second = sorted(chance.sample(range(1, LENGTH + 1), 2))
    for old, new in ((first, 99_999), (second, first), (99_999, second)):
        AuditRecord.objects.filter(sequence=old).update(sequence=new)
    return first


def cut_the_tail(chance: random.Random) -> int:
    sequence = chance.randint(1, LENGTH)
    tail = AuditRecord.objects.filter(sequence__gte=sequence)
    if chance.random() < 0.5:
        tail.delete()
    else:
        tail.update(sequence=None, seal="", previous="")
    return sequence


def make_anew(chance: random.Random) -> int:
    """From a changed record on with fresh seals, but without the key."""
    sequence = chance.randint(1, LENGTH)
    AuditRecord.objects.filter(sequence=sequence).update(after='{"id":1,"name":"無かったこと"}')
    seal_again_from(sequence, key="not the key of the portal")
    return sequence


def seal_again_from(sequence: int, key: str | None = None) -> None:
    from django.test import override_settings

    records = AuditRecord.objects.filter(sequence__gte=sequence).order_by("sequence")
    before = AuditRecord.objects.filter(sequence=sequence - 1).first()
    previous = before.seal if before else START
    with override_settings(**({"AUDIT_KEY": key} if key else {})):
        for record in records:
            record.previous = previous
            record.digest = digest_of(record, record.salt)
            record.seal = previous = chain.seal_of(record, previous)
            record.save()


TAMPERINGS = (
    change, delete, delete_and_close_the_gap, insert, reorder, cut_the_tail, make_anew,
)  # fmt: skip


def test_any_tampering_with_sealed_records_is_found_at_its_first_record(sealed):
    chance = random.Random(20240401)
    for number in range(TIMES):
        tamper = TAMPERINGS[number % len(TAMPERINGS)]
        with undone():
            sequence = tamper(chance)
            fault = first_fault([sealed])
        assert f"連番 {sequence} " in fault, (number, tamper.__name__, sequence, fault)
    assert first_fault([sealed]) == ""


def test_the_sentences_say_what_happened(sealed):
    with undone():
        AuditRecord.objects.filter(sequence=3).update(reason="別の理由")
        assert first_fault().endswith("の内容が、封印したときと違います。")
    with undone():
        AuditRecord.objects.filter(sequence=3).delete()
        assert first_fault() == "連番 3 の記録がありません（次にあるのは連番 4）。"
    with undone():
        AuditRecord.objects.filter(sequence__gt=20).delete()
        assert first_fault([sealed]) == (
            "連番 21 から 24 までの記録がありません。記録の末尾が切り取られています。"
        )


def test_a_cut_tail_and_a_chain_made_anew_with_the_key_show_against_the_head_alone(sealed):
    with undone():
        AuditRecord.objects.filter(sequence__gt=20).delete()
        assert first_fault() == ""
        assert first_fault([sealed]) != ""
    with undone():
        AuditRecord.objects.filter(sequence=7).update(reason="別の理由")
        seal_again_from(7)
        assert first_fault() == ""
        assert "連番 24 の記録" in first_fault([sealed])
        assert "作り直されています" in first_fault([sealed])


def test_an_older_head_still_holds(sealed):
    Division.objects.update(name="新しい課")
    seal_unsealed()
    assert first_fault([sealed]) == ""
    with undone():
        AuditRecord.objects.filter(sequence__gte=LENGTH).delete()
        assert "連番 24 から 24" in first_fault([sealed])


def test_head_is_printed_and_added_to_the_file_once(sealed, settings, capsys):
    call_command("seal_audit")
    assert capsys.readouterr().out == f"{sealed}\n"
    call_command("seal_audit")
    (line,) = settings.AUDIT_HEADS_FILE.read_text().splitlines()
    assert line.split()[1] == str(sealed)
    Division.objects.update(name="新しい課")
    newer = seal_and_keep()
    assert kept_heads() == [sealed, newer]
    assert newer == current_head()


def test_verify_reads_heads_from_the_file_and_the_command(sealed, capsys):
    call_command("verify_audit")
    out = capsys.readouterr().out
    assert "封印した記録 24件は、封印したときのままです。まだ封印していない記録は 0件です。" in out
    assert "控えがないため" in out
    call_command("seal_audit")
    AuditRecord.objects.filter(sequence=LENGTH).delete()
    for arguments in ([], ["--head", str(sealed)]):
        with pytest.raises(CommandError, match="連番 24 から 24 までの記録がありません"):
            call_command("verify_audit", *arguments)


@pytest.mark.parametrize("head", ["", "24", "24-abc", "x-" + "0" * 64])
def test_a_head_that_is_none_is_refused(sealed, head):
    with pytest.raises(CommandError, match="を読めません"):
        call_command("verify_audit", "--head", head)


def test_a_broken_file_of_heads_is_named_and_left_alone(sealed, settings):
    settings.AUDIT_HEADS_FILE.write_text("2024-04-01T00:00 nonsense\n")
    for command in ("seal_audit", "verify_audit"):
        with pytest.raises(CommandError, match="1行目が、控えの書き方ではありません"):
            call_command(command)
    assert settings.AUDIT_HEADS_FILE.read_text() == "2024-04-01T00:00 nonsense\n"


def test_a_file_of_heads_that_is_set_and_missing_is_a_fault(sealed, settings, capsys):
    settings.AUDIT_HEADS_ASKED = True
    Division.objects.update(name="まだ封印していない")
    for command in ("verify_audit", "seal_audit"):
        with pytest.raises(CommandError, match="控えのファイル .* がありません"):
            call_command(command)
    assert not AuditRecord.objects.unsealed().exists()
    settings.AUDIT_HEADS_FILE.touch()
    call_command("seal_audit")
    call_command("verify_audit")
    assert len(kept_heads()) == 1


def test_the_first_sealing_makes_the_file_of_heads(db, actor, settings):
    settings.AUDIT_HEADS_ASKED = True
    call_command("seal_audit")
    assert len(kept_heads()) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="its constraints can be switched off")
@pytest.mark.parametrize("number", ["0", "NULL"])
def test_a_sealed_record_that_the_chain_does_not_reach_is_a_fault(sealed, number):
    run_sql("PRAGMA ignore_check_constraints = on")
    try:
        run_sql(f"UPDATE records_auditrecord SET sequence = {number} WHERE sequence = {LENGTH}")
    finally:
        run_sql("PRAGMA ignore_check_constraints = off")
    assert "封印があるのに、鎖の中にありません" in first_fault()


NEW_KEY = "another-key-0123456789-abcdefghijklmnopqrstuvwxyz"


def test_a_new_key_goes_on_from_the_last_head_of_the_old_one(sealed, settings, capsys):
    """What the README says of a key that is changed, or lost."""
    call_command("seal_audit")
    old, settings.AUDIT_KEY = settings.AUDIT_KEY, NEW_KEY
    Division.objects.update(name="新しい課")
    call_command("seal_audit")
    with pytest.raises(CommandError, match="連番 1 の記録.*封印したときの鍵と違うときも"):
        call_command("verify_audit")
    capsys.readouterr()
    call_command("verify_audit", "--since", str(sealed))
    assert "封印した記録 1件は、封印したときのままです。" in capsys.readouterr().out
    settings.AUDIT_KEY = old
    call_command("verify_audit", "--until", str(sealed))
    assert "封印した記録 24件は、封印したときのままです。" in capsys.readouterr().out
    with pytest.raises(CommandError, match="連番 25 の記録"):
        call_command("verify_audit")


def test_both_parts_of_a_chain_of_two_keys_show_what_was_done_to_them(sealed, settings):
    seal_and_keep()
    settings.AUDIT_KEY = NEW_KEY
    Division.objects.update(name="新しい課")
    newer = seal_and_keep()
    assert first_fault(kept_heads(), since=sealed) == ""
    with undone():
        AuditRecord.objects.filter(sequence=LENGTH + 1).update(reason="別の理由")
        assert "連番 25 の記録" in first_fault(since=sealed)
    with undone():
        AuditRecord.objects.filter(sequence=LENGTH + 1).delete()
        assert "連番 25 から 25 まで" in first_fault([newer], since=sealed)
    with undone():  # the old part, made anew with the new key
        AuditRecord.objects.filter(sequence=7).update(reason="別の理由")
        seal_again_from(7)
        assert "連番 24 の記録の封印が、控えと違う" in first_fault(since=sealed)
    with undone():
        AuditRecord.objects.filter(sequence=LENGTH).delete()
        assert "連番 24" in first_fault(since=sealed)


def test_a_portal_without_records_says_so(db, capsys):
    call_command("seal_audit")
    call_command("verify_audit")
    assert "操作の記録はまだありません。" in capsys.readouterr().out
    assert kept_heads() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's transaction is the lock")
@pytest.mark.django_db(transaction=True)
def test_two_sealings_at_once_seal_each_record_once(actor, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    monkeypatch.setattr(chain, "BATCH", 7)
    Division.objects.bulk_create(Division(name=f"課{number}") for number in range(200))

    def seal(_):
        try:
            return seal_unsealed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        heads = list(pool.map(seal, range(4)))
    assert max(head.sequence for head in heads) == 201
    assert first_fault(heads) == ""
