"""Each measure of a review with its years side by side: planned, done, judged, decided."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Value
from django.utils import timezone

from measures.models import YearlyDirection
from measures.words import is_slip
from progress.judging.council import Cause, YearBefore, may_accept
from progress.judging.facts import Figure
from progress.judging.findings import held
from progress.judging.shares import WAITING
from progress.judging.ways import REACHED, WORDS, Way, last_goal, value_words, way_of
from progress.models import MeasureReview, PlanReview, ProgressReport, ReviewYear
from progress.reading.attention import of_row
from progress.reading.before import Before, years_before
from progress.reading.live_indicators import handed_in
from progress.reading.rows import IndicatorYear, MeasureRow, counted_states
from progress.reading.words import UNCONFIRMED
from progress.reading.years import YearRead, read_year
from progress.reviews.fetching import asking, open_follow_ups
from sakado_dx.fiscal import label_short
from sakado_dx.together import ask_ahead

Directions = Mapping[tuple[int, int], tuple[str, str]]
NO_FIGURES: Mapping[int, tuple[Figure, ...]] = {}


@dataclass(frozen=True)
class YearCell:
    """A measure in a year: planned and actual direction, mark and outlook that counted, whether a
    meeting decided it and until when it accepted it. `is_running` of a year after the reviewed."""

    fiscal_year: int
    planned: str = ""
    actual: str = ""
    progress: str = ""
    meaning: str = ""
    outlook: str = ""
    outlook_meaning: str = ""
    decided: bool = False
    is_running: bool = False
    accepted_until: date | None = None

    @property
    def is_accepted(self) -> bool:
        """了承済みの遅れ: a meeting judged the measure behind, and let it go on."""
        return self.decided and may_accept(self.meaning, self.outlook_meaning)

    @property
    def label(self) -> str:
        return label_short(self.fiscal_year)

    @property
    def is_slip(self) -> bool:
        return is_slip(self.planned, self.actual)


@dataclass(frozen=True)
class IndicatorWay:
    """An indicator's way to its last target, as it is known in the last of the years, and what the
    years after that have brought so far."""

    each: IndicatorYear
    way: Way
    so_far: tuple[Figure, ...] = ()

    @property
    def told(self) -> str:
        """``処理件数：実績84件 → R9年度の目標100件（達成見込み）、R8は90件（見込）``."""
        facts = self.each.facts
        now = value_words(facts, self.way, self.each.figures) or self.each.judgement.label
        goal = ""
        if self.way.goal is not None and self.way.figure is not None:
            goal = f" → {last_goal(facts, self.way.goal, self.way.figure.fiscal_year)}"
        later = "".join(
            f"、{label_short(own.fiscal_year)}は{self._brief(own)}" for own in self.so_far
        )
        return f"{facts.name}：{now}{goal}（{self.way.label}）{later}"

    def _brief(self, figure: Figure) -> str:
        """Words may be long: that there are some is said here, and the measure's page has them."""
        return "報告あり" if self.way.code == WORDS else held(self.each.facts, figure)

    @property
    def is_over(self) -> bool:
        """目標超過（見直し候補）."""
        return self.each.judgement.over_target


@dataclass(frozen=True)
class ReviewLine:
    """A 調書 with the measure's years, the causes why a council must see it, its open follow-ups."""

    paper: MeasureReview
    title: str
    divisions: tuple[str, ...]
    row: MeasureRow | None
    years: tuple[YearCell, ...]
    ways: tuple[IndicatorWay, ...] = ()
    causes: tuple[Cause, ...] = ()
    open_follow_ups: int = 0

    @property
    def is_over(self) -> bool:
        return any(each.is_over for each in self.ways)

    @property
    def is_reached(self) -> bool:
        """達成済み: of all that can be reckoned the last target is reached."""
        reckoned = [each for each in self.ways if each.way.code != WORDS]
        return bool(reckoned) and all(each.way.code == REACHED for each in reckoned)

    @property
    def accepted(self) -> tuple[YearCell, ...]:
        """The years whose 遅れ a meeting has accepted."""
        return tuple(each for each in self.years if each.is_accepted)

    @property
    def decided(self) -> str:
        """``順調・継続（R7）``: the newest decision of a meeting."""
        last = next((each for each in reversed(self.years) if each.decided), None)
        if last is None:
            return ""
        return f"{'・'.join(filter(None, (last.progress, last.outlook)))}（{last.label}）"


@dataclass(frozen=True)
class SideBySide:
    """A review's lines in the plan's order; `base` is the year that causes and ways are of."""

    lines: tuple[ReviewLine, ...] = ()
    base: ReviewYear | None = None
    measure_label: str = "施策"
    fiscal_years: tuple[int, ...] = field(default=())


def side_by_side(
    review: PlanReview,
    papers: Sequence[MeasureReview],
    *,
    pending: bool = False,
    known: Iterable[ReviewYear] = (),
) -> SideBySide:
    """The years of these 調書; `known` are years that were read already, the newest first."""
    base = _base_year(review, known)
    ask_ahead(*asking(review, tuple(each.measure_id for each in papers)))
    fiscal_years = (*review.fiscal_years, *range(review.last_fiscal_year + 1, review.changes_from))
    told = years_before(
        ReviewYear(plan=review.plan, fiscal_year=review.changes_from), pending=pending
    )
    if base is None:
        lines = (_line(each, None, (), told) for each in papers)
        return SideBySide(tuple(lines), None, review.plan.measure_label, fiscal_years)
    read = read_year(base, pending=pending)
    before = _only_before(told, base.fiscal_year)
    rows = {row.measure_id: row for row in read.rows}
    directions = _directions_of(review, read, fiscal_years, pending=pending)
    so_far = _figures_so_far(review, read.rows, pending=pending)
    asked = Counter(open_follow_ups(tuple(each.measure_id for each in papers)))
    lines = []
    for paper in papers:
        row = rows.get(paper.measure_id)
        cells = tuple(_cells(paper.measure_id, fiscal_years, told, directions, review))
        line = _line(paper, row, cells, before, so_far)
        lines.append(replace(line, open_follow_ups=asked[paper.measure_id]))
    return SideBySide(tuple(lines), base, read.frame.measure_label, fiscal_years)


def _base_year(review: PlanReview, known: Iterable[ReviewYear]) -> ReviewYear | None:
    """The newest of the years that was opened."""
    for each in known:
        if each.plan_id == review.plan_id and each.fiscal_year in review.fiscal_years:
            return each
    years = ReviewYear.objects.filter(plan=review.plan, fiscal_year__in=review.fiscal_years)
    year = years.newest_first().first()
    if year is not None:
        year.plan = review.plan
    return year


def _only_before(told: Before, fiscal_year: int) -> Before:
    """What is known of the years before one."""
    years = {
        pk: tuple(each for each in own if each.fiscal_year < fiscal_year)
        for pk, own in told.years.items()
    }
    return replace(told, years={pk: own for pk, own in years.items() if own})


def _figures_so_far(
    review: PlanReview, rows: Iterable[MeasureRow], *, pending: bool
) -> Mapping[int, tuple[Figure, ...]]:
    """The figures that count of the years after those that are looked at, by indicator."""
    years = range(review.last_fiscal_year + 1, review.changes_from)
    ids = [each.indicator_id for row in rows for each in row.indicators if each.is_entered_here]
    found = handed_in(ids, years[-1]) if ids and years else {}
    return {
        pk: tuple(
            own[year].figure
            for year in years
            if year in own and (own[year].counts or pending) and own[year].figure.is_reported
        )
        for pk, own in found.items()
    }


def _line(
    paper: MeasureReview,
    row: MeasureRow | None,
    cells: tuple[YearCell, ...],
    before: Before,
    so_far: Mapping[int, tuple[Figure, ...]] = NO_FIGURES,
) -> ReviewLine:
    causes = of_row(row, before).causes if row else ()
    return ReviewLine(
        paper=paper,
        title=paper.measure.title,
        divisions=tuple(each.name for each in paper.measure.divisions_on(timezone.localdate())),
        row=row,
        years=cells,
        ways=tuple(_ways(row, so_far)) if row else (),
        causes=causes,
    )


def _ways(row: MeasureRow, so_far: Mapping[int, tuple[Figure, ...]]) -> Iterator[IndicatorWay]:
    for each in row.indicators:
        if each.is_entered_here:
            way = way_of(each.facts, each.figures, row.fiscal_year)
            yield IndicatorWay(each, way, so_far.get(each.indicator_id, ()))


def _cells(
    measure_id: int,
    fiscal_years: Iterable[int],
    told: Before,
    directions: Directions,
    review: PlanReview,
) -> Iterator[YearCell]:
    for fiscal_year in fiscal_years:
        planned, actual = directions.get((measure_id, fiscal_year), ("", ""))
        is_running = fiscal_year > review.last_fiscal_year
        cell = YearCell(fiscal_year, planned, actual, is_running=is_running)
        own = told.of_year(measure_id, fiscal_year)
        yield _marked(cell, own) if own else cell


def _marked(cell: YearCell, own: YearBefore) -> YearCell:
    if own.standing == WAITING:
        return replace(cell, progress=UNCONFIRMED.word, meaning=UNCONFIRMED.meaning)
    return replace(
        cell,
        progress=own.progress,
        meaning=own.meaning,
        outlook=own.outlook,
        outlook_meaning=own.outlook_meaning,
        decided=own.decided,
        accepted_until=own.accepted_until,
    )


def _directions_of(
    review: PlanReview, read: YearRead, fiscal_years: Sequence[int], *, pending: bool
) -> Directions:
    """(planned, actual) by measure and year: of a closed year as its editions keep them."""
    if read.editions:
        return {
            (own.plan.id, each.fiscal_year): (each.planned, _actual(own, each))
            for own in read.editions.values()
            for each in own.plan.years
        }
    planned = YearlyDirection.objects.filter(
        measure__plan=review.plan, fiscal_year__in=fiscal_years
    ).values_list(Value(0), "measure_id", "fiscal_year", "resolved")
    reports = ProgressReport.objects.filter(
        year__plan=review.plan,
        year__fiscal_year__in=fiscal_years,
        state__in=counted_states(pending),
    ).values_list(Value(1), "measure_id", "year__fiscal_year", "actual_direction")
    found: dict[tuple[int, int], list[str]] = {}
    for is_actual, measure_id, year, words in planned.order_by().union(
        reports.order_by(), all=True
    ):
        found.setdefault((measure_id, year), ["", ""])[is_actual] = words
    return {key: (first, second) for key, (first, second) in found.items()}


def _actual(edition, each) -> str:
    """The direction of the edition's own year stands in its report."""
    if each.fiscal_year == edition.fiscal_year:
        return edition.report.texts["actual_direction"]
    return each.actual
