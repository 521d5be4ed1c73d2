"""What stands beside each field of the entry form: last year's words and figure, the goal, the
finding; and how much of the four questions is answered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django import forms

from progress.entry.content import missing_for_submission
from progress.entry.forms import ReportForm
from progress.entry.merging import shown
from progress.entry.result_forms import ResultForm, ResultForms
from progress.judging.facts import Judgement
from progress.judging.findings import goal_words, held
from progress.judging.judgement import judge
from progress.judging.totals import sum_line
from progress.judging.warnings import SoftWarning
from progress.models import EvidenceFile, ProgressReport
from progress.models import report_fields as fields
from progress.reading.edition import AskedIndicator
from progress.reading.inputs import inputs_of
from progress.reading.reports import ShownReport
from sakado_dx.forms import is_touched

RESULTS = "成果指標"  # the first of the four questions, where the report enters a result


@dataclass(frozen=True)
class FieldBeside:
    """A field with last year's text; of a word also the choice that says the same this year, of an
    amount the figure that is copied, without its 見込."""

    field: forms.BoundField
    is_asked: bool
    last_year: str = ""
    last_choice: str = ""
    last_copy: str = ""
    max_length: int | None = None
    cautions: tuple[str, ...] = ()

    @property
    def is_filled(self) -> bool:
        """Whether it has a value of its own."""
        return self.field.value() not in (None, "", self.suggested)

    @property
    def anchor(self) -> str:
        return self.field.id_for_label or self.field.auto_id

    @property
    def is_unsaved(self) -> bool:
        """Whether it has an error, or its sender changed it and the form came back."""
        return bool(self.field.errors) or (self.field.form.is_bound and is_touched(self.field))

    @property
    def suggested(self) -> str:
        """What the form proposes by itself."""
        form = self.field.form
        return form.planned if self.field.name == "actual_direction" else ""


@dataclass(frozen=True)
class Section:
    """Fields under one heading; none where the only field says the same."""

    title: str
    fields: list[FieldBeside]

    @property
    def heading(self) -> str:
        return "" if [self.title] == [each.field.label for each in self.fields] else self.title

    @property
    def is_asked(self) -> bool:
        return all(each.is_asked for each in self.fields)

    @property
    def is_of_amounts(self) -> bool:
        """Short fields stand in a row."""
        return self.title == fields.MONEY


@dataclass(frozen=True)
class Fold:
    """その他の項目: closed as the page opens, it says what it holds; open where something in it is
    refused or not saved. `unsent` are the places that hold unsent
    input."""

    sections: list[Section]
    files: list[EvidenceFile]
    taken_off: list[EvidenceFile]
    unsent: frozenset[str] = frozenset()

    @property
    def fields(self) -> list[FieldBeside]:
        return [each for section in self.sections for each in section.fields]

    @property
    def is_open(self) -> bool:
        return any(each.is_unsaved or each.anchor in self.unsent for each in self.fields)

    @property
    def words(self) -> str:
        """``3つ入力済み、資料2件、確認1件``; blank where it holds nothing."""
        counts = (
            (sum(each.is_filled for each in self.fields), "{}つ入力済み"),
            (len(self.files), "資料{}件"),
            (sum(len(each.cautions) for each in self.fields), "確認{}件"),
        )
        return "、".join(word.format(count) for count, word in counts if count)


Cautions = dict[str, tuple[str, ...]]  # sentences by the place that they are told at


def cautions_by_place(warnings: Iterable[SoftWarning]) -> Cautions:
    found: Cautions = {}
    for each in warnings:
        found[each.place] = (*found.get(each.place, ()), each.sentence)
    return found


def sections_of(form: ReportForm, before: ShownReport | None, cautions: Cautions) -> list[Section]:
    """The report's own fields in the form's order, each with last year's text and what to ask of
    it as it is saved."""
    return [
        Section(title, [_beside(form, each, before, cautions.get(each.name, ())) for each in own])
        for title, own in fields.sections()
    ]


def _beside(
    form: ReportForm,
    own: fields.ReportField,
    before: ShownReport | None,
    cautions: tuple[str, ...],
) -> FieldBeside:
    text = before.told_after(own.name) if before else ""
    copied = shown(before.said.value(own.name)) if before and own.kind == fields.AMOUNT else ""
    choice = _last_choice(form[own.name], before) if own.kind == fields.WORD else ""
    return FieldBeside(form[own.name], own.is_asked, text, choice, copied, own.limit, cautions)


def _last_choice(bound: forms.BoundField, before: ShownReport | None) -> str:
    """The id of the radio button with the word that counted last year."""
    counted = getattr(before.said.mark, bound.name) if before else None
    same = (
        each.id_for_label for each in bound.subwidgets if str(each.choice_label) == str(counted)
    )
    return next(same, "") if counted else ""


@dataclass(frozen=True)
class ResultBeside:
    """A result's form with the indicator's goal, last year's figure and 補足, and what the figure
    as it is saved says; `reached` instead of a form, where a milestone was reached before."""

    indicator: AskedIndicator
    goal: str
    form: ResultForm | None = None
    last_year: str = ""
    last_figure: str = ""
    last_words: str = ""
    last_note: str = ""
    finding: Judgement | None = None
    cautions: tuple[str, ...] = ()
    is_due: bool = True
    reached: str = ""
    running_sum: str = ""

    @property
    def limits(self) -> dict[str, int]:
        """The most letters of its texts, once they are submitted."""
        return {name: limit for name, (_, limit) in fields.RESULT_TEXTS.items()}

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in self.form.main_names]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [each for each in self.form if each.name not in self.form.main_names]

    @property
    def holds_more(self) -> bool:
        """Whether the folded fields are to be seen: 見込, 集計中, 補足 or an error."""
        fresh = {"certainty": "settled"}
        return bool(self.form.errors) or any(
            each.errors or (each.value() or fresh.get(each.name, "")) != fresh.get(each.name, "")
            for each in self.more_fields
        )


def results_of(
    report: ProgressReport, forms_: ResultForms, cautions: Cautions
) -> list[ResultBeside]:
    """Each indicator that the report enters, in the plan's order."""
    by_indicator = {form.indicator.id: form for form in forms_}
    return [
        replace(
            _result(report, each, by_indicator.get(each.id)),
            cautions=cautions.get(f"result-{each.id}", ()),
        )
        for each in inputs_of(report).entered
    ]


def _result(
    report: ProgressReport, indicator: AskedIndicator, form: ResultForm | None
) -> ResultBeside:
    inputs, year = inputs_of(report), report.year.fiscal_year
    facts, own = indicator.facts, inputs.figures.get(indicator.id, {})
    judgement, last = judge(facts, own, year), own.get(year - 1)
    goal = goal_words(facts, judgement, last)
    if form is None:
        return ResultBeside(indicator, goal, is_due=False, reached=judgement.finding)
    is_given = year in own and own[year].status == "reported"
    return ResultBeside(
        indicator,
        goal,
        form,
        last_year=held(facts, last) if last else "",
        last_figure=shown(last.value) if last else "",
        last_words=last.words if last else "",
        last_note=inputs.last_notes.get(indicator.id, ""),
        finding=judgement if is_given else None,
        is_due=indicator.id in {each.indicator_id for each in inputs.due(year)},
        running_sum=sum_line(facts, own, year),
    )


@dataclass(frozen=True)
class Answered:
    """How many of the questions are answered, as the report is stored."""

    questions: tuple[str, ...]
    missing: frozenset[str]

    @property
    def words(self) -> str:
        """``4つのうち2つ入力済み``."""
        done = len(self.questions) - len(self.missing)
        return f"{len(self.questions)}つのうち{done}つ入力済み"


def answered(report: ProgressReport, results: list[ResultBeside]) -> Answered:
    """The questions of this report's form, and those that lack something."""
    asked = tuple(dict.fromkeys(each.section for each in fields.FIELDS if each.is_asked))
    questions = (RESULTS, *asked) if any(each.is_due for each in results) else asked
    missing = (each.field for each in missing_for_submission(report))
    return Answered(questions, frozenset(map(_question_of, missing)) & frozenset(questions))


def _question_of(name: str) -> str:
    return RESULTS if name.startswith("result-") else fields.field(name).section
