"""関係課回答票: all parts that are asked of one division in one year, a row each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from progress.entry.contribution_pages import (
    Closing,
    closings_of,
    last_years_parts,
    shared_indicator,
)
from progress.entry.part_sheet_forms import PartForm, prefix_of
from progress.entry.part_sheet_verbs import Answers, Kept
from progress.models import Contribution, ProgressReport, ReviewYear
from progress.reading.edition import AskedIndicator
from progress.reading.live_indicators import IndicatorParts
from progress.reading.reports import ShownReport, measures_of, reports_of, shown
from sakado_dx.deadlines import deadline_words
from sakado_dx.organization.models import Division
from sakado_dx.organization.office_days import office_days

PARTS_DUE = "回答期限"
PER_PAGE = 100  # rows with fields


@dataclass
class PartRow:
    """A row of the sheet. `form` is None once it is closed; `kept` says why what was typed is
    not saved."""

    part: Contribution
    report: ShownReport
    due: date
    indicator: AskedIndicator | None
    last_year: Contribution | None
    closing: Closing | None
    form: PartForm | None = None
    kept: Kept | None = None

    @property
    def version(self) -> int:
        """What the row is sent back with: as it was read, unless another's text was shown."""
        sent = None if self.kept and self.kept.theirs else self.form and self.form.version
        return self.part.version if sent is None else sent

    @property
    def prefix(self) -> str:
        """What the names of its fields begin with."""
        return f"{prefix_of(self.part)}-"

    @property
    def typed(self) -> str:
        """What was typed into a row that is closed by now."""
        return (self.kept.form["text"].data or "") if self.kept else ""


@dataclass(frozen=True)
class PartSheet:
    """The rows of a division in a year, in the plan's order."""

    year: ReviewYear
    division: Division
    rows: tuple[PartRow, ...]

    @property
    def changeable(self) -> list[PartRow]:
        """Unanswered rows first."""
        rows = [each for each in self.rows if each.report.is_editable]
        return sorted(rows, key=lambda each: each.part.is_answered)

    @property
    def closed(self) -> list[PartRow]:
        return [each for each in self.rows if not each.report.is_editable]

    @property
    def unanswered(self) -> list[PartRow]:
        return [each for each in self.changeable if not each.part.is_answered]

    @property
    def subject(self) -> int:
        """By what the sheet is known to 未送信の入力; 0 where it has no row."""
        return min((each.part.pk for each in self.rows), default=0)

    @property
    def due(self) -> date | None:
        """The earliest day of what is not answered, else of what may be changed."""
        return min((each.due for each in self.unanswered or self.changeable), default=None)


def sheet_of(year: ReviewYear, division: Division, day: date) -> PartSheet:
    """The sheet as it is stored; at most 14 queries however many rows it has."""
    reports = ProgressReport.objects.for_year(year).filter(contributions__division=division)
    reports = list(reports.with_measure().in_plan_order())
    prefetch_related_objects([year], "extensions")
    for report in reports:
        report.year = year
    told = {each.pk: each for each in shown(reports, day)}
    parts = _parts(reports, division)
    closings = closings_of(reports)
    asked, last, office = IndicatorParts(year), last_years_parts(year, division), office_days()
    rows = (
        PartRow(
            part,
            told[report.pk],
            part.due_by(office),
            _shared(told[report.pk], asked),
            last.get(report.measure_id),
            closings.get(report.pk),
        )
        for report in reports
        for part in [parts[report.pk]]
    )
    return PartSheet(year, division, tuple(rows))


def deadline_of(sheet: PartSheet, today: date) -> str:
    """Until when the sheet is answered; blank where all of it is closed."""
    return deadline_words(sheet.due, today, PARTS_DUE) if sheet.due else ""


def _parts(reports: Iterable[ProgressReport], division: Division) -> dict[int, Contribution]:
    by_id = {each.pk: each for each in reports}
    rows = Contribution.objects.filter(report__in=by_id, division=division)
    parts = {each.report_id: each for each in rows.select_related("answered_by")}
    for report_id, part in parts.items():
        part.report, part.division = by_id[report_id], division
    return parts


def _shared(report: ShownReport, asked: IndicatorParts) -> AskedIndicator | None:
    """An unlocked report of a closed year enters what its edition has."""
    edition = report.edition
    return shared_indicator(edition.indicators if edition else asked.of(report.measure.id))


def forms_of(sheet: PartSheet, data=None) -> list[PartForm]:
    """A form for each row, closed ones included: what was typed into them is told of."""
    return [PartForm(data, contribution=row.part, indicator=row.indicator) for row in sheet.rows]


def with_forms(rows: Iterable[PartRow], data=None, answers: Answers | None = None) -> list[PartRow]:
    """The rows with their forms: as sent where they were not saved, else as stored."""
    rows, kept = list(rows), answers.kept if answers else {}
    for row in rows:
        row.kept = kept.get(row.part.pk)
        row.form = row.kept.form if row.kept else _form(row, None if answers else data)
    return rows


def _form(row: PartRow, data) -> PartForm:
    """The row as it was sent, where somebody filled it in; else as it is stored."""
    if data and (sent := PartForm(data, contribution=row.part, indicator=row.indicator)).is_touched:
        return sent
    return PartForm(contribution=row.part, indicator=row.indicator)


def with_kept(rows: Iterable[PartRow], data, answers: Answers | None) -> list[PartRow]:
    """Closed rows, with what was typed into them before that was known."""
    rows = list(rows)
    for row in rows:
        if answers:
            row.kept = answers.kept.get(row.part.pk)
        elif data and (sent := PartForm(data, contribution=row.part)).is_touched:
            row.kept = Kept(sent)
    return rows


@dataclass(frozen=True)
class SheetLine:
    """A division's sheet in a list: how many rows are open, answered, closed without answer,
    and the earliest day of those that are open."""

    division: Division
    year: ReviewYear
    unanswered: int
    answered: int
    shut: tuple[tuple[Contribution, Closing | None], ...]
    due: date

    @property
    def rows(self) -> int:
        return self.unanswered + self.answered + len(self.shut)


def lines_of(parts: Iterable[Contribution]) -> list[SheetLine]:
    """The sheets of these parts, `with_report`, in their order; at most 3 queries more."""
    parts = list(parts)
    if not parts:
        return []
    closings = closings_of(each.report for each in parts)
    office = office_days()
    grouped: dict[tuple[int, int], list[Contribution]] = {}
    for part in parts:
        grouped.setdefault((part.report.year_id, part.division_id), []).append(part)
    return [_line(own, closings, office) for own in grouped.values()]


def _line(own: list[Contribution], closings: Mapping[int, Closing], office) -> SheetLine:
    open_rows = [each for each in own if not each.is_answered]
    waiting = [each for each in open_rows if each.report.is_editable]
    shut = tuple(
        (each, closings.get(each.report_id)) for each in open_rows if not each.report.is_editable
    )
    return SheetLine(
        division=own[0].division,
        year=own[0].report.year,
        unanswered=len(waiting),
        answered=sum(each.is_answered for each in own),
        shut=shut,
        due=min(each.due_by(office) for each in waiting or own),
    )


def titled(lines: Iterable[SheetLine]) -> list[tuple[Contribution, str, Closing | None]]:
    """The rows that were closed without an answer, each with its measure's name; no query, 1
    where a year is closed."""
    shut = [pair for line in lines for pair in line.shut]
    names = measures_of(reports_of(part for part, _ in shut))
    return [(part, names[part.report_id].title, closing) for part, closing in shut]
