"""What a sheet may not change of a plan in force: told row by row, with the way that is open."""

from collections.abc import Iterable, Iterator

from measures.models import IndicatorTarget
from progress.plan_editions.promises import (
    CURE,
    FREE,
    REFUSAL,
    in_force,
    is_beside,
    plan_of,
    promised,
)
from sakado_dx.imports.undoing import ChangedRow
from sakado_dx.spreadsheets.faults import Fault
from sakado_dx.spreadsheets.outcomes import ADDED, Outcome, RowOutcome
from sakado_dx.spreadsheets.resources import SheetResource

NEW = "行の追加"


def promised_faults(resource: SheetResource, outcome: Outcome) -> list[Fault]:
    """A fault for each row that adds to the promises of a plan in force, and for each cell that
    changes one; none for another list, or for a plan that is not in force."""
    plan = getattr(resource, "plan", None)
    touched = [*outcome.added, *outcome.changed]
    if resource._meta.model not in FREE or not touched or not in_force(plan):
        return []
    texts = {row.number: row.texts for row in outcome.table.rows}
    return [
        fault
        for row in touched
        if not _is_beside(resource, texts[row.number])
        for fault in _faults(resource, outcome, row)
    ]


def _is_beside(resource: SheetResource, texts: dict[str, str]) -> bool:
    """Whether a row is a 現状値: the list of figures says so in a column."""
    baseline = IndicatorTarget.Role.BASELINE.label
    return resource._meta.model is IndicatorTarget and texts.get("区分") == baseline


def _faults(resource: SheetResource, outcome: Outcome, row: RowOutcome) -> Iterator[Fault]:
    if row.kind == ADDED:
        yield outcome.table.fault(row.number, "", row.name, REFUSAL.format(NEW), CURE)
        return
    for each in row.changes:
        name = resource.fields[each.column].attribute or each.column
        if promised(resource._meta.model, {name: each.before}):
            problem = REFUSAL.format(f"「{each.column}」")
            yield outcome.table.fault(row.number, each.column, each.after, problem, CURE)


def is_promised_by_now(rows: Iterable[ChangedRow]) -> bool:
    """Whether what an import did would take back promises of a plan that is in force by now; an
    import is of one plan."""
    found = (each for each in rows if each.model in FREE and not is_beside(each.instance))
    changed = (each for each in found if not each.changes or promised(each.model, each.changes))
    row = next(changed, None)
    plan = plan_of(row.instance) if row else None
    return plan is not None and in_force(plan)
