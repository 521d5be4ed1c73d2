"""What a revision may not do: years that were over when it was decided are judged as they were.

An ended year is judged by the plan of its 31 March, closed or not, so that no target is moved
after the event (README: 改定). Touches no database.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from progress.models import PlanChange, PlanRevision
from progress.plan_document.rows.keys import key_of
from progress.plan_document.rows.tables import Key
from sakado_dx import fiscal

# What an indicator is judged by; a change of it ends the indicator and begins a linked one.
DEFINING = ("kind", "sense", "measured_as", "unit", "period_from")
JUDGED = ("value", "withdrawn", "year_assumed")


def floor_of(revision: PlanRevision, effective_on: date) -> int:
    """The first fiscal year that lines with this effective day may judge: the one running on it,
    or on the day of the decision, whichever is later."""
    days = [effective_on, *([revision.decided_on] if revision.decided_on else [])]
    return fiscal.fiscal_year_of(max(days))


def past_touched(
    lines: Iterable[PlanChange], floor: int, *, decided_in: int | None = None, kind: str = ""
) -> Iterator[PlanChange]:
    """Those of a revision's lines by which a year before `floor` would be judged otherwise, or owe
    another report. A measure may end on a day of the fiscal year in which that is decided
    (`decided_in`), though the plan without it takes effect on the day after. A 誤記訂正 (`kind`) may
    mend what was scheduled, and no judgement."""
    lines = list(lines)
    new = {(each.noun, key_of(each.key)) for each in lines if each.is_new_row}
    asked = {
        "targets": _target,
        "indicators": _indicator,
        "measure_indicators": _link,
        "words": _word,
    }
    if kind != PlanRevision.Kind.SLIP:
        asked |= {"yearly_directions": _direction, "measures": _measure}
    for each in lines:
        touches = asked.get(each.noun)
        is_end = (each.noun, each.column) == ("measures", "last_day")
        first = min(floor, decided_in or floor) if is_end else floor
        if touches and touches(each, key_of(each.key), first, new):
            yield each


def _target(line: PlanChange, key: Key, floor: int, new: set) -> bool:
    if ("indicators", key[0]) in new or (line.column and line.column not in JUDGED):
        return False
    return key[3] < floor


def _indicator(line: PlanChange, key: Key, floor: int, new: set) -> bool:
    return line.is_gone_row or line.column in DEFINING


def _link(line: PlanChange, key: Key, floor: int, new: set) -> bool:
    if ("measures", key[0]) in new:
        return False
    if line.is_new_row:
        return (line.after.get("first_fiscal_year") or 0) < floor
    if line.column == "first_fiscal_year":
        return min(line.before or 0, line.after or 0) < floor
    if line.column == "last_fiscal_year":
        return min(each for each in (line.before, line.after) if each) < floor - 1
    return line.is_gone_row


def _word(line: PlanChange, key: Key, floor: int, new: set) -> bool:
    return line.is_gone_row or line.column == "meaning"


def _direction(line: PlanChange, key: Key, floor: int, new: set) -> bool:
    return ("measures", key[0]) not in new and key[1] < floor


def _measure(line: PlanChange, key: Key, floor: int, new: set) -> bool:
    if line.is_new_row:
        return _is_before(line.after.get("first_day"), floor)
    if line.column == "first_day":
        return any(_is_before(each, floor) for each in (line.before, line.after))
    if line.column == "last_day":
        days = [each for each in (line.before, line.after) if each]
        return any(_is_before(each, floor) for each in days)
    return line.is_gone_row


def _is_before(day: str | None, floor: int) -> bool:
    """Whether a day lies in a year before; none is that of the plan's beginning."""
    return day is None or fiscal.fiscal_year_of(date.fromisoformat(day)) < floor
