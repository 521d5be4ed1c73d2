"""What the public pages of a year show: the overview, the strip of all measures, the policies."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from measures.words import is_on_course
from progress.charts.context import policies_finding
from progress.charts.policies import PoliciesChart, policies_chart
from progress.judging.council import BEHIND
from progress.judging.shown_years import years_around
from progress.public.charts import IN_A_PICTURE
from progress.public.frame import Today
from progress.publication.content import PublicLevel, PublicReport
from progress.publication.indicators import PublicIndicator
from progress.publication.published import PublishedReport, PublishedYear
from progress.reading.dashboard import PolicySummary
from progress.reading.edition import PolicyName
from progress.reading.words import UNPUBLISHED, Word
from sakado_dx.addresses import reverse
from sakado_dx.fiscal import label_short

NOT_DUE = ("not_due", "before")
# Of more measures a year's own page leads to the policies, which show theirs: it stays a page.
MOST_LINES = 300


@dataclass(frozen=True)
class Overview:
    """A year in numbers: what is published of it, and how that goes. `hidden` measures are
    published without their progress, `others` are not begun, rest or ended."""

    measures: int
    published: int
    good: int
    behind: int
    others: int
    hidden: int

    @property
    def unpublished(self) -> int:
        return self.measures - self.published


@dataclass(frozen=True)
class Cell:
    """A measure in a year: the plan's word, or why there is none."""

    label: str
    meaning: str = ""
    word: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Line:
    """A measure of the strip: its years, and its indicators in the year that is shown."""

    title: str
    url: str
    cells: tuple[Cell, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """The head of a year: a link where it is another one that is published."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Strip:
    """`earlier` and `later`: the first and the last year of the columns, where the plan has years
    before and after them that are published."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    earlier: int | None = None
    later: int | None = None


@dataclass(frozen=True)
class PolicyPart:
    """A policy of a year with its published reports."""

    level: PublicLevel
    url: str
    reports: tuple[PublishedReport, ...]

    @property
    def title(self) -> str:
        return f"{self.level.printed_number} {self.level.name}"


def overview_of(year: PublishedYear) -> Overview:
    """How many of how many measures are published, and how these go."""
    marks = [each.content.progress for each in year.reports]
    hidden = sum(not each.content.shows("progress") for each in year.reports)
    good = sum(is_on_course(each.meaning) for each in marks if each)
    behind = sum(each.meaning in BEHIND for each in marks if each)
    others = len(marks) - hidden - good - behind
    return Overview(year.measures, len(marks), good, behind, others, hidden)


def measure_url(fiscal_year: int, report: PublishedReport) -> str:
    return reverse("progress:public_measure", args=[fiscal_year, report.slug])


def policies_of(year: PublishedYear) -> list[PolicyPart]:
    """The policies with something published, in the plan's order."""
    by_number = sorted(year.reports, key=lambda each: each.content.measure.policy.number)
    parts = groupby(by_number, key=lambda each: each.content.measure.policy.number)
    return [_policy(year, tuple(reports)) for _, reports in parts]


def _policy(year: PublishedYear, reports: tuple[PublishedReport, ...]) -> PolicyPart:
    level = reports[0].content.measure.policy
    url = reverse("progress:public_policy", args=[year.fiscal_year, level.number])
    return PolicyPart(level, url, reports)


def strip_of(year: PublishedYear, today: Today, reports: Iterable[PublishedReport]) -> Strip:
    """These reports of a year, a row each, in the plan's order, with the years of its plan around
    it."""
    shown = {each.fiscal_year: each for each in today.read if each.is_of_plan_of(year)}
    said = {
        fiscal_year: {each.content.measure.key: each.content for each in own.reports}
        for fiscal_year, own in shown.items()
    }
    fiscal_years = years_around(year.frame.fiscal_years, year.fiscal_year)
    columns = [
        Column(label_short(each), _year_url(shown.get(each), year), each == year.fiscal_year)
        for each in fiscal_years
    ]
    lines = [_line(year, each, said, fiscal_years) for each in reports]
    known = {each.fiscal_year for each in today.known} & {*year.frame.fiscal_years}
    first, last = fiscal_years[0], fiscal_years[-1]
    return Strip(
        columns,
        lines,
        earlier=first if any(each < first for each in known) else None,
        later=last if any(each > last for each in known) else None,
    )


def whole_strip_of(year: PublishedYear, today: Today) -> Strip | None:
    """All that is published of a year; None where that is too much for a page."""
    return strip_of(year, today, year.reports) if len(year.reports) <= MOST_LINES else None


def _year_url(other: PublishedYear | None, year: PublishedYear) -> str:
    if other is None or other == year:
        return ""
    return reverse("progress:public_year", args=[other.fiscal_year])


def _line(
    year: PublishedYear,
    report: PublishedReport,
    said: dict[int, dict[str, PublicReport]],
    fiscal_years: Iterable[int],
) -> Line:
    content = report.content
    cells = (
        _cell(fiscal_year, said.get(fiscal_year, {}).get(content.measure.key))
        for fiscal_year in fiscal_years
    )
    indicators = tuple(in_a_line(each) for each in content.indicators)
    title = f"{content.measure.code} {content.measure.name}"
    return Line(title, measure_url(year.fiscal_year, report), tuple(cells), indicators)


def _cell(fiscal_year: int, content: PublicReport | None) -> Cell:
    label = label_short(fiscal_year)
    if content is None:
        return Cell(label)
    if not content.shows("progress"):
        return Cell(label, instead=IN_A_PICTURE)
    if content.progress is None:
        return Cell(label)
    return Cell(label, content.progress.meaning, content.progress.word)


def in_a_line(indicator: PublicIndicator) -> str:
    """``処理件数 84件（達成）``: what the strip says of an indicator; of one that is not due yet and
    has no figure, that alone."""
    judgement, name = indicator.judgement, indicator.facts.name
    if judgement and judgement.code in NOT_DUE and indicator.figure is None:
        return f"{name}　{judgement.label}"
    label = f"（{judgement.label}）" if judgement and judgement.label != indicator.actual else ""
    return f"{name}　{indicator.actual}{label}"


def chart_by_policy(year: PublishedYear) -> PoliciesChart:
    """How many measures of each policy have which progress; a withheld one is 非公表, and a measure
    that has none is left out."""
    summaries = []
    for part in policies_of(year):
        words: Counter[Word] = Counter(
            word for each in part.reports if (word := _word_of(each.content))
        )
        level = part.level
        policy = PolicyName(level.number, level.number, level.label, level.name)
        summaries.append(PolicySummary(policy, words, words.total()))
    return policies_chart(summaries, year.frame.policy_label)


def _word_of(content: PublicReport) -> Word | None:
    return content.progress if content.shows("progress") else UNPUBLISHED


def chart_finding(chart: PoliciesChart) -> str:
    """``47件のうち、順調・完了は33件、遅れのあるものは9件です。``"""
    return policies_finding(chart)
