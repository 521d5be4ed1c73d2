"""Emptying records whose time is over: the chain keeps digests, keys and the disposal's number.

A disposal is itself a record, which names what it emptied and is sealed at once: a record
without contents that no sealed disposal names is a fault.
"""

import json
from collections.abc import Sequence

from django.db import connection, models
from django.utils import timezone

from sakado_dx.records.acting import words_in_force
from sakado_dx.records.chain import seal_unsealed
from sakado_dx.records.comparing import Kind
from sakado_dx.records.digests import CONTENTS, kept_hash
from sakado_dx.records.disposals import ranges_of
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.stock import take_stock

BATCH = 2000


def dispose_contents(records: models.QuerySet, number: str) -> int:
    """Empty these records (before, after, who, why) under a 廃棄番号; how many there were.
    Rows that stand and whose newest record it was are recorded anew, as they stand.

    `records` may name what was written a moment ago: all is sealed first. What was disposed of
    before, and the records of disposals, stay as they are. To be called inside `acting`, whose
    words the disposal's record bears. Raises ValueError without a number.
    """
    number = number.strip()
    if not number:
        raise ValueError("a disposal has a number")
    if not connection.in_atomic_block:
        raise RuntimeError("dispose_contents is called inside acting()")
    seal_unsealed()
    wanted = records.filter(disposal="", sequence__isnull=False)
    wanted = wanted.exclude(operation=AuditRecord.Operation.DISPOSE).order_by("sequence")
    keys = list(wanted.values_list("pk", flat=True))
    tables = {*wanted.order_by().values_list("table_name", flat=True).distinct()}
    for start in range(0, len(keys), BATCH):
        _empty(keys[start : start + BATCH], number)
    if keys:
        take_stock(connection, words_in_force(), only=tables, kinds=[Kind.DISPOSED])
        seal_unsealed()
    return len(keys)


def _empty(keys: Sequence[int], number: str) -> None:
    records = list(AuditRecord.objects.filter(pk__in=keys).order_by("sequence"))
    said = {
        "number": number,
        "count": len(records),
        "ranges": ranges_of([each.sequence for each in records]),
        "older": {each.sequence: kept_hash(each) for each in records if not each.digest},
    }
    text = json.dumps(said, ensure_ascii=False)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sakado_dx_audit_dispose(%s, %s, %s)", [list(keys), number, text])
        return
    blank = dict.fromkeys((*CONTENTS, "salt"), "")
    AuditRecord.objects.filter(pk__in=keys).update(disposal=number, **blank)
    words = words_in_force()
    AuditRecord.objects.create(
        table_name=AuditRecord._meta.db_table,
        row_key=number,
        operation=AuditRecord.Operation.DISPOSE,
        after=text,
        at=timezone.now(),
        actor_id=words.actor_id,
        actor_name=words.actor_name,
        door=words.door,
        reason=words.reason,
    )
