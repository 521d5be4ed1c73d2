"""The sealed chain: each record carries a keyed hash of itself and of the one before it.

The key (`AUDIT_KEY`) is not in the database, so whoever changes a sealed record, takes one
out, puts one in or changes their order cannot make the hashes fit again. Of the contents a
salted digest is sealed (digests.py), so that they can be disposed of. A tail that is cut
off leaves a shorter chain that fits: it shows against a head, the newest seal at some time,
that is kept outside (heads.py). Records that are not sealed yet are not protected.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from sakado_dx.records.digests import (
    CONTENTS,
    digest_of,
    kept_hash,
    kept_of,
    moment,
    new_salt,
    packed,
)
from sakado_dx.records.disposals import Disposals
from sakado_dx.records.models import AuditRecord

START = "0" * 64
BATCH = 1000
OTHERWISE = "の内容が、封印したときと違います。"
OTHER_KEY = "AUDIT_KEY が、封印したときの鍵と違うときも、こうなります。"
# Any number that nothing else locks by.
LOCK = 7_310_554
WITH_DIGEST = "2"  # how the seals of today begin; the first ones began with a seal
# What was sealed of a record before there were digests.
CONTENT = (
    "table_name", "row_key", "operation", "before", "after", "actor_id", "actor_name", "door",
    "reason",
)  # fmt: skip

STORE = {
    "sqlite": (
        "UPDATE records_auditrecord SET sequence = %s, previous = %s, seal = %s, salt = %s,"
        " digest = %s WHERE id = %s AND sequence IS NULL"
    ),
    "postgresql": "SELECT sakado_dx_audit_seal(%s, %s, %s, %s, %s, %s)",
}


@dataclass(frozen=True)
class Head:
    """The newest seal at some time: what a chain has been, and must still hold."""

    sequence: int
    seal: str

    def __str__(self) -> str:
        return f"{self.sequence}-{self.seal}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """The head of a text as `seal_audit` prints it; raises ValueError for another one."""
        sequence, _, seal = text.strip().partition("-")
        if not sequence.isascii() or not sequence.isdigit() or len(seal) != 64:
            raise ValueError(text)
        return cls(int(sequence), seal.lower())


def seal_of(record: AuditRecord, previous: str) -> str:
    """The keyed hash (HMAC-SHA256, hexadecimal) of a record after the one with the seal
    `previous`, which fixes its place."""
    if record.digest:
        content = [WITH_DIGEST, previous, *kept_of(record), record.digest]
    else:
        content = [
            previous,
            record.pk,
            moment(record),
            *(getattr(record, each) for each in CONTENT),
        ]
        if record.import_key:  # blank in all that was sealed before there were imports
            content.append(record.import_key)
    return hmac.new(settings.AUDIT_KEY.encode(), packed(content), "sha256").hexdigest()


def seal_unsealed() -> Head | None:
    """Chain all records that are not sealed yet, in batches; None where there is no record.

    Two that run at once wait for each other at each batch, and seal each record once.
    """
    while _seal_batch() == BATCH:
        pass
    return current_head()


def current_head() -> Head | None:
    newest = AuditRecord.objects.sealed().order_by("-sequence").values("sequence", "seal").first()
    return Head(**newest) if newest else None


def _seal_batch() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # on SQLite the transaction itself is the lock
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        head = current_head() or Head(0, START)
        sequence, previous, rows = head.sequence, head.seal, []
        for record in AuditRecord.objects.unsealed().order_by("pk")[:BATCH]:
            sequence += 1
            salt = new_salt()
            record.digest = digest_of(record, salt)
            seal = seal_of(record, previous)
            rows.append((sequence, previous, seal, salt, record.digest, record.pk))
            previous = seal
        if rows:
            cursor.executemany(STORE[connection.vendor], rows)
    return len(rows)


def first_fault(
    heads: Iterable[Head] = (), *, since: Head | None = None, until: Head | None = None
) -> str:
    """What is wrong with the chain, at its first bad record; empty where all is as sealed.

    A chain that two keys have sealed is read in two parts, each with its key: `until` the last
    head of the old one, and `since` it. Of what lies before `since` the stored seals are still
    compared with the heads.
    """
    start, end = since or Head(0, START), until.sequence if until else None
    kept: dict[int, set[str]] = {}
    for head in [*heads, *filter(None, (since, until))]:
        if end is None or head.sequence <= end:
            kept.setdefault(head.sequence, set()).add(head.seal)
    if fault := _fault_of_heads(kept, start.sequence):
        return fault
    records = AuditRecord.objects.sealed().filter(sequence__gt=start.sequence)
    if end is not None:
        records = records.filter(sequence__lte=end)
    sequence, previous, disposals = start.sequence, start.seal, Disposals()
    for record in records.order_by("sequence", "pk").iterator(BATCH):
        sequence += 1
        fault = _fault_of_place(record, sequence, previous) or _fault_of_content(
            record, previous, kept.get(sequence, set()), disposals
        )
        if fault:
            is_first = sequence == start.sequence + 1 and fault.endswith(OTHERWISE)
            return fault + (OTHER_KEY if is_first else "")
        previous = record.seal
    if end is None and (fault := _fault_out_of_reach()):
        return fault
    newest = max(kept, default=0)
    if newest > sequence:
        return (
            f"連番 {sequence + 1} から {newest} までの記録がありません。"
            "記録の末尾が切り取られています。"
        )
    return ""


def _fault_out_of_reach() -> str:
    """A record that looks sealed and stands nowhere in the chain; the constraint refuses it, but
    can be switched off."""
    nowhere = Q(sequence__isnull=True) & ~Q(seal="") | Q(sequence__lt=1)
    record = AuditRecord.objects.filter(nowhere).order_by("pk").first()
    if record is None:
        return ""
    return (
        f"番号 {record.pk} の記録（表 {record.table_name}）は、封印があるのに、鎖の中にありません。"
    )


def _fault_of_heads(kept: dict[int, set[str]], up_to: int) -> str:
    """Whether the seals stored up to a place are those of the heads, which needs no key."""
    wanted = {sequence: seals for sequence, seals in kept.items() if sequence <= up_to}
    rows = AuditRecord.objects.filter(sequence__in=wanted).order_by("sequence")
    stored = dict(rows.values_list("sequence", "seal"))
    for sequence, seals in sorted(wanted.items()):
        if seals != {stored.get(sequence)}:
            return f"連番 {sequence} の記録の封印が、控えと違うか、記録がありません。"
    return ""


def _fault_of_place(record: AuditRecord, sequence: int, previous: str) -> str:
    if record.sequence > sequence:
        return f"連番 {sequence} の記録がありません（次にあるのは連番 {record.sequence}）。"
    if record.sequence < sequence:
        return f"{_name(record)}は、余分に差し込まれています。"
    if record.previous != previous:
        return f"{_name(record)}が、前の記録とつながっていません。"
    return ""


def _fault_of_content(
    record: AuditRecord, previous: str, kept: set[str], disposals: Disposals
) -> str:
    if record.disposal:
        if fault := _fault_of_disposed(record, disposals):
            return f"{_name(record)}{fault}"
    elif record.digest and not hmac.compare_digest(record.digest, digest_of(record, record.salt)):
        return f"{_name(record)}{OTHERWISE}"
    # One without a digest is sealed with its contents: where they are gone, its disposal proves it.
    is_provable = record.digest or not record.disposal
    if is_provable and not hmac.compare_digest(record.seal, seal_of(record, previous)):
        return f"{_name(record)}{OTHERWISE}"
    if kept - {record.seal}:
        return f"{_name(record)}の封印が、控えと違います。記録が作り直されています。"
    return ""


def _fault_of_disposed(record: AuditRecord, disposals: Disposals) -> str:
    if any(getattr(record, name) for name in CONTENTS):
        return "は、廃棄済みなのに、内容があります。"
    if not disposals.names(record):
        return f"は、内容がありませんが、廃棄番号「{record.disposal}」の廃棄の記録にありません。"
    if not record.digest and disposals.kept_hash(record.sequence) != kept_hash(record):
        return OTHERWISE
    return ""


def _name(record: AuditRecord) -> str:
    return f"連番 {record.sequence} の記録（番号 {record.pk}、表 {record.table_name}）"
