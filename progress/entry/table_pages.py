"""The table of a division: all its reports of a year in one form, a line each (/table/).

What another person saved meanwhile stands under the cell; what cannot be saved stays in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.forms import BoundField
from django.utils import timezone

from measures.models import PlanWord
from measures.words import missing_word, own_missing_words
from progress.entry.beside_pages import Cautions, cautions_by_place
from progress.entry.cautions import warnings_beside
from progress.entry.table_forms import RowForm, version_name
from progress.judging.findings import goal_words, held
from progress.judging.judgement import judge
from progress.judging.totals import amount_label, sum_line
from progress.models import ProgressReport, ReviewYear, StatusChange
from progress.reading.edition import AskedIndicator
from progress.reading.inputs import inputs_of, read_together
from progress.reading.reports import ShownReport, read_last_years, shown
from progress.unsent.pages import Unsent, unsent_at_each
from sakado_dx.clock import format_clock
from sakado_dx.forms import READ, is_touched, stored_text
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import Division

ROW = "row"  # the form as unsent input names it; its subject is the report

WITHOUT_FIGURE = ("being_compiled", "not_yet_measured", "not_applicable")


@dataclass(frozen=True)
class Cell:
    """A cell, what another person saved in it where its sender typed another thing, and what
    to make sure of in it."""

    field: BoundField
    theirs: str = ""
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True)
class FigureCell:
    """An indicator's cell, with what is asked, last year's figure, and what is found as saved;
    of a sum over the period also what the year's amount is, and the sum so far."""

    cell: Cell
    indicator: AskedIndicator
    goal: str
    before: str
    finding: str
    running_sum: str = ""
    asked: str = ""


@dataclass
class Row:
    """A line. `form` is None where nothing can be entered; `refusal` is why it was not saved,
    and then `stored` are the cells as they stand, and `other` what was last done and by whom."""

    report: ProgressReport
    told: ShownReport
    form: RowForm | None
    refusal: str = ""
    stored: RowForm | None = None
    unsent: Unsent | None = None
    other: StatusChange | None = None
    cautions: Cautions = field(default_factory=dict)

    def cell(self, name: str) -> Cell:
        bound, cautions = self.form[name], self.cautions.get(name, ())
        if self.stored is None or not is_touched(bound):
            return Cell(bound, cautions=cautions)
        return Cell(bound, stored_text(self.stored, name) or "（空欄）", cautions)

    @property
    def more_cautions(self) -> list[str]:
        """Those of what has no cell in the table: the direction, the next year's work."""
        own = self.form.fields
        return [said for place, all in self.cautions.items() if place not in own for said in all]

    @property
    def version(self) -> str | int:
        """What the row is sent back with: as it was sent, where it is shown so."""
        return self.form.data.get(version_name(self.report), self.report.version)

    @property
    def marks(self) -> str:
        """Of that version."""
        if self.form.is_bound:
            return self.form.data.get(READ, "")
        return self.unsent.marks if self.unsent else ""

    @property
    def done(self) -> Cell:
        return self.cell("done")

    @property
    def progress(self) -> Cell:
        return self.cell("progress")

    @property
    def progress_reason(self) -> Cell:
        return self.cell("progress_reason")

    @property
    def outlook(self) -> Cell:
        return self.cell("outlook")

    @property
    def figures(self) -> Iterator[FigureCell]:
        year = self.report.year.fiscal_year
        inputs = inputs_of(self.report)
        for each in inputs.to_enter(year):
            own = inputs.figures.get(each.id, {})
            judged = judge(each.facts, own, year)
            before = own.get(year - 1)
            yield FigureCell(
                cell=self.cell(f"result-{each.id}"),
                indicator=each,
                goal=goal_words(each.facts, judged, before),
                before=held(each.facts, before) if before else "",
                finding=judged.finding if year in own else "",
                running_sum=sum_line(each.facts, own, year),
                asked=amount_label(each.facts, year) if each.facts.is_period_total else "",
            )


@dataclass
class DivisionTable:
    """All lines, and the words that their cells take."""

    year: ReviewYear
    division: Division
    rows: list[Row]
    words: list[PlanWord]

    @property
    def missing_words(self) -> list[str]:
        """What a figure's cell takes besides a figure, as the plan words it."""
        own = own_missing_words(self.year.plan.missing_words)
        return [missing_word(status, own) for status in WITHOUT_FIGURE]

    @property
    def open_rows(self) -> list[Row]:
        return [row for row in self.rows if row.form is not None]

    @property
    def forms(self) -> list[RowForm]:
        return [row.form for row in self.open_rows]

    @property
    def others(self) -> list[Row]:
        """Reports that take nothing now: handed in, or confirmed."""
        return [row for row in self.rows if row.form is None]

    @property
    def has_errors(self) -> bool:
        return any(row.refusal or row.form.errors for row in self.open_rows)

    @property
    def marks(self) -> str:
        """A mark of each value that the table was opened with (`as_read`)."""
        # Rows that are shown as they were sent have the marks of the whole table each.
        return " ".join(dict.fromkeys(row.marks for row in self.open_rows))

    @property
    def restored(self) -> list[Unsent]:
        """Of each line into which unsent input was put."""
        return [row.unsent for row in self.open_rows if row.unsent and row.unsent.restored]

    def fill(self, standing: Standing) -> None:
        """Put into each line what this person has typed into it and not sent; 1 query."""
        found = unsent_at_each(standing, ROW, {row.report.pk: [row.form] for row in self.open_rows})
        for row in self.open_rows:
            row.unsent = found[row.report.pk]

    def words_of(self, vocabulary: str) -> list[str]:
        return [each.word for each in self.words if each.vocabulary == vocabulary]


def table_of(standing: Standing, year: ReviewYear, division: Division, data=None) -> DivisionTable:
    """The division's reports of an open year, in the plan's order; at most 14
    queries, however many."""
    reports = ProgressReport.objects.for_year(year).led_by([division.pk], standing.day)
    reports = list(reports.with_measure().with_due(standing.day).in_plan_order())
    read_together(year, reports)
    words = list(PlanWord.objects.filter(plan=year.plan_id))
    before = read_last_years(reports)
    rows = [
        _row(report, told, before.get(report.pk), _form(report, words, data))
        if report.is_editable or (data and version_name(report) in data)  # handed in meanwhile
        else Row(report, told, None)
        for report, told in zip(reports, shown(reports, standing.day), strict=True)
    ]
    return DivisionTable(year, division, rows, words)


def _row(
    report: ProgressReport, told: ShownReport, before: ShownReport | None, form: RowForm
) -> Row:
    cautions = cautions_by_place(warnings_beside(report, told, before))
    return Row(report, told, form, cautions=cautions)


def _form(report: ProgressReport, words: list[PlanWord], data=None) -> RowForm:
    inputs = inputs_of(report)
    entered = inputs.to_enter(report.year.fiscal_year)
    return RowForm(data, report=report, entered=entered, entries=inputs.entries, words=words)


def after_saving(
    standing: Standing, table: DivisionTable, refusals: dict[int, str]
) -> DivisionTable:
    """The table as it is stored now, with the cells that could not be saved as they were typed."""
    fresh = table_of(standing, table.year, table.division)
    typed = {row.report.pk: row.form for row in table.open_rows}
    newest = StatusChange.objects.newest_of(refusals)
    for row in fresh.rows:
        form = typed.get(row.report.pk)
        if form is None or not (form.errors or row.report.pk in refusals):
            continue
        row.refusal = refusals.get(row.report.pk, "")
        stored = row.form or _form(row.report, table.words)
        row.form = _form(row.report, table.words, form.laid_over(stored))
        row.stored = stored if row.refusal else None
        row.other = newest.get(row.report.pk)
    return fresh


def saved_words(count: int) -> str:
    """2件を8時59分に下書き保存しました。"""
    return f"{format_clock(timezone.now())}に{count}件を下書き保存しました。"
