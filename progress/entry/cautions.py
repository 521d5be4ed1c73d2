"""The soft warnings of a report as it is stored, with the words that answer them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from measures.models import PlanWord
from progress.judging.completeness import ResultEntry
from progress.judging.facts import Judgement
from progress.judging.judgement import judge
from progress.judging.warnings import (
    SoftWarning,
    figure_warnings,
    progress_warnings,
    slip_warning,
    text_warnings,
)
from progress.models import ProgressReport, WarningAnswer
from progress.models import report_fields as fields
from progress.reading.inputs import Inputs, inputs_of
from progress.reading.reports import ShownReport, last_year, shown_one
from progress.workflow.record import closed_meanwhile
from progress.workflow.refusals import NotAllowed
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.storing import store


@dataclass(frozen=True)
class Caution:
    warning: SoftWarning
    answer: str


def warnings_of(report: ProgressReport) -> list[SoftWarning]:
    """What to ask about; a report without change from last year is not asked for its texts.

    At most 3 queries.
    """
    return warnings_beside(report, shown_one(report), last_year(report))


def warnings_beside(
    report: ProgressReport, told: ShownReport, before: ShownReport | None
) -> list[SoftWarning]:
    """The same with this and last year's report at hand, in the order of the form."""
    inputs = inputs_of(report, told.edition)
    judged = list(_of_figures(inputs, report.year.fiscal_year))
    warnings = [warning for _, _, own in judged for warning in own]
    judgements = [judgement for _, judgement, _ in judged]
    progress, outlook = (_meaning(each) for each in (report.progress, report.outlook))
    warnings += progress_warnings(progress, outlook, report.next_work, judgements)
    warnings += slip_warning(told.planned, report.actual_direction)
    return warnings + (_of_texts(told, before) if before and not report.is_unchanged else [])


def warnings_with(
    report: ProgressReport, entries: Mapping[int, ResultEntry]
) -> dict[int, list[SoftWarning]]:
    """What to ask about each figure of a report, were these entries stored, by the indicator's id;
    at most 4 queries, none where its inputs were read."""
    year = report.year.fiscal_year
    inputs = inputs_of(report).with_entries(entries, year)
    return {pk: own for pk, _, own in _of_figures(inputs, year)}


def _of_figures(inputs: Inputs, year: int) -> Iterator[tuple[int, Judgement, list[SoftWarning]]]:
    """Of each indicator that the report enters: its id, how it is judged, what to ask about."""
    for each in inputs.entered:
        own = inputs.figures.get(each.id, {})
        judgement = judge(each.facts, own, year)
        yield each.id, judgement, figure_warnings(each.id, each.facts, own, judgement)


def _meaning(word: PlanWord | None) -> str:
    return word.meaning if word else ""


def _of_texts(told: ShownReport, before: ShownReport) -> list[SoftWarning]:
    return text_warnings(
        {
            each.name: (each.label, told.said.texts[each.name], before.said.texts[each.name])
            for each in fields.FIELDS
            if each.is_compared
        }
    )


def cautions_of(report: ProgressReport, told: ShownReport | None = None) -> list[Caution]:
    """The warnings with the answers given so far; at most 4 queries, 3 where it is `told`."""
    warnings = warnings_beside(report, told or shown_one(report), last_year(report))
    answers = dict(answer_rows(report.pk)) if warnings else {}
    return [Caution(each, answers.get(each.code, "")) for each in warnings]


@prepared
def answer_rows(report_id: int) -> QuerySet:
    """The words of answer of a report, each with the warning's code."""
    return WarningAnswer.objects.filter(report=report_id).values_list("code", "answer")


def answers_for(reports: Iterable[ProgressReport]) -> dict[int, dict[str, str]]:
    """The words of answer of each of these reports, by its id and the warning's code; 1 query."""
    rows = WarningAnswer.objects.filter(report__in=[each.pk for each in reports]).order_by()
    found: dict[int, dict[str, str]] = {}
    for report_id, code, answer in rows.values_list("report_id", "code", "answer"):
        found.setdefault(report_id, {})[code] = answer
    return found


def keep_answers(report: ProgressReport, answers: dict[str, str], *, by: Standing) -> None:
    """Keep the words of answer, by the warning's code; blank ones are left as they were.

    Raises NotAllowed once the report is handed in or its year closed.
    """
    if not report.is_editable:
        raise NotAllowed(f"{report.why_not_editable}ため、説明は変えられません。")
    rows = [
        WarningAnswer(report=report, code=code, answer=text.strip(), by=by.user, at=timezone.now())
        for code, text in answers.items()
        if text.strip()
    ]
    if rows:
        with closed_meanwhile(report.year), acting(by.user, Door.PAGE):
            ProgressReport.objects.held().get(pk=report.pk)  # nobody else answers meanwhile
            store(report.warning_answers.all(), rows, "code", ("answer",), also=("by", "at"))
