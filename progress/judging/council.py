"""What a council must see of a measure (progress/README: 会議が見るもの): one rule, which makes
both 注意が必要な施策 and the proposed agenda. Every cause is kept, the gravest first.

Below the 目安 is a remark and no cause, since numbers rise in steps; what is late in coming in
is the secretariat's own list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from measures.words import counts_in_denominator, is_on_course, is_slip
from progress.judging import facts as judging_facts
from progress.judging.facts import Figure, IndicatorFacts, Judgement
from progress.judging.findings import year as year_words
from progress.judging.judgement import figure_of, judge

# Gravest first.
CAUSES = {
    "undone": "決定と食い違う",
    "outlook": "今後の方針",
    "off_course": "進捗",
    "missed": "目標未達",
    "contradiction": "進捗と実績の食い違い",
    "slip": "方向性のずれ",
    "no_figure": "実績なし",
    "disagreement": "判定の相違",
    "new": "新規",
    "follow_up": "前回の指摘",
}
GOES_ON = frozenset({"continue", "expand", "finish"})
STOPPED = frozenset({"cancelled", "merged", "suspended"})
ENDING = frozenset({"abolish", "merge", "suspend"})
BEHIND = frozenset({"slightly_late", "late"})
MISSING = frozenset({judging_facts.NOT_REPORTED, judging_facts.BEING_COMPILED})
# The order of the agenda by the mark that counts.
BY_MARK = (
    "late", "cancelled", "merged", "suspended", "slightly_late", "not_started", "not_evaluated",
)  # fmt: skip


class Cause(NamedTuple):
    """Why a council must see a measure: a key of CAUSES, a sentence, and for how many years in a
    row, this one included."""

    code: str
    sentence: str
    years: int = 1


@dataclass(frozen=True)
class YearBefore:
    """What an earlier year says of the measure by the mark that counted; `decided` where a
    meeting's did. Words and their meanings, blank where the report did not count."""

    fiscal_year: int
    progress: str
    meaning: str
    outlook: str
    outlook_meaning: str
    decided: bool


@dataclass(frozen=True)
class JudgedIndicator:
    """An indicator that the measure enters, with its figures and the year's judgement."""

    facts: IndicatorFacts
    figures: Mapping[int, Figure]
    judgement: Judgement


@dataclass(frozen=True)
class Seen:
    """What the rule looks at. `progress` and `outlook` are (word, meaning) of the mark that
    counts, `own` and `proposed` the division's and the secretariat's words; `before` the earlier
    years, newest first; `is_scheduled` whether the plan schedules anything for the year."""

    fiscal_year: int
    progress: tuple[str, str] = ("", "")
    outlook: tuple[str, str] = ("", "")
    own: str = ""
    proposed: str = ""
    planned: str = ""
    actual: str = ""
    indicators: tuple[JudgedIndicator, ...] = ()
    before: tuple[YearBefore, ...] = ()
    is_new: bool = False
    has_follow_up: bool = False

    @property
    def meaning(self) -> str:
        return self.progress[1]


def needs_council(seen: Seen) -> list[Cause]:
    """All causes, the gravest first; none where a council need not look."""
    found = [*_undone(seen), *_outlook(seen), *_off_course(seen)]
    if counts_in_denominator(seen.meaning):
        found += [*_missed(seen), *_contradiction(seen), *_slip(seen), *_no_figure(seen)]
    found += [*_disagreement(seen), *_asked(seen)]
    places = list(CAUSES)
    return sorted(found, key=lambda cause: places.index(cause.code))


def urgency(seen: Seen, causes: list[Cause]) -> tuple:
    """The place on the agenda: what undoes a decision or changes course, then by the mark, the
    years in a row and the number of causes; equal ones stay in the plan's order."""
    first = any(cause.code in ("undone", "outlook") for cause in causes)
    mark = BY_MARK.index(seen.meaning) if seen.meaning in BY_MARK else len(BY_MARK)
    return not first, mark, -max((cause.years for cause in causes), default=0), -len(causes)


def _in_a_row(seen: Seen, holds) -> int:
    """How many years in a row, this one included, something holds of the years before."""
    years = 1
    for before in seen.before:
        if before.fiscal_year != seen.fiscal_year - years or not holds(before):
            break
        years += 1
    return years


def _since(seen: Seen, years: int) -> str:
    return f"（{year_words(seen.fiscal_year - years + 1)}から{years}年続けて）" if years > 1 else ""


def is_undone(seen: Seen) -> bool:
    """Whether mark or work undoes what a meeting decided for the year before (f1)."""
    return any(True for _ in _undone(seen))


def _undone(seen: Seen) -> Iterator[Cause]:
    last = next((each for each in seen.before if each.decided), None)
    if last is None or not seen.meaning:
        return
    decided = last.progress if last.meaning in STOPPED else last.outlook
    is_ended = last.meaning in STOPPED or last.outlook_meaning in ENDING
    if is_ended and seen.meaning not in STOPPED:
        told = f"{year_words(last.fiscal_year)}の会議は「{decided}」と決めましたが、取組が続いています。"
        yield Cause("undone", told)
    is_done = last.meaning == "done" or last.outlook_meaning == "finish"
    if is_done and not is_on_course(seen.meaning) and seen.meaning != "merged":
        told = f"{year_words(last.fiscal_year)}の会議は「完了」と決めましたが、進捗は「{seen.progress[0]}」です。"
        yield Cause("undone", told)


def _outlook(seen: Seen) -> Iterator[Cause]:
    word, meaning = seen.outlook
    if meaning and meaning not in GOES_ON:
        years = _in_a_row(seen, lambda each: each.outlook_meaning == meaning)
        yield Cause("outlook", f"今後の方針は「{word}」です{_since(seen, years)}。", years)


def _off_course(seen: Seen) -> Iterator[Cause]:
    word, meaning = seen.progress
    is_idle_by_plan = meaning == "not_started" and not seen.planned
    if not meaning or is_on_course(meaning) or is_idle_by_plan:
        return
    years = _in_a_row(seen, lambda each: bool(each.meaning) and not is_on_course(each.meaning))
    yield Cause("off_course", f"進捗は「{word}」です{_since(seen, years)}。", years)


def _missed(seen: Seen) -> Iterator[Cause]:
    for each in seen.indicators:
        if each.judgement.met is False:
            years = _years_missed(each, seen.fiscal_year)
            told = f"{each.facts.name}：{each.judgement.finding}{_since(seen, years)}"
            yield Cause("missed", told, years)


def _years_missed(each: JudgedIndicator, fiscal_year: int) -> int:
    years = 1
    while judge(each.facts, each.figures, fiscal_year - years).met is False:
        years += 1
    return years


def _contradiction(seen: Seen) -> Iterator[Cause]:
    judged = [each.judgement.met for each in seen.indicators if each.judgement.met is not None]
    if seen.meaning in BEHIND and judged and all(judged):
        told = f"進捗は「{seen.progress[0]}」ですが、判定の決まった目標はすべて達成しています。"
        yield Cause("contradiction", told)
    if is_on_course(seen.meaning) and not all(judged):
        told = f"進捗は「{seen.progress[0]}」ですが、達成していない目標があります。"
        yield Cause("contradiction", told)


def _slip(seen: Seen) -> Iterator[Cause]:
    if is_slip(seen.planned, seen.actual):
        yield Cause("slip", f"方向性が計画（{seen.planned}）と違い、「{seen.actual}」でした。")


def _no_figure(seen: Seen) -> Iterator[Cause]:
    known = {each.fiscal_year for each in seen.before if each.meaning}
    for each in seen.indicators:
        last = figure_of(each.facts, each.figures, seen.fiscal_year - 1)
        is_missing = each.judgement.code in MISSING and last.status in MISSING
        if seen.meaning and is_missing and seen.fiscal_year - 1 in known:
            told = f"{each.facts.name}：前年度に続き、実績がありません。"
            yield Cause("no_figure", told, 2)


def _disagreement(seen: Seen) -> Iterator[Cause]:
    if seen.proposed and seen.own and seen.proposed != seen.own:
        told = f"所管課は「{seen.own}」、事務局は「{seen.proposed}」と判定しています。"
        yield Cause("disagreement", told)


def _asked(seen: Seen) -> Iterator[Cause]:
    if seen.is_new:
        yield Cause("new", "この年度に始まった施策です。")
    if seen.has_follow_up:
        yield Cause("follow_up", "前回までの指摘事項が、まだ完了していません。")
