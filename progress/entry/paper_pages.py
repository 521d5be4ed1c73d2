"""A report on paper: what the division filed, with last year beside it (/reports/…/paper/).

The same sheets are shown, printed and downloaded as a Word file. Made of editions, so that a
closed year's paper says what it said when the year was closed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone

from progress import access
from progress.charts.cache import Chart
from progress.charts.kinds import chart_of
from progress.judging.facts import Figure
from progress.judging.findings import goal_words
from progress.judging.judgement import figure_of, held_in, judge
from progress.models import (
    Contribution,
    EvidenceFile,
    ProgressReport,
    ReviewYear,
    StatusChange,
)
from progress.models import report_fields as fields
from progress.reading import live_indicators
from progress.reading.edition import Edition, IndicatorPart
from progress.reading.live_editions import reported
from progress.reading.reports import in_words, told_after
from progress.reading.years import editions_of_read
from sakado_dx import fiscal
from sakado_dx.clock import format_stamp
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import Division
from sakado_dx.together import at_once

MARKING = "庁内限り"


@dataclass(frozen=True)
class Line:
    """An answer beside last year's; both blank where nothing was written."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class ResultLine:
    """A figure of the year with its target and what is found, beside last year's; `chart` shows
    just these figures."""

    name: str
    target: str
    before: str
    now: str
    finding: str
    chart: Chart


@dataclass(frozen=True)
class PartLine:
    """What a contributing division answered."""

    division: str
    text: str
    share: str


@dataclass(frozen=True)
class Sheet:
    """One report as it is filed; `saved_at` is when its version was written, None before."""

    row: ProgressReport
    edition: Edition
    saved_at: datetime | None
    results: tuple[ResultLine, ...]
    lines: tuple[Line, ...]
    parts: tuple[PartLine, ...]
    files: tuple[str, ...]

    @property
    def title(self) -> str:
        return str(self.edition.plan)

    @property
    def lead(self) -> str:
        return next(iter(self.edition.plan.divisions), "")

    @property
    def state(self) -> str:
        return str(ProgressReport.State(self.edition.report.state).label)

    @property
    def head(self) -> tuple[str, ...]:
        """The lines under the title: what year, whose, which version of when, who saw it."""
        plan, row = self.edition.plan, self.row
        version = f"状態：{self.state}　第{row.version}版"
        if self.saved_at:
            version += f"（{format_stamp(self.saved_at)}保存）"
        lines = [
            f"{fiscal.label_review(self.edition.fiscal_year)}　{self.edition.frame.title}",
            f"{plan.policy}　{plan.direction}",
            f"所管課：{'、'.join(plan.divisions)}（主管課：{self.lead}）",
            version,
        ]
        if row.head_name:
            day = fiscal.format_date(row.head_confirmed_on)
            lines.append(f"所属長の確認：{row.head_name}（{day}）")
        return tuple(lines)


@dataclass
class _Beside:
    """What stands in other tables, by report, the figures by indicator and year; and last year's
    reports of the same measures."""

    saved: dict[int, datetime]
    entered: dict[int, dict[int, Figure]]
    last_year: list[ProgressReport]
    parts: dict[int, list[Contribution]] = field(default_factory=dict)
    files: dict[int, list[str]] = field(default_factory=dict)


def reports_on(standing: Standing, year: ReviewYear, division: Division) -> list[ProgressReport]:
    """The year's reports that the division leads and this person may read, in the plan's order;
    of a closed year those that it led on the day of the closing."""
    closed = year.closed_at
    day = timezone.localtime(closed).date() if closed else timezone.localdate()
    led = ProgressReport.objects.for_year(year).led_by([division.pk], day)
    reports = list(led.whole().with_contributors().in_plan_order())
    readable = access.readable_ids(standing, reports)
    return [each for each in reports if each.pk in readable]


def sheets_of(
    standing: Standing, year: ReviewYear, reports: Iterable[ProgressReport]
) -> list[Sheet]:
    """The sheets of some reports of a year, read `whole`, that this person may read, each
    beside what he may read of last year's; at most 14 queries, however many they are."""
    reports = list(reports)
    editions = _as_written(reports, editions_of_read(year, reports))
    beside = _beside(year, reports)
    last_year = _last_year(standing, beside.last_year, reports)
    return [
        _sheet(each, editions[each.pk], last_year.get(each.measure_id), beside) for each in reports
    ]


def _as_written(reports: list[ProgressReport], editions: dict[int, Edition]) -> dict[int, Edition]:
    """The editions, of an unlocked report with what its division writes now."""
    rewritten = {
        each.pk: replace(editions[each.pk], report=reported(each))
        for each in reports
        if each.is_unlocked
    }
    return editions | rewritten


def _last_year(
    standing: Standing, rows: list[ProgressReport], reports: list[ProgressReport]
) -> dict[int, Edition]:
    """The editions of last year's reports that this person may read, by measure."""
    if not rows:
        return {}
    before, measures = rows[0].year, {each.measure_id: each.measure for each in reports}
    for row in rows:
        row.year, row.measure = before, measures[row.measure_id]
    ids = access.readable_ids(standing, rows)
    readable = [each for each in rows if each.pk in ids]
    return {each.plan.id: each for each in editions_of_read(before, readable).values()}


def _beside(year: ReviewYear, reports: list[ProgressReport]) -> _Beside:
    ids = [each.pk for each in reports]
    written = [each.pk for each in reports if each.takes_changes]
    before = {"year__plan": year.plan_id, "year__fiscal_year": year.fiscal_year - 1}
    measures = [each.measure_id for each in reports]
    earlier = ProgressReport.objects.filter(**before, measure__in=measures)
    files = EvidenceFile.objects.filter(report__in=ids, removed_at=None).order_by("pk")
    changes, entered, last_year, parts, names = at_once(
        StatusChange.objects.filter(report__in=ids).order_by("pk").values_list("report_id", "at"),
        live_indicators.rows_entered(written),
        earlier.whole().prefetch_related(None).with_contributors(),  # their measures are at hand
        Contribution.objects.filter(report__in=ids).select_related("division"),
        files.values_list("report_id", "name"),
    )
    found = _Beside(dict(changes), live_indicators.entered(entered), last_year)
    for part in parts:
        found.parts.setdefault(part.report_id, []).append(part)
    for report_id, name in names:
        found.files.setdefault(report_id, []).append(name)
    return found


def _sheet(
    row: ProgressReport,
    edition: Edition,
    before: Edition | None,
    beside: _Beside,
) -> Sheet:
    return Sheet(
        row=row,
        edition=edition,
        saved_at=beside.saved.get(row.pk),
        results=tuple(
            _result(each, edition, beside.entered, reads_before=before is not None)
            for each in edition.indicators
        ),
        lines=tuple(_lines(edition, before)),
        parts=tuple(_part(each, edition) for each in beside.parts.get(row.pk, ())),
        files=tuple(beside.files.get(row.pk, ())),
    )


def _part(part: Contribution, edition: Edition) -> PartLine:
    text = "該当なし" if part.has_nothing else part.text or "（記載なし）"
    named = edition.contributors.get(part.division_id, part.division.name)
    return PartLine(named, text, part.share_text)


def _result(
    part: IndicatorPart,
    edition: Edition,
    entered: dict[int, dict[int, Figure]],
    *,
    reads_before: bool,
) -> ResultLine:
    """The figure as it stands in the report, a draft's too: the paper is its division's. One
    that another measure enters stands here once it counts, and so does one of an earlier year
    whose report is not this reader's."""
    year, is_own = edition.fiscal_year, part.is_entered_here
    figures = part.counted(pending=is_own) | (entered.get(part.id, {}) if is_own else {})
    if not reads_before:
        counted = part.counted()
        figures = {at: each for at, each in figures.items() if at == year or at in counted}
    judged = judge(part.facts, figures, year)
    name = part.facts.name
    if part.entered_under:
        name = f"{name}（実績は{part.entered_under.code}で入力）"
    before = figures.get(year - 1)
    is_known = before is not None or figure_of(part.facts, figures, year - 1).is_reported
    return ResultLine(
        name=name,
        target=goal_words(part.facts, judged, before),
        before=held_in(part.facts, figures, year - 1) if is_known else "",
        now=held_in(part.facts, figures, year),
        finding=judged.finding,
        chart=chart_of(part.facts, figures, edition.frame.fiscal_years, until=year),
    )


def _lines(edition: Edition, before: Edition | None) -> Iterator[Line]:
    """What was written, field by field; one of which neither year says a word is left out."""
    for own in fields.FIELDS:
        line = _line(own, edition, before)
        if line.before or line.now:
            yield line


def _line(own: fields.ReportField, edition: Edition, before: Edition | None) -> Line:
    then = told_after(before.report, own.name, before.frame) if before else ""
    return Line(own.label, then, in_words(edition.report, own.name))
