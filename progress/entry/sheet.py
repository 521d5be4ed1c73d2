"""Results of one year as a sheet: one row for each indicator that is entered in the year.

The rows are saved as drafts through the workflow, one save a report. Rows of reports that
take nothing any more are refused by name; unchanged ones do no harm.
"""

from django.utils import timezone

from measures.importers.codes import indicators_by_key, indicators_by_measure, measures_by_code
from measures.models import Indicator
from measures.words import own_missing_words
from progress.entry import verbs
from progress.entry.cautions import warnings_with
from progress.entry.content import as_the_form_sends
from progress.entry.sheet_columns import (
    CertaintyColumn,
    DoneColumn,
    DoneOnColumn,
    FractionColumn,
    MeasureColumn,
    ReviewYearColumn,
    StatusColumn,
    ValueColumn,
    WordsColumn,
    settle,
    statuses,
)
from progress.judging.completeness import ResultEntry, fault_of
from progress.judging.fractions import DENOMINATOR, NUMERATOR
from progress.judging.homes import homes_of, links_in
from progress.judging.results import entry_of
from progress.models import IndicatorResult, ProgressReport, ReviewYear, StatusChange
from progress.reading.inputs import read_together
from progress.workflow.record import allowed
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.organization.access import standing_of
from sakado_dx.readings import UnreadableValue
from sakado_dx.records.acting import Door
from sakado_dx.spreadsheets.code_columns import CodedColumn
from sakado_dx.spreadsheets.columns import Column, ReferenceColumn, TextColumn
from sakado_dx.spreadsheets.faults import Fault
from sakado_dx.spreadsheets.outcomes import Outcome, RowError
from sakado_dx.spreadsheets.resources import SheetResource, cell_errors
from sakado_dx.spreadsheets.tables import Table

Verb = StatusChange.Verb
TAKEN_ALL_THE_SAME = "取り込みます。違うときは、直してから取り込んでください。"


class ResultResource(SheetResource):
    """Enter a year's results, on behalf of the divisions where the person is not of them."""

    title = "実績値"
    note = (
        "実績は、各施策の報告の下書きに入ります。提出済みや事務局確認済みの報告、締められた年度の行は"
        "取り込めません。"
    )
    key_headings = ("施策番号", "指標番号")
    lists_missing = False

    class Meta:
        model = IndicatorResult

    def __init__(self, year: ReviewYear, **kwargs):
        self.year = year
        self.own = own_missing_words(year.plan.missing_words)
        words = [word for status, word in statuses(self.own).items() if status != "reported"]
        self.note = (
            f"{self.note}「実績値」の欄には、数値のほかに「{'」「'.join(words)}」と書けます。"
            f"状況が「{words[0]}」のまま数値を入れると「実績あり」になります。"
        )
        super().__init__(**kwargs)

    def make_columns(self) -> list[Column]:
        plan = self.year.plan
        measures, indicators = measures_by_code(plan), indicators_by_key(plan)
        measure = MeasureColumn(
            "施策番号", "measure", measures, "施策名", lambda each: each.code, needed=True
        )
        owned = indicators_by_measure(plan, measures, indicators, self.year.fiscal_year)
        indicator = CodedColumn(
            "指標番号", "indicator", indicators, "指標名", lambda each: each.key,
            owner=measure, owned=owned, needed=True,
        )  # fmt: skip
        return [
            ReviewYearColumn("年度", self.year),
            measure,
            ReferenceColumn("施策名", lambda result: result.report.measure.name),
            ReferenceColumn("主管課", _lead_name),
            indicator,
            ReferenceColumn("指標名", lambda result: result.indicator.name),
            ReferenceColumn("計画の表記", lambda result: result.indicator.printed),
            ReferenceColumn("単位", lambda result: result.indicator.unit),
            StatusColumn("状況", self.own),
            ValueColumn("実績値", "value", self.own, indicator),
            FractionColumn(NUMERATOR, "numerator"),
            FractionColumn(DENOMINATOR, "denominator"),
            DoneColumn("達成", "done"),
            DoneOnColumn("達成日", "done_on"),
            WordsColumn("説明", "words"),
            CertaintyColumn("確からしさ"),
            TextColumn("補足", "note"),
        ]

    def stored_rows(self) -> list[IndicatorResult]:
        """A result, stored or blank, for each indicator that a report of the year enters."""
        of_year = IndicatorResult.objects.filter(fiscal_year=self.year.fiscal_year)
        stored = {result.indicator_id: result for result in of_year}
        reports = ProgressReport.objects.for_year(self.year).with_measure()
        by_measure = {report.measure_id: report for report in reports}
        indicators = {each.pk: each for each in self.fields["指標番号"].lookup.names}
        rows = []
        for pk, measure_id in homes_of(
            links_in(self.year).values_list("measure_id", "indicator_id")
        ).items():
            result = stored.get(pk) or IndicatorResult(fiscal_year=self.year.fiscal_year)
            result.indicator, result.report = indicators[pk], by_measure[measure_id]
            rows.append(result)
        return rows

    def new_row(self, row) -> IndicatorResult:
        """No row is new: what the year does not ask for is refused, with its reason."""
        measure = self.fields["施策番号"].clean(row)
        indicator = self.fields["指標番号"].clean(row)
        home = next(
            (each.report.measure for each in self.existing if each.indicator == indicator), None
        )
        if home and measure.indicators.filter(pk=indicator.pk).exists():
            raise RowError(
                f"この指標の実績は、施策{home.code}の報告で入力します。",
                f"施策番号を「{home.code}」にするか、この行を削除してください。",
            )
        if not measure.reports.filter(year=self.year).exists():
            raise RowError(f"{self.year.label}に、施策{measure.code}の報告はありません。")
        raise RowError(f"指標{indicator.key}は、施策{measure.code}の指標ではありません。")

    def lock(self) -> None:
        """A second import into the same year waits, and then meets the changed rows.

        The reports first, as whoever saves one holds it before the year.
        """
        list(ProgressReport.objects.for_year(self.year).order_by("pk").held().values_list("pk"))
        ReviewYear.objects.select_for_update().get(pk=self.year.pk)

    def take_in(self, table: Table, *, dry_run: bool, by, reason: str, **context) -> Outcome:
        self.standing = standing_of(by)
        self.reason = reason
        self.entries: dict[ProgressReport, dict[int, ResultEntry]] = {}
        self.numbers: dict[int, int] = {}
        self.open_ones: set[int] = set()
        self.cautions: list[Fault] = []
        self.table = table
        try:
            outcome = super().take_in(table, dry_run=dry_run, **context)
            table.notices += self.cautions
            return outcome
        except Conflict as error:
            code = error.current.measure.code
            problem = f"施策{code}の報告を、取込の間に他の人が更新しました。"
            fault = table.fault(0, "", "", problem, "もう一度取り込んでください。")
            return Outcome(table, faults=[fault])

    # Hooks of import-export

    def after_init_instance(self, instance, new, row, **kwargs) -> None:
        # A word in the figure's cell sets the status, in a file without that column too.
        super().after_init_instance(instance, new, {"状況": "", **row}, **kwargs)

    def import_instance(self, instance, row, **kwargs) -> None:
        stored = entry_of(instance)
        super().import_instance(instance, row, **kwargs)
        try:
            settle(instance, row, self.own, stored)
        except UnreadableValue as error:
            heading = "状況" if "状況" in row else "実績値"
            raise cell_errors({self.fields[heading].attribute: error}) from error

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        if not import_validation_errors:
            self._check_report(instance.report)
            if fault := fault_of(instance.indicator, entry_of(instance)):
                error = UnreadableValue("", fault, "この行を直してください。")
                raise cell_errors({_main_attribute(instance.indicator): error})
        super().validate_instance(instance, import_validation_errors, validate_unique)

    def _check_report(self, report: ProgressReport) -> None:
        """Asked once for a report, however many of its rows come in."""
        if report.pk in self.open_ones:
            return
        try:
            allowed(report, Verb.SAVE, by=self.standing, version=report.version)
            self.open_ones.add(report.pk)
        except NotAllowed as error:
            raise RowError(
                f"施策{report.measure.code}：{error}",
                "差戻しか引戻しの後に取り込むか、この行を削除してください。",
            ) from error

    def save_instance(self, instance, is_create, row, rows, row_number, **kwargs) -> None:
        """Keep the entry for the one save of its report."""
        self.numbers[instance.indicator_id] = rows[row_number - 1].number
        entries = self.entries.setdefault(instance.report, {})
        entries[instance.indicator_id] = entry_of(instance)

    def after_import(self, dataset, result, **kwargs) -> None:
        if result.has_validation_errors() or result.has_errors():
            return
        if self.year.is_open:
            read_together(self.year, list(self.entries))
        for report, entries in self.entries.items():
            self._ask_about(report, entries)
            if not self.is_only_looked_at:
                verbs.save(
                    report,
                    by=self.standing,
                    version=report.version,
                    fields=as_the_form_sends(report, {}),
                    results=entries,
                    reason=self.reason,
                    door=Door.IMPORT,
                )

    def _ask_about(self, report: ProgressReport, entries: dict[int, ResultEntry]) -> None:
        """What an attentive colleague would ask about the figures that come in, as in the form."""
        found = warnings_with(report, entries)
        for pk in entries:
            for warning in found.get(pk, ()):
                value = str(entries[pk].value or "")
                self.cautions.append(
                    self.table.fault(
                        self.numbers[pk], "実績値", value, warning.sentence, TAKEN_ALL_THE_SAME
                    )
                )

    def filter_export(self, queryset, **kwargs) -> list[IndicatorResult]:
        """All rows of the year, blank ones too: the sheet is there to be filled in. Of a milestone
        that an earlier year reached nothing is asked."""
        rows = self.stored_rows()
        reached = self._reached(rows)
        return [each for each in rows if each.indicator_id not in reached]

    def _reached(self, rows: list[IndicatorResult]) -> set[int]:
        """The milestones among the rows that an earlier year reached, and this one is silent of."""
        silent = {
            each.indicator_id
            for each in rows
            if each.indicator.kind == Indicator.Kind.MILESTONE and each.done is None
        }
        done = IndicatorResult.objects.filter(indicator__in=silent, done=True)
        earlier = done.filter(fiscal_year__lt=self.year.fiscal_year).order_by()
        return set(earlier.values_list("indicator_id", flat=True))


def _lead_name(result: IndicatorResult) -> str:
    return str(result.report.lead_division(timezone.localdate()) or "")


def _main_attribute(indicator: Indicator) -> str:
    """The attribute whose cell should hold the result of such an indicator."""
    if indicator.kind == Indicator.Kind.MILESTONE:
        return "done"
    return "words" if indicator.kind == Indicator.Kind.QUALITATIVE else "value"
