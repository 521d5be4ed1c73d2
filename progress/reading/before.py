"""What the plan's earlier years say of each measure, by the mark that counted."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from measures.naming import MEETING
from progress.judging.council import YearBefore
from progress.judging.marks import mark_of
from progress.models import ProgressReport, ReportSnapshot, ReviewYear
from progress.reading.rows import counted_states

KEPT = (
    "report__year__fiscal_year", "report__measure_id", "policy", "state", "progress", "meaning",
    "outlook", "outlook_meaning", "whose",
)  # fmt: skip
LIVE = (
    "year__fiscal_year", "measure_id", "measure__direction__policy_id", "state",
    "progress__word", "progress__meaning", "outlook__word", "outlook__meaning",
    "taken_decision_id", "taken_decision__judgement__word", "taken_decision__judgement__meaning",
    "taken_decision__outlook__word", "taken_decision__outlook__meaning",
)  # fmt: skip


@dataclass(frozen=True)
class Before:
    """Earlier years, newest first, by measure; and the meanings that counted by year and policy,
    as (fiscal year, policy, meaning) a report."""

    years: dict[int, tuple[YearBefore, ...]] = field(default_factory=dict)
    counted: tuple[tuple[int, int, str], ...] = ()

    def is_new(self, measure_id: int) -> bool:
        """Whether no earlier year had the measure; in the plan's first year nothing is new."""
        return bool(self.years) and measure_id not in self.years


def years_before(year: ReviewYear, *, pending: bool = False) -> Before:
    """The plan's years before this one. 2 queries, of a closed year 1.

    Of a closed year nothing but its newest editions; a closed year looks the same for ever, so
    one before it that is still open stays out.
    """
    earlier = ReviewYear.objects.filter(plan=year.plan_id, fiscal_year__lt=year.fiscal_year)
    rows = list(_kept(earlier.filter(closed_at__isnull=False)))
    if year.is_open:
        rows += _live(earlier.filter(closed_at__isnull=True))
    states = counted_states(pending)
    found: dict[int, list[YearBefore]] = {}
    counted = []
    for fiscal_year, measure_id, policy_id, state, *told in rows:
        stands = state in states
        own = told if stands else ["", "", "", "", False]
        found.setdefault(measure_id, []).append(YearBefore(fiscal_year, *own))
        if stands:
            counted.append((fiscal_year, policy_id, told[1]))
    newest_first = {
        pk: tuple(sorted(own, key=lambda each: -each.fiscal_year)) for pk, own in found.items()
    }
    return Before(newest_first, tuple(counted))


def _kept(years) -> Iterable[tuple]:
    snapshots = ReportSnapshot.objects.filter(report__year__in=years).newest()
    for *key, progress, meaning, outlook, outlook_meaning, whose in snapshots.values_list(*KEPT):
        yield *key, progress, meaning, outlook, outlook_meaning, whose == MEETING


def _live(years) -> Iterable[tuple]:
    reports = ProgressReport.objects.filter(year__in=years).order_by().values_list(*LIVE)
    for fiscal_year, measure_id, policy_id, state, *words in reports:
        word, meaning, outlook, heading, taken, *decided = words
        pairs = tuple(tuple(decided[at : at + 2]) for at in (0, 2))
        took = tuple(each if each[0] else None for each in pairs) if taken else None
        mark = mark_of(state, ((word, meaning), (outlook, heading)), took)
        told = (text or "" for text in (*mark.progress, *mark.outlook))
        yield fiscal_year, measure_id, policy_id, state, *told, mark.whose == MEETING
