"""What the plan's earlier years say of each measure, by the mark that counted."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import itemgetter

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from measures.naming import MEETING
from measures.words import is_slip
from progress.judging.council import YearBefore
from progress.judging.marks import mark_of
from progress.judging.shares import Share, share_of, standing_of
from progress.judging.turns import turn_of
from progress.models import ProgressReport, ReportSnapshot, ReviewYear
from progress.reading.rows import MeasureRow, counted_states
from sakado_dx.prepared import prepared

# All in texts and numbers as the database has them: of thousands of rows each conversion counts.
# The two marks and the decision as the row has them: it holds still with its year, and whether two
# are the same word is the same under whatever name.
KEPT = (
    "report__year__fiscal_year", "report__year_id", "report__measure_id", "policy", "planned",
    "actual", "report__progress_id", "report__second_judgement_id",
    Cast("report__taken_decision__accepted_until", CharField()), "state", "progress",
    "meaning", "outlook", "outlook_meaning", "whose",
)  # fmt: skip
LIVE = (
    "year__fiscal_year", "year_id", "measure_id", "measure__direction__policy_id",
    "planned_direction", "actual_direction", "progress_id", "second_judgement_id",
    Cast("taken_decision__accepted_until", CharField()), "state",
    "progress__word", "progress__meaning", "outlook__word", "outlook__meaning",
    "taken_decision__judgement__word", "taken_decision__judgement__meaning",
    "taken_decision__outlook__word", "taken_decision__outlook__meaning",
    Cast("taken_decision_id", CharField()),
)  # fmt: skip
SAID = len(KEPT)
# What a year says whose report does not count.
NOTHING = ("", "", "", "", False, False, False, None)


@dataclass(frozen=True)
class Before:
    """Earlier years, newest first, by measure; the number of reports by (fiscal year, policy,
    what it adds to the year's share); and the ids of the years."""

    years: dict[int, tuple[YearBefore, ...]] = field(default_factory=dict)
    standings: Mapping[tuple[int, int, str], int] = field(default_factory=dict)
    year_ids: Mapping[int, int] = field(default_factory=dict)

    def of_year(self, measure_id: int, fiscal_year: int) -> YearBefore | None:
        """What an earlier year says of the measure; none where it had no report."""
        own = (each for each in self.years.get(measure_id, ()) if each.fiscal_year == fiscal_year)
        return next(own, None)

    def meaning_of(self, measure_id: int, fiscal_year: int) -> str:
        """The meaning of the progress that counted; blank where none did."""
        own = self.of_year(measure_id, fiscal_year)
        return own.meaning if own else ""

    def word_of(self, row: MeasureRow) -> str:
        """The progress that counted in the year before the row's; blank where none did."""
        own = self.of_year(row.measure_id, row.fiscal_year - 1)
        return own.progress if own else ""

    def last_decided(self, measure_id: int) -> YearBefore | None:
        """The newest of these years in which a meeting decided on the measure."""
        own = (each for each in self.years.get(measure_id, ()) if each.decided)
        return next(own, None)

    def turn_of(self, row: MeasureRow) -> str:
        """Whether the measure is better or worse than in the year before (judging.turns)."""
        return turn_of(self.meaning_of(row.measure_id, row.fiscal_year - 1), row.meaning)

    def share_of(self, fiscal_year: int, policy_ids: Collection[int]) -> Share:
        """The share of these policies in an earlier year."""
        found: Counter[str] = Counter()
        for (earlier, policy_id, standing), number in self.standings.items():
            if earlier == fiscal_year and policy_id in policy_ids:
                found[standing] += number
        return share_of(found)

    def is_new(self, measure_id: int) -> bool:
        """Whether no earlier year had the measure; in the plan's first year nothing is new."""
        return bool(self.years) and measure_id not in self.years


def years_before(year: ReviewYear, *, pending: bool = False, since: int = 0) -> Before:
    """The plan's years before this one, those from `since` on; 1 query.

    Of a closed year nothing but its newest editions; a closed year looks the same for ever, so
    one before it that is still open stays out.
    """
    rows = [
        (*row, taken is not None, True) if is_live else (*row[:SAID], False)
        for is_live, *row, taken in rows_before(year.plan_id, since, year.fiscal_year, year.is_open)
    ]
    rows.sort(key=itemgetter(0), reverse=True)
    told, slipped = _teller(counted_states(pending)), cache(is_slip)
    found: defaultdict[int, list[YearBefore]] = defaultdict(list)
    standings: Counter[tuple[int, int, str]] = Counter()
    year_ids: dict[int, int] = {}
    for fiscal_year, year_id, measure_id, policy_id, planned, actual, *marks in rows:
        own, second, until, *said = marks
        disagreed = bool(own and second and own != second)
        slips = slipped(planned or "", actual or "")
        before, standing = told(fiscal_year, *said, slips, disagreed, until)
        found[measure_id].append(before)
        standings[fiscal_year, policy_id, standing] += 1
        year_ids[fiscal_year] = year_id
    return Before({pk: tuple(own) for pk, own in found.items()}, standings, year_ids)


def _teller(states: Collection[str]):
    """A function of what a row says to the year as the rules see it, and to its standing.

    Thousands of reports say the same few things: each is put into words once.
    """

    @cache
    def told(fiscal_year: int, state: str, *said) -> tuple[YearBefore, str]:
        *said, is_open, slipped, disagreed, until = said
        until = date.fromisoformat(until) if until else None
        own = _live_words(state, *said) if is_open else (*said[:4], said[4] == MEETING)
        counts = state in states
        standing = standing_of(own[1], counts=counts, is_open=is_open)
        shown = (*own, slipped, disagreed, until if own[4] else None) if counts else NOTHING
        return YearBefore(fiscal_year, *shown, standing=standing), standing

    return told


def _earlier(plan_id: int, since: int, fiscal_year: int, *, closed: bool) -> QuerySet[ReviewYear]:
    years = ReviewYear.objects.filter(plan=plan_id, fiscal_year__lt=fiscal_year)
    years = years.filter(fiscal_year__gte=since)
    return years.filter(closed_at__isnull=not closed)


@prepared
def rows_before(plan_id: int, since: int, fiscal_year: int, also_live: bool) -> QuerySet:
    """A blank with `KEPT` and as many blanks as make it as long as `LIVE`; a mark with `LIVE` of open
    years."""
    years = _earlier(plan_id, since, fiscal_year, closed=True)
    kept = ReportSnapshot.objects.filter(report__year__in=years).newest().order_by()
    kept = kept.values_list(Value(""), *KEPT, *[Value("")] * (len(LIVE) - SAID))
    if not also_live:
        return kept
    years = _earlier(plan_id, since, fiscal_year, closed=False)
    reports = ProgressReport.objects.filter(year__in=years).with_planned_direction()
    return kept.union(reports.order_by().values_list(Value("live"), *LIVE), all=True)


def _live_words(state: str, *words) -> tuple[str, str, str, str, bool]:
    """Progress and outlook that count, each with its meaning, and whether a meeting decided."""
    word, meaning, outlook, heading, *decided, taken = words
    pairs = tuple(tuple(decided[at : at + 2]) for at in (0, 2))
    took = tuple(each if each[0] else None for each in pairs) if taken else None
    mark = mark_of(state, ((word, meaning), (outlook, heading)), took)
    return *(text or "" for text in (*mark.progress, *mark.outlook)), mark.whose == MEETING
