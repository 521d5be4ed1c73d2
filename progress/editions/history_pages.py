"""What a file of earlier years would make, before it is made: such a year stays closed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from measures.models import Measure, Plan
from progress.editions.migrating import HistoryReport, years_to_come
from progress.editions.sheet import HistorySheet, read_history
from progress.editions.sheet_columns import (
    INDICATOR,
    INDICATOR_NAME,
    MEASURE,
    MEASURE_NAME,
    YEAR,
)
from progress.judging.homes import homes_of, links_under
from progress.models import IndicatorResult
from progress.workflow.refusals import NotAllowed
from sakado_dx import fiscal
from sakado_dx.spreadsheets.faults import MOST_SHOWN, Fault


@dataclass(frozen=True)
class YearAhead:
    """A year as it would stand: how many reports by word of progress, how many figures, and
    what is left without one."""

    fiscal_year: int
    reports: int
    words: Sequence[tuple[str, int]]
    results: int
    without_report: Sequence[Measure]
    without_result: int

    @property
    def label(self) -> str:
        return fiscal.label_long(self.fiscal_year)


@dataclass(frozen=True)
class Preview:
    """The years of a file, or why nothing of it can be taken over; `notices` must be known first."""

    years: Sequence[YearAhead]
    faults: Sequence[Fault]
    refusal: str
    notices: Sequence[Fault] = ()

    @property
    def shown_faults(self) -> Sequence[Fault]:
        return self.faults[:MOST_SHOWN]

    @property
    def is_ready(self) -> bool:
        return bool(self.years) and not (self.faults or self.refusal)


def preview_of(plan: Plan, name: str, content: bytes, sheet: str) -> Preview:
    """What a file would make; raises Refused where it is no table at all."""
    read = read_history(plan, name, content, sheet)
    if read.faults:
        return Preview([], read.faults, "")
    if not read.years:
        return Preview([], [], "移行する行がありません。")
    try:
        migrating_years = years_to_come(plan, read.years)
    except NotAllowed as refusal:
        return Preview([], [], str(refusal))
    return Preview(list(_years(plan, read, migrating_years)), [], "", read.table.notices)


def _years(plan: Plan, read: HistorySheet, years: Iterable[int]) -> Iterator[YearAhead]:
    for fiscal_year in years:
        reports = read.years[fiscal_year]
        active = Measure.objects.of_plan(plan).active_in(fiscal_year)
        yield YearAhead(
            fiscal_year=fiscal_year,
            reports=len(reports),
            words=_words(reports.values()),
            results=sum(map(_figures, reports.values())),
            without_report=list(active.exclude(pk__in=reports).order_by("order")),
            without_result=_unanswered(fiscal_year, reports),
        )


def _words(reports: Iterable[HistoryReport]) -> list[tuple[str, int]]:
    """(word of progress, number), the plan's order."""
    numbers = Counter(each.fields["progress"] for each in reports)
    return [(word.word, number) for word, number in sorted(numbers.items(), key=_place)]


def _place(pair) -> int:
    return pair[0].order


def _figures(report: HistoryReport) -> int:
    reported = IndicatorResult.Status.REPORTED
    return sum(each.status == reported for each in report.results.values())


def _unanswered(fiscal_year: int, reports: dict[int, HistoryReport]) -> int:
    """How many indicators of these measures have no line of the year: they will be 未報告."""
    links = links_under(reports, fiscal_year)
    homes = homes_of(links.values_list("measure_id", "indicator_id"))
    given = {pk for report in reports.values() for pk in report.results}
    return len(homes.keys() - given)


def form_rows(plan: Plan, years: Iterable[int]) -> tuple[list[str], list[list[str]]]:
    """Headings and lines of a sheet to be filled in: each measure with its indicators in each
    year, one line an indicator."""
    headings = [*HistorySheet(plan).columns]
    rows = []
    for fiscal_year in years:
        measures = Measure.objects.of_plan(plan).active_in(fiscal_year).order_by("order")
        links = links_under(measures.values_list("pk", flat=True), fiscal_year)
        own: dict[int, list] = {}
        seen = set()
        for link in links.select_related("indicator"):
            if link.indicator_id not in seen:
                seen.add(link.indicator_id)
                own.setdefault(link.measure_id, []).append(link.indicator)
        for measure in measures:
            for indicator in own.get(measure.pk, [None]):
                known = {YEAR: fiscal.label_short(fiscal_year)}
                known |= {MEASURE: measure.code, MEASURE_NAME: measure.name}
                if indicator:
                    known |= {INDICATOR: indicator.key, INDICATOR_NAME: indicator.name}
                rows.append([known.get(heading, "") for heading in headings])
    return headings, rows
