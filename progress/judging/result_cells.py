"""The one cell that holds what was measured, whichever table or sheet it stands in.

It takes what people write there: `12`, `12件`, `集計中`, of a milestone `令和7年3月31日` or `未達成`,
of a share also `196/724`, of an indicator that is judged by words these.
"""

from collections.abc import Iterator
from typing import Any

from measures.models import Indicator
from measures.words import MISSING_WORDS, missing_word, status_by_word
from progress.judging.completeness import ResultEntry
from progress.judging.facts import NOT_REPORTED, REPORTED, SETTLED, IndicatorFacts
from progress.judging.fractions import (
    DENOMINATOR,
    FRACTION,
    NUMERATOR,
    fraction_text,
    takes_fraction,
    value_or_share,
)
from progress.judging.typed import read_cell
from sakado_dx.fiscal import format_date, parse_date
from sakado_dx.numbers import fitting, format_number, parse_number
from sakado_dx.readings import UnreadableValue, fold
from sakado_dx.spreadsheets.keys import match_key

NOT_DONE = "未達成"
SLASH = "/"
Held = dict[str, Any]


def read_result(text: str, facts: IndicatorFacts) -> str | Held:
    """What the cell says was measured: the fields of the entry that it fills, none where it is
    blank, or the status of one of the words of the missing. Raises `UnreadableValue`."""
    own = facts.missing_words
    if not text.strip():
        return {}
    if status := status_by_word(own).get(match_key(text)):
        return status
    if facts.kind == Indicator.Kind.QUALITATIVE:
        return {"words": text.strip()}
    if facts.kind == Indicator.Kind.MILESTONE:
        return _milestone(text)
    if SLASH in fold(text) and takes_fraction(facts):
        return _fraction(text)
    return {"value": read_cell(text, facts.unit, own)}


def show_result(entry: ResultEntry, facts: IndicatorFacts) -> str:
    """The text of such a cell, which `read_result` understands; blank for 未報告."""
    if entry.status == NOT_REPORTED:
        return ""
    if entry.status != REPORTED:
        return facts.word(entry.status)
    if facts.kind == Indicator.Kind.MILESTONE:
        return format_date(entry.done_on) if entry.done else NOT_DONE
    return entry.words or fraction_text(entry) or format_number(entry.value)


def words_of(facts: IndicatorFacts) -> Iterator[str]:
    """What the cell takes besides a figure, a day or words: 対象外, 測定前, 集計中 as the plan words
    them, of a milestone 未達成."""
    if facts.kind == Indicator.Kind.MILESTONE:
        yield NOT_DONE
    for status in MISSING_WORDS:
        if status != NOT_REPORTED:
            yield missing_word(status, facts.missing_words)


def certainty_beside(status: str, certainty: str, stated: str = "") -> str:
    """見込, 速報 or 確定, blank being 確定; what is no figure is neither 見込 nor 速報. `stated` is what
    somebody wrote of it in this sheet: raises `UnreadableValue` where there is no figure."""
    if status == REPORTED or certainty in ("", SETTLED):
        return certainty or SETTLED
    if stated:
        problem = f"実績がないのに、「{stated}」とあります。"
        raise UnreadableValue(
            stated, problem, "実績値を入力するか、確からしさを空欄にしてください。"
        )
    return SETTLED


def _fraction(text: str) -> Held:
    """分子／分母 in one cell, with the share that they make."""
    two = [fitting(parse_number(each), text) for each in fold(text).split(SLASH)]
    if len(two) != len(FRACTION) or None in two:
        cure = f"「196/724」のように、{NUMERATOR}と{DENOMINATOR}を入力してください。"
        raise UnreadableValue(text, f"{NUMERATOR}と{DENOMINATOR}になっていません。", cure)
    return {"value": value_or_share(None, two), **dict(zip(FRACTION, two, strict=True))}


def _milestone(text: str) -> Held:
    """A day on which it was reached, or 未達成."""
    if match_key(text) in (NOT_DONE, "まだ達成していない"):
        return {"done": False}
    if match_key(text) in ("達成", "達成した"):
        problem = "達成日がありません。"
        raise UnreadableValue(text, problem, "達成日を「R7.3.31」のように入力してください。")
    return {"done": True, "done_on": parse_date(text)}
