"""What of a report may be kept, and what of it really changes."""

from typing import Any

from django.core.exceptions import ValidationError

from measures.models import PlanWord
from progress.judging import completeness
from progress.judging.amounts import missing_amounts
from progress.judging.completeness import Missing, ResultEntry
from progress.models import ProgressReport
from progress.models.report_fields import ANSWER, MOST_LETTERS
from progress.reading.inputs import inputs_of


def missing_for_submission(report: ProgressReport, answer: str | None = None) -> list[Missing]:
    """All that a complete report still needs, in the form's order: the answer to a return and
    results that are due first, then texts, then what its amounts lack. `answer` is the one that
    goes with the submission, where it is not that of the draft."""
    inputs = inputs_of(report)
    asked = ((each.id, each.facts.name, inputs.entries.get(each.id)) for each in inputs.entered)
    return [
        *completeness.too_long_answer(report.return_answer if answer is None else answer),
        *completeness.missing_results(inputs.due(report.year.fiscal_year)),
        *completeness.too_long_results(each for each in asked if each[2]),
        *completeness.missing_texts(report),
        *missing_amounts(report),
    ]


def changed_fields(report: ProgressReport, fields: dict[str, Any]) -> dict[str, Any]:
    unknown = set(fields) - set(ProgressReport.WRITTEN_FIELDS)
    if unknown:
        raise ValueError(f"not content of a report: {sorted(unknown)}")
    for name, value in fields.items():
        if isinstance(value, PlanWord):
            _check_word(report, name, value)
        else:
            _check_text(name, value)
            ProgressReport._meta.get_field(name).clean(value, report)
    return {name: value for name, value in fields.items() if getattr(report, name) != value}


def changed_by_hand(report: ProgressReport, fields: dict[str, Any]) -> dict[str, Any]:
    """What somebody typed, by field: a word changed by hand is a change from last year, so that
    the report is no longer 前年度と変更なし. The answer to a return is none of its content."""
    content = (pair for pair in fields.items() if pair[0] != ANSWER)
    is_changed = any(getattr(report, name) != value for name, value in content)
    return fields | ({"is_unchanged": False} if report.is_unchanged and is_changed else {})


def as_the_form_sends(report: ProgressReport, fields: dict[str, Any]) -> dict[str, Any]:
    """What somebody typed elsewhere than in the form (a table, a workbook, a sheet), as the form
    would have sent it: a first save takes the direction along that the form proposes."""
    if report.state == ProgressReport.State.NOT_STARTED:
        fields = {"actual_direction": report.planned_direction} | fields
    return changed_by_hand(report, fields)


def _check_text(name: str, value: Any) -> None:
    if isinstance(value, str) and len(value) > MOST_LETTERS:
        label = ProgressReport._meta.get_field(name).verbose_name
        limit = f"{label}に入るのは{MOST_LETTERS:,}文字までです"
        raise ValidationError({name: f"{limit}（今は{len(value):,}文字です）。"})


def _check_word(report: ProgressReport, name: str, word: PlanWord) -> None:
    if word.plan_id != report.year.plan_id or word.vocabulary != name:
        raise ValidationError({name: f"「{word}」は選べません。この計画の言葉から選んでください。"})


def changed_entries(
    report: ProgressReport, results: dict[int, ResultEntry]
) -> dict[int, ResultEntry]:
    if not results:
        return {}
    inputs = inputs_of(report)
    facts = {each.id: each.facts for each in inputs.entered}
    for indicator_id, entry in results.items():
        if indicator_id not in facts:
            raise ValidationError("この施策の報告では入力しない指標です。")
        if fault := completeness.fault_of(facts[indicator_id], entry):
            raise ValidationError({f"result-{indicator_id}": fault})
    stored = inputs.entries
    return {pk: entry for pk, entry in results.items() if entry != stored.get(pk, ResultEntry())}
