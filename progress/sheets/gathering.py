"""What a division's workbook holds: a line for each indicator of its reports, and one for each part
that is asked of it, with the text of every cell as it is stored.

The file is written of these lines, and a file that comes back is compared with them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, prefetch_related_objects

from measures.models import divisions_of_measures
from progress.entry.contribution_pages import by_heir, rows_of_last_year, shared_indicator
from progress.judging.completeness import ResultEntry
from progress.judging.facts import UNSETTLED_WORDS
from progress.judging.findings import goal_words, held
from progress.judging.fractions import takes_fraction
from progress.judging.judgement import judge
from progress.judging.result_cells import show_result
from progress.judging.totals import amount_label
from progress.models import Contribution, MeasureReview, ProgressReport, ReviewYear
from progress.models import report_fields as fields
from progress.models.report_fields import ANSWER
from progress.reading.edition import AskedIndicator
from progress.reading.inputs import inputs_of, read_together
from progress.reading.live_indicators import IndicatorParts
from progress.reading.reports import ShownReport, read_last_years, shown
from progress.sheets import columns
from progress.sheets.columns import PARTS, REPORTS
from progress.sheets.lines import BLANK, DivisionBook, Line
from progress.sheets.papers import add_papers, papers_under_way
from sakado_dx.fiscal import format_date
from sakado_dx.organization.models import Division
from sakado_dx.organization.office_days import OfficeDay, OfficeDays, calendar_of
from sakado_dx.together import at_once

# Of last year's report what stands beside the cells.
FROM_LAST_YEAR = ("progress", "outlook", "done", "next_work")


@dataclass(frozen=True)
class _Asked:
    """What the workbooks are made of, as it is stored; `newest` is the plan's newest year."""

    reports: list[ProgressReport]
    parts: list[Contribution]
    last_parts: list[Contribution]
    papers: list[MeasureReview]
    days: list[OfficeDay]
    newest: list[ReviewYear]


def books_of(
    year: ReviewYear, divisions: Sequence[Division] | None, day: date
) -> list[DivisionBook]:
    """The workbooks of these divisions in an open year, or of all that have something to fill in,
    in their order; at most 11 queries, however many they are."""
    asked = _asked(year, divisions, day)
    known = IndicatorParts(year, with_figures=False)
    reports, papers = asked.reports, asked.papers
    read_together(year, reports, known)
    told = dict(zip((each.pk for each in reports), shown(reports, day), strict=True))
    before = read_last_years(reports)
    leads = {each.pk: each.lead_division(day) for each in reports}
    led = [*leads.values(), *(each.lead_division(day) for each in papers)]
    wanted = divisions if divisions is not None else _all(led, asked.parts)
    books = {each.pk: DivisionBook(year, each, told=told) for each in wanted}
    for report in reports:
        lead = leads[report.pk]
        if lead and lead.pk in books:
            own = books[lead.pk]
            own.reports.append(report)
            own.lines[REPORTS] += _lines_of(report, told[report.pk], before.get(report.pk))
    last, office = by_heir(asked.last_parts), calendar_of(asked.days)
    for part in _in_order(asked.parts, reports):
        line = _line_of(part, told[part.report_id], last, office)
        books[part.division_id].lines[PARTS].append(line)
    add_papers(books, papers, day, asked.newest[0], known)
    return list(books.values())


def book_of(year: ReviewYear, division: Division, day: date) -> DivisionBook:
    """The same of one division."""
    return books_of(year, [division], day)[0]


def _asked(year: ReviewYear, divisions: Sequence[Division] | None, day: date) -> _Asked:
    """All that hangs on nothing but the year, the divisions and the day, in one statement."""
    parts = Contribution.objects.filter(report__year=year).select_related("division")
    if divisions is not None:
        parts = parts.filter(division__in=divisions)
    ids = None if divisions is None else [each.pk for each in divisions]
    asked = _Asked(
        *at_once(
            _reports(year, ids, day).prefetch_related(None),
            parts,
            rows_of_last_year(year, ids),
            papers_under_way(year, divisions, day),
            OfficeDay.objects.all(),
            ReviewYear.objects.filter(plan=year.plan_id).newest_first()[:1],
        )
    )
    for report in asked.reports:
        report.year = year
    prefetch_related_objects([year], "extensions")
    measures = [each.measure for each in (*asked.reports, *asked.papers)]
    prefetch_related_objects(measures, divisions_of_measures())
    return asked


def _reports(year: ReviewYear, division_ids: Sequence[int] | None, day: date):
    reports = ProgressReport.objects.for_year(year)
    if division_ids is not None:
        led = ProgressReport.objects.for_year(year).led_by(division_ids, day).order_by()
        asked = Contribution.objects.filter(report__year=year, division__in=division_ids)
        asked = asked.order_by()
        reports = reports.filter(Q(pk__in=led.values("pk")) | Q(pk__in=asked.values("report")))
    return reports.with_measure().with_due(day).in_plan_order()


def _in_order(
    parts: Iterable[Contribution], reports: Iterable[ProgressReport]
) -> list[Contribution]:
    """What is asked of the divisions, in the plan's order, each with its report."""
    by_id = {each.pk: each for each in reports}
    place = {pk: at for at, pk in enumerate(by_id)}
    found = sorted(parts, key=lambda each: place[each.report_id])
    for part in found:
        part.report = by_id[part.report_id]
    return found


def _all(leads: Iterable[Division | None], parts: Iterable[Contribution]) -> list[Division]:
    found = [each for each in leads if each and not each.is_collective]
    found += [each.division for each in parts if not each.division.is_collective]
    own = {each.pk: each for each in found}
    return sorted(own.values(), key=lambda each: (each.order, each.pk))


def _lines_of(
    report: ProgressReport, told: ShownReport, before: ShownReport | None
) -> Iterator[Line]:
    """A line for each indicator that is asked for; what the report says stands in the first."""
    inputs, year = inputs_of(report), report.year.fiscal_year
    known = {
        columns.CODE: told.measure.code,
        columns.MEASURE: told.measure.name,
        columns.STATE: told.get_state_display(),
        columns.PLANNED: told.planned,
        columns.LAST_WORDS: _last_words(before),
    }
    own = Line(
        sheet=REPORTS,
        key=(REPORTS, report.measure.key, ""),
        title=told.measure.title,
        report=report,
        known=known,
        values=_report_values(report),
        why_closed=report.why_not_editable,
    )
    for each in inputs.to_enter(year) or [None]:
        yield (
            own if each is None else _with_indicator(own, each, inputs.entries.get(each.id, BLANK))
        )
        short = (columns.CODE, columns.MEASURE, columns.STATE)
        own = replace(own, values={}, known={name: known[name] for name in short})


def _report_values(report: ProgressReport) -> dict[str, Any]:
    values = dict(columns.values_of(report))
    if report.state != ProgressReport.State.RETURNED:
        del values[ANSWER]
    return values


def _last_words(before: ShownReport | None) -> str:
    """What the report of the year before says, for orientation."""
    if before is None:
        return ""
    told = ((fields.field(name).label, before.told_after(name)) for name in FROM_LAST_YEAR)
    return "\n".join(f"【{label}】{text}" for label, text in told if text)


def _with_indicator(line: Line, asked: AskedIndicator, entry: ResultEntry) -> Line:
    facts, year = asked.facts, line.report.year.fiscal_year
    figures = inputs_of(line.report).figures.get(asked.id, {})
    last = figures.get(year - 1)
    name = f"{facts.name}\n{amount_label(facts, year)}" if facts.is_period_total else facts.name
    known = {
        columns.INDICATOR: name,
        columns.UNIT: facts.unit,
        columns.GOAL: goal_words(facts, judge(facts, figures, year), last),
        columns.LAST_FIGURE: held(facts, last) if last else "",
    }
    return replace(
        line,
        key=(*line.key[:2], asked.key),
        known=line.known | known,
        values=_result_values(asked, entry) | line.values,
        indicator=asked,
        entry=entry,
    )


def _result_values(asked: AskedIndicator, entry: ResultEntry) -> dict[str, Any]:
    """What is stored of a result, cell by cell; 分子 and 分母 where the indicator takes them."""
    alone = replace(entry, numerator=None, denominator=None)
    figure = entry.value if entry.value is not None else show_result(alone, asked.facts)
    certainty = UNSETTLED_WORDS.get(entry.certainty, "")
    values = {columns.RESULT: figure}
    if takes_fraction(asked.facts):
        values |= {name: getattr(entry, name) for name in columns.FRACTION}
    return values | {
        columns.CERTAINTY: certainty,
        columns.NOTE: entry.note,
    }


def _line_of(
    part: Contribution,
    told: ShownReport,
    last: Mapping[tuple[int, int], Contribution],
    office: OfficeDays,
) -> Line:
    report = part.report
    shared = shared_indicator(inputs_of(report).asked)
    before = last.get((part.division_id, report.measure_id))
    word = Contribution._meta.get_field(columns.HAS_NOTHING).verbose_name
    values: dict[str, Any] = {columns.TEXT: part.text}
    if shared or part.share is not None:
        values[columns.SHARE] = part.share
    values[columns.HAS_NOTHING] = str(word) if part.has_nothing else ""
    known = {
        columns.CODE: told.measure.code,
        columns.MEASURE: told.measure.name,
        columns.LEAD: told.lead,
        columns.DUE: format_date(part.due_by(office)),
        columns.STATE: "回答済み" if part.is_answered else "未回答",
        columns.UNIT: shared.facts.unit if shared else "",
        columns.LAST_WORDS: _last_part(before, str(word)),
    }
    return Line(
        sheet=PARTS,
        key=(PARTS, report.measure.key, ""),
        title=told.measure.title,
        report=report,
        known=known,
        values=values,
        why_closed=report.why_not_editable,
        part=part,
    )


def _last_part(part: Contribution | None, nothing: str) -> str:
    if part is None:
        return ""
    return nothing if part.has_nothing else f"{part.text}\n{part.share_text}".strip()
