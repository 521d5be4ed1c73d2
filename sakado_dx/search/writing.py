"""Keeps `SearchText` as the rows are: within the transaction that changes them, and all anew.

All transactions of the portal are opened by `records.acting.acting`, and the audit record names
each row that one of them changes: before its commit the texts of just those objects are written
again. So no verb, form or import need think of the search. What is written without it (直接SQL)
waits for `manage.py rebuild_search`.
"""

from collections.abc import Collection

from django.db import connection

from sakado_dx.records.acting import Door, acting
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.rows import columns_of
from sakado_dx.records.storing import insert
from sakado_dx.search.models import LOCK, SearchText
from sakado_dx.search.sources import ObjectText, Source, Watched, sources
from sakado_dx.search_keys import search_key

BATCH = 500
COLUMNS = ("object_id", "fiscal_year", "key", "text")


def follow(newest: int) -> None:
    """Write the texts again of all that was changed since a record."""
    for source, ids in _changed_since(newest).items():
        _lock()
        reindex(source, ids)


def rebuild() -> int:
    """Write the texts of everything anew; how many objects have some."""
    with acting("manage.py rebuild_search", Door.COMMAND):
        _lock()
        SearchText.objects.exclude(kind__in=[each.kind for each in sources()]).delete()
        for source in sources():
            stored = SearchText.objects.filter(kind=source.kind)
            ids = {*stored.values_list("object_id", flat=True)}
            reindex(source, ids | {*source.model.objects.values_list("pk", flat=True)})
    return SearchText.objects.count()


def reindex(source: Source, ids: Collection[int]) -> None:
    """Write the texts of these objects as they are now; objects without text have no row."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        _write(source, ordered[start : start + BATCH])


def _write(source: Source, ids: list[int]) -> None:
    texts = [each for each in map(_row, source.texts(ids)) if each["key"]]
    stored = SearchText.objects.filter(kind=source.kind)
    # Of one object alone the change itself tells whether it has a row.
    held = (
        {each["object_id"]: each for each in stored.filter(object_id__in=ids).values(*COLUMNS)}
        if len(ids) > 1
        else None
    )
    new = []
    for each in texts:
        pk = each["object_id"]
        if held is not None and held.get(pk) == each:
            continue
        is_held = held is None or pk in held
        if not (is_held and stored.filter(object_id=pk).update(**each)):
            new.append(SearchText(kind=source.kind, **each))
    if new:
        insert(new)
    if gone := set(ids) - {each["object_id"] for each in texts}:
        stored.filter(object_id__in=gone).delete()


def _row(text: ObjectText) -> dict:
    """The columns of a row; a part is one line of both texts, so that each shows where it is."""
    parts = [" ".join(part.split()) for part in text.parts]
    lines = [(key, part) for part in parts if (key := search_key(part))]
    return {
        "object_id": text.object_id,
        "fiscal_year": text.fiscal_year,
        "key": "\n".join(key for key, _ in lines),
        "text": "\n".join(part for _, part in lines),
    }


def _changed_since(newest: int) -> dict[Source, set[int]]:
    watched = _watched()
    records = AuditRecord.objects.filter(pk__gt=newest, table_name__in=list(watched)).order_by()
    found: dict[tuple[Source, Watched], set[int]] = {}
    for table, key, *row in records.values_list("table_name", "row_key", "before", "after"):
        before, after = map(columns_of, row)
        for place in watched[table]:
            found.setdefault(place, set()).update(place[1].ids_in(key, before, after))
    changed: dict[Source, set[int]] = {}
    for (source, each), ids in found.items():
        if ids:
            own = each.objects_of(ids) if each.objects_of else ids
            changed.setdefault(source, set()).update(own)
    return {source: ids for source, ids in changed.items() if ids}


def _watched() -> dict[str, list[tuple[Source, Watched]]]:
    """What to look at, by table."""
    found: dict[str, list[tuple[Source, Watched]]] = {}
    for source in sources():
        for each in source.watched:
            found.setdefault(each.model._meta.db_table, []).append((source, each))
    return found


def _lock() -> None:
    """One writer at a time, from reading the rows to the commit: of two that change rows of one
    object the later one reads what the first has written. On SQLite the transaction is the lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
