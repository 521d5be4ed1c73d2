"""What a report still needs before it can be submitted (README: 報告), and what a result may hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from measures.words import MISSING_WORDS, needs_reason
from progress.judging import facts
from progress.judging.fractions import FRACTION, AnyIndicator, fraction_fault
from progress.models.report_fields import (
    ANSWER,
    ANSWER_LIMIT,
    FIELDS,
    MOST_LETTERS,
    RESULT_TEXTS,
)
from sakado_dx.numbers import format_number, misfit

DUE_STATUSES = (facts.REPORTED, facts.NOT_APPLICABLE, facts.NOT_YET_MEASURED, facts.BEING_COMPILED)


class Missing(NamedTuple):
    """A field that is missing, and the sentence that says so."""

    field: str
    sentence: str


@dataclass(frozen=True)
class ResultEntry:
    """What somebody enters for one indicator in one fiscal year."""

    status: str = facts.NOT_REPORTED
    value: Decimal | None = None
    done: bool | None = None
    done_on: date | None = None
    words: str = ""
    note: str = ""
    certainty: str = facts.SETTLED
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def is_blank(self) -> bool:
        return self == ResultEntry()


def missing_texts(report) -> list[Missing]:
    """What the report's own fields lack, in the form's order, and what is too long in them."""
    missing = []
    if not report.done.strip():
        missing.append(Missing("done", "取り組んだことを入力してください。"))
    if report.progress is None:
        missing.append(Missing("progress", "進捗を選んでください。"))
    elif needs_reason(report.progress.meaning) and not report.progress_reason.strip():
        missing.append(
            Missing("progress_reason", f"進捗が「{report.progress}」のときは、理由が必要です。")
        )
    if report.outlook is None:
        missing.append(Missing("outlook", "今後の方針を選んでください。"))
    return missing + _too_long(report)


def _too_long(report) -> list[Missing]:
    """The texts that a draft may hold and a submitted report may not."""
    texts = ((each, getattr(report, each.name)) for each in FIELDS if each.limit)
    return [
        Missing(each.name, _shorten(f"「{each.label}」", each.limit, text))
        for each, text in texts
        if len(text) > each.limit
    ]


class DueResult(NamedTuple):
    """A result that a complete report needs, as far as it is entered; `has_target` whether a
    target is in force in the year."""

    indicator_id: int
    name: str
    status: str
    note: str = ""
    has_target: bool = False
    not_applicable: str = MISSING_WORDS[facts.NOT_APPLICABLE]


def missing_results(due: Iterable[DueResult]) -> list[Missing]:
    """Of the due results those not entered, and those that are 対象外 although a target is in
    force and say not why."""
    found = []
    for each in due:
        if each.status not in DUE_STATUSES:
            sentence = f"「{each.name}」の実績を入力してください。"
        elif each.status == facts.NOT_APPLICABLE and each.has_target and not each.note.strip():
            sentence = (
                f"「{each.name}」には、この年度の目標があります。"
                f"{each.not_applicable}とする理由を、補足に入力してください。"
            )
        else:
            continue
        found.append(Missing(f"result-{each.indicator_id}", sentence))
    return found


def too_long_results(entries: Iterable[tuple[int, str, ResultEntry]]) -> list[Missing]:
    """Of results (indicator's id and name, entry) the texts that a draft may hold and a submitted
    report may not."""
    return [
        Missing(f"result-{pk}", _shorten(f"「{name}」の{label}", limit, getattr(entry, text)))
        for pk, name, entry in entries
        for text, (label, limit) in RESULT_TEXTS.items()
        if len(getattr(entry, text)) > limit
    ]


def too_long_answer(answer: str) -> list[Missing]:
    """The answer to a return, where a draft may hold it and a submission may not."""
    if len(answer) <= ANSWER_LIMIT:
        return []
    return [Missing(ANSWER, _shorten("「差戻しへの回答」", ANSWER_LIMIT, answer))]


def _shorten(named: str, limit: int, text: str) -> str:
    return f"{named}は{limit}文字以内にしてください（今は{len(text)}文字です）。"


HOLDING = ("value", "done", "done_on", *FRACTION)


def fault_of(indicator: AnyIndicator, entry: ResultEntry) -> str:
    """Why the indicator (its facts, or its row) cannot take the entry; empty where it can."""
    if entry.status != facts.REPORTED:
        held = entry.words or any(getattr(entry, name) is not None for name in HOLDING)
        return "実績あり以外の状況では、値や説明を入力できません。" if held else ""
    fault = fraction_fault(indicator, entry) or _kind_fault(indicator.kind, entry)
    return fault or _misfit_of(entry)


def _misfit_of(entry: ResultEntry) -> str:
    """Why the columns cannot hold the entry, whichever door it came through."""
    for name in ("value", *FRACTION):
        number = getattr(entry, name)
        if misfit(number)[0]:
            return f"「{format_number(number)}」は登録できません。{''.join(misfit(number))}"
    longest = max(len(entry.words), len(entry.note))
    if longest > MOST_LETTERS:
        return f"一つの項目に入るのは{MOST_LETTERS:,}文字までです（今は{longest:,}文字です）。"
    return ""


def _kind_fault(kind: str, entry: ResultEntry) -> str:
    if kind == facts.MILESTONE:
        return _milestone_fault(entry)
    if kind == facts.QUALITATIVE:
        return "" if entry.words.strip() else "実績ありのときは、状況の説明を入力してください。"
    return (
        ""
        if entry.value is not None
        else "実績ありのときは、実績値を入力してください（0も値です）。"
    )


def _milestone_fault(entry: ResultEntry) -> str:
    if entry.done is None:
        return "達成したかどうかを選んでください。"
    if entry.done and entry.done_on is None:
        return "達成したときは、達成日を入力してください。"
    if not entry.done and entry.done_on is not None:
        return "達成日は、達成したときだけ入力してください。"
    return ""
