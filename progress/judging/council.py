"""What a council must see of a measure (progress/README: 会議が見るもの): one rule, which makes
both 注意が必要な施策 and the proposed agenda. Every cause is kept, the gravest first.

Below the 目安 is a remark and no cause, since numbers rise in steps; what is late in coming in
is the secretariat's own list.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from measures.words import is_on_course, is_slip
from progress.judging import facts as judging_facts
from progress.judging.facts import Figure, IndicatorFacts, Judgement
from progress.judging.findings import year as year_words
from progress.judging.judgement import figure_of, judge
from sakado_dx.fiscal import last_day

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
# What a meeting has looked at already where it accepts that a measure is behind until a day.
ACCEPTABLE = frozenset({"off_course", "missed", "slip"})
IDLE = STOPPED | {"not_started", "not_evaluated"}  # which no meeting accepts as a delay
ENDING = frozenset({"abolish", "merge", "suspend"})
BEHIND = frozenset({"slightly_late", "late"})
MISSING = frozenset({judging_facts.NOT_REPORTED, judging_facts.BEING_COMPILED})
# How a mark contradicts its figures.
CONTRADICTIONS = {
    "all_met": "判定の決まった目標はすべて達成しています",
    "missed": "達成していない目標があります",
}
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
    meeting's did. Words and their meanings, blank where the report did not count; whether its
    direction `slipped`, and whether division and secretariat `disagreed`; until when the meeting
    accepted that it is behind (`accepted_until`). `standing` is what the
    year's report added to its share (judging.shares)."""

    fiscal_year: int
    progress: str
    meaning: str
    outlook: str
    outlook_meaning: str
    decided: bool
    slipped: bool = False
    disagreed: bool = False
    accepted_until: date | None = None
    standing: str = ""


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
    years, newest first; `asked_from` the year of the oldest request that is open, 0 where none is."""

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
    asked_from: int = 0

    @property
    def meaning(self) -> str:
        return self.progress[1]


def needs_council(seen: Seen) -> list[Cause]:
    """All causes, the gravest first; none where a council need not look."""
    found = [*_undone(seen), *_outlook(seen), *_off_course(seen), *_missed(seen)]
    found += [*_contradiction(seen), *_slip(seen), *_no_figure(seen)]
    found += [*_disagreement(seen), *_asked(seen)]
    places = list(CAUSES)
    return sorted(found, key=lambda cause: places.index(cause.code))


def may_accept(meaning: str, outlook_meaning: str) -> bool:
    """了承済みの遅れ: whether a meeting that decides this may accept it until a day: it judges the
    measure behind, and lets it go on."""
    return meaning in BEHIND and outlook_meaning in GOES_ON


def accepted_until(seen: Seen, causes: Iterable[Cause]) -> date | None:
    """The day until which the last decision accepts that the measure is behind, where it covers the
    whole year and nothing else calls for the measure, which is at work; None else. No clock is
    asked: what a year says of it stays."""
    last = next((each for each in seen.before if each.decided), None)
    until = last.accepted_until if last and may_accept(last.meaning, last.outlook_meaning) else None
    if until is None or until < last_day(seen.fiscal_year) or seen.meaning in IDLE:
        return None
    return until if {each.code for each in causes} <= ACCEPTABLE else None


def urgency(seen: Seen, causes: list[Cause]) -> tuple:
    """The place on the agenda: what undoes a decision or changes course, then by the mark, the
    years in a row and the number of causes; equal ones stay in the plan's order. What a meeting
    accepted until a day stands below."""
    is_accepted = accepted_until(seen, causes) is not None
    first = any(cause.code in ("undone", "outlook") for cause in causes)
    mark = BY_MARK.index(seen.meaning) if seen.meaning in BY_MARK else len(BY_MARK)
    return (
        is_accepted,
        not first,
        mark,
        -max((cause.years for cause in causes), default=0),
        -len(causes),
    )


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
    meeting = f"{year_words(last.fiscal_year)}の会議は"
    if _goes_on(last, seen.meaning):
        decided = last.progress if last.meaning in STOPPED else last.outlook
        years = _in_a_row(seen, partial(_undoes, last, _goes_on))
        told = f"{meeting}「{decided}」と決めましたが、取組が続いています"
        yield Cause("undone", f"{told}{_since(seen, years)}。", years)
    if _falls_back(last, seen.meaning):
        years = _in_a_row(seen, partial(_undoes, last, _falls_back))
        told = f"{meeting}「完了」と決めましたが、進捗は「{seen.progress[0]}」です"
        yield Cause("undone", f"{told}{_since(seen, years)}。", years)


def _goes_on(last: YearBefore, meaning: str) -> bool:
    is_ended = last.meaning in STOPPED or last.outlook_meaning in ENDING
    return is_ended and meaning not in STOPPED


def _falls_back(last: YearBefore, meaning: str) -> bool:
    is_done = last.meaning == "done" or last.outlook_meaning == "finish"
    return is_done and not is_on_course(meaning) and meaning != "merged"


def _undoes(last: YearBefore, how: Callable[[YearBefore, str], bool], each: YearBefore) -> bool:
    """Whether a year after that of the decision undid it as well."""
    return each.fiscal_year > last.fiscal_year and bool(each.meaning) and how(last, each.meaning)


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
    judged = (each.judgement.met for each in seen.indicators)
    how = _contradicts(seen.meaning, judged)
    if how:
        years = _in_a_row(seen, lambda each: _contradicted(seen, each) == how)
        told = f"進捗は「{seen.progress[0]}」ですが、{CONTRADICTIONS[how]}{_since(seen, years)}。"
        yield Cause("contradiction", told, years)


def _contradicts(meaning: str, judged: Iterable[bool | None]) -> str:
    """A key of CONTRADICTIONS, or ""; what is judged by no figure contradicts nothing."""
    met = [each for each in judged if each is not None]
    if meaning in BEHIND and met and all(met):
        return "all_met"
    return "missed" if is_on_course(meaning) and not all(met) else ""


def _contradicted(seen: Seen, before: YearBefore) -> str:
    """How mark and figures contradicted each other in an earlier year."""
    judged = (judge(each.facts, each.figures, before.fiscal_year).met for each in seen.indicators)
    return _contradicts(before.meaning, judged)


def _slip(seen: Seen) -> Iterator[Cause]:
    if is_slip(seen.planned, seen.actual):
        years = _in_a_row(seen, lambda each: each.slipped)
        told = (
            f"方向性が計画（{seen.planned}）と違い、「{seen.actual}」でした{_since(seen, years)}。"
        )
        yield Cause("slip", told, years)


def _no_figure(seen: Seen) -> Iterator[Cause]:
    for each in seen.indicators:
        if not seen.meaning or each.judgement.code not in MISSING:
            continue
        years = _in_a_row(seen, partial(_lacked, each))
        if years > 1:
            told = f"{each.facts.name}：実績がありません{_since(seen, years)}。"
            yield Cause("no_figure", told, years)


def _lacked(each: JudgedIndicator, before: YearBefore) -> bool:
    """Whether a report of an earlier year counted and had no figure."""
    figure = figure_of(each.facts, each.figures, before.fiscal_year)
    return bool(before.meaning) and figure.status in MISSING


def _disagreement(seen: Seen) -> Iterator[Cause]:
    if seen.proposed and seen.own and seen.proposed != seen.own:
        years = _in_a_row(seen, lambda each: each.disagreed)
        told = f"所管課は「{seen.own}」、事務局は「{seen.proposed}」と判定しています"
        yield Cause("disagreement", f"{told}{_since(seen, years)}。", years)


def _asked(seen: Seen) -> Iterator[Cause]:
    if seen.is_new:
        yield Cause("new", "この年度に始まった施策です。")
    if seen.asked_from:
        years = max(seen.fiscal_year - seen.asked_from, 0) + 1
        told = f"前回までの指摘事項が、まだ完了していません{_since(seen, years)}。"
        yield Cause("follow_up", told, years)
