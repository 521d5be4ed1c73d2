"""The one door by which a document becomes a plan: all of it, or nothing."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Cast, Concat

from measures.models import Direction, Measure, Plan, Policy
from progress.plan_document.loading.comparing import Comparison, TableChanges, compare
from progress.plan_document.rows.stored import Stored
from progress.plan_document.rows.tables import Table, Values
from sakado_dx.imports.recording import SourceFile, Target, importing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

# Any number that nothing else locks by.
ASIDE = 20_000  # above every number that a document may tell
LOCK = 4_207_311
KIND = "progress.plan_document"  # what an `Import` of a document is called


class LoadedMeanwhile(Exception):
    """Somebody else loads a plan now, or has changed this one since the changes were shown."""


class InForce(Exception):
    """The document's `plan` is in force: a document is a draft of its revision, and overwrites
    nothing."""

    def __init__(self, plan: Plan):
        self.plan = plan
        super().__init__(
            f"「{plan}」は施行中のため、文書で上書きできません。「計画の見直し」で変えてください。"
        )


@dataclass(frozen=True)
class Loaded:
    """The plan after loading, and what was changed."""

    plan: Plan
    comparison: Comparison


def load(
    document: dict,
    *,
    expected: str | None = None,
    by: User | str = "manage.py load_plan",
    door: str = Door.COMMAND,
) -> Loaded:
    """Load a document (from `reading.read`) in one transaction; again, it changes nothing.

    `expected` is the fingerprint of the comparison that a person has agreed to. Raises
    ``DocumentRefused``, ``InForce`` where it would change a plan in force, and
    ``LoadedMeanwhile`` where the changes are no longer those.
    """
    with acting(by, door):
        return _load(document, expected)


def load_file(
    document: dict,
    file: SourceFile,
    *,
    expected: str | None = None,
    by: User | str = "manage.py load_plan",
    door: str = Door.COMMAND,
    reason: str = "",
) -> Loaded:
    """`load` of what was read in a file, of which an `Import` stands where it changed something.
    Raises as that does, and TakenAlready where this very request was loaded."""
    into = Target(KIND, "計画の文書", document["plan"]["title"][:200])
    with importing(by, door, reason, into=into, file=file) as rows:
        loaded = load(document, expected=expected, by=by, door=door)
        for table in loaded.comparison.tables:
            rows.added += len(table.added)
            rows.changed += len(table.changed) + len(table.removed)
            rows.unchanged += table.unchanged
    return loaded


def _load(document: dict, expected: str | None) -> Loaded:
    _lock()
    comparison = compare(document)
    if expected is not None and comparison.fingerprint != expected:
        raise LoadedMeanwhile(
            "表示した後に計画が変わりました（ほかの人が読み込んだか、直しました）。"
            "変更の内容を確かめ直してください。"
        )
    plan = comparison.stored.plan
    if plan is not None and not comparison.is_empty and plan.editions.exists():
        raise InForce(plan)
    for changes in comparison.tables:
        apply_changes(changes, comparison.stored)
    return Loaded(comparison.stored.plan, comparison)


def wait_for_loading() -> None:
    """Hold what loadings lock by, in the caller's transaction, once any of them is over."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _lock() -> None:
    """Let one loading run at a time. On SQLite the transaction itself is the lock."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise LoadedMeanwhile(
                "ほかの人が計画を読み込んでいます。終わってからやり直してください。"
            )


def apply_changes(changes: TableChanges, stored: Stored) -> None:
    """Write one table's changes, in the caller's transaction; of several tables in the order of
    `TABLES`, all with the rows that stood before the first."""
    table, objects = changes.table, stored.objects[changes.table.noun]
    if changes.is_empty:
        return
    gone = [objects.pop(key).pk for key in changes.removed]
    table.model.objects.filter(pk__in=gone).delete()
    if table.model is Measure:
        _free_codes(changes, stored)
    if table.model in (Policy, Direction):
        _free_numbers(changes, stored)
    for key, (_, after) in changes.changed.items():
        _assign(table, objects[key], after, stored)
        objects[key].save()
    _create(changes, stored)
    if table.order_in:
        _number(changes, stored)


def _free_codes(changes: TableChanges, stored: Stored) -> None:
    """Two measures may swap their codes: set them aside first, for no code may stand twice."""
    ids = [
        stored.objects["measures"][key].pk
        for key, (before, after) in changes.changed.items()
        if before["code"] != after["code"]
    ]
    aside = Concat(Value("~"), Cast("pk", CharField()))
    Measure.objects.filter(pk__in=ids).update(code=aside)


def _free_numbers(changes: TableChanges, stored: Stored) -> None:
    """Two policies, or two directions, may swap their numbers: set them aside first."""
    table = changes.table
    ids = [stored.objects[table.noun][key].pk for key in changes.changed]
    table.model.objects.filter(pk__in=ids).update(number=F("number") + ASIDE)


def _create(changes: TableChanges, stored: Stored) -> None:
    table, new = changes.table, {}
    for key, values in changes.added.items():
        new[key] = table.model()
        if table.of_plan == "plan":
            new[key].plan = stored.plan
        _assign(table, new[key], dict(zip(table.key, key, strict=True)) | values, stored)
    for key, made in zip(new, table.model.objects.bulk_create(new.values()), strict=True):
        stored.add(table, key, made)
    if table.model is Plan and new:
        stored.plan = next(iter(new.values()))
    inward = [name for name, noun in table.refs.items() if noun == table.noun]
    if inward:
        _point_inward(changes, inward, stored)


def _point_inward(changes: TableChanges, names: list[str], stored: Stored) -> None:
    """Set what points at rows of the same table, now that all of them have numbers."""
    objects = stored.objects[changes.table.noun]
    told = changes.added | {key: after for key, (_, after) in changes.changed.items()}
    for key, values in told.items():
        _assign(changes.table, objects[key], {name: values[name] for name in names}, stored)
    changes.table.model.objects.bulk_update([objects[key] for key in told], names)


def _assign(table: Table, row: Model, values: Values, stored: Stored) -> None:
    """Write natural values into a row's columns, references as numbers."""
    for name, value in values.items():
        if name in table.refs:
            pointed = stored.objects[table.refs[name]].get(value)
            setattr(row, name, pointed.pk if pointed else None)
        else:
            setattr(row, name, table.column(name).to_python(value))


def _number(changes: TableChanges, stored: Stored) -> None:
    """Store the places 0, 1, 2 … where other numbers told the same order."""
    table = changes.table
    moved = []
    for key, values in stored.rows[table.noun].items():
        row = stored.objects[table.noun].get(key)
        place = changes.changed.get(key, (None, values))[1]["order"]
        if row and row.order != place:
            row.order = place
            moved.append(row)
    table.model.objects.bulk_update(moved, ["order"])
