"""What a plan's own words mean: progress, outlook, the phases of a yearly direction."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from sakado_dx.readings import fold
from sakado_dx.spreadsheets.keys import match_key


class Meaning(NamedTuple):
    """The fixed meaning that a plan's own progress word is mapped to; `told` says it to people."""

    word: str
    needs_reason: bool
    counts: bool
    told: str = ""


MEANINGS = {
    "not_started": Meaning("未着手", True, True, "まだ始めていません。"),
    "ahead": Meaning("計画より進んでいる", False, True, "予定より早く進んでいます。"),
    "on_track": Meaning("順調", False, True, "予定どおりです。"),
    "slightly_late": Meaning("やや遅れ", True, True, "少し遅れています。"),
    "late": Meaning("遅れ", True, True, "遅れています。"),
    "done": Meaning("完了", False, True, "計画した内容を終えました。"),
    "suspended": Meaning("休止", True, False, "一時的に止めています。"),
    "cancelled": Meaning("中止", True, False, "取りやめました。"),
    "merged": Meaning("統合", True, False, "ほかの施策にまとめました。"),
    "not_evaluated": Meaning("評価対象外", True, False, "この年度は評価しません。"),
}


# The standard words of what is to come, and what they mean, by meaning.
OUTLOOKS = {
    "continue": ("継続", "同じ内容で続けます。"),
    "expand": ("拡充", "広げます。"),
    "review": ("見直し", "内容や進め方を改めます。"),
    "shrink": ("縮小", "減らします。"),
    "merge": ("統合", "ほかの施策にまとめます。"),
    "suspend": ("休止", "一時的に止めます。"),
    "abolish": ("廃止", "やめます。"),
    "finish": ("完了", "終えます。"),
}


def told_of(meaning: str) -> str:
    """What progress of this meaning says, asks for and counts as: 遅れています。理由を書きます。

    ``KeyError`` for a meaning that does not exist.
    """
    found = MEANINGS[meaning]
    asks = "理由を書きます。" if found.needs_reason else ""
    return found.told + asks + ("" if found.counts else "割合の計算に入りません。")


# The standard words for a result that is missing, in the order in which a plan's own are kept.
MISSING_WORDS = {
    "not_reported": "未報告",
    "not_applicable": "対象外",
    "not_yet_measured": "測定前",
    "being_compiled": "集計中",
}


def own_missing_words(stored: Mapping[str, str]) -> tuple[str, ...]:
    """The plan's wording of the missing in the order of MISSING_WORDS, the standard word where
    it has none; empty where the plan has no wording of its own."""
    words = tuple(stored.get(status) or word for status, word in MISSING_WORDS.items())
    return () if words == tuple(MISSING_WORDS.values()) else words


def missing_word(status: str, own: Sequence[str] = ()) -> str:
    """The word for a status of the missing, of a plan's `own_missing_words`; ``KeyError`` for
    another status."""
    return dict(zip(MISSING_WORDS, own, strict=False)).get(status) or MISSING_WORDS[status]


def status_by_word(own: Sequence[str] = ()) -> Mapping[str, str]:
    """Status by word as cells are matched (`match_key`): the standard words, and over them the
    plan's own."""
    return _status_by_word(tuple(own))


@cache  # a plan has one wording, and every cell of a figure asks
def _status_by_word(own: tuple[str, ...]) -> Mapping[str, str]:
    standard = {word: status for status, word in MISSING_WORDS.items()}
    words = standard | dict(zip(own, MISSING_WORDS, strict=False))
    return {match_key(word): status for word, status in words.items()}


BETWEEN_PHASES = re.compile(r"[・、,/\s]+")


def needs_reason(meaning: str) -> bool:
    """Whether progress of this meaning must be explained; nothing chosen ("") needs nothing.

    ``KeyError`` for a meaning that does not exist.
    """
    return bool(meaning) and MEANINGS[meaning].needs_reason


def counts_in_denominator(meaning: str) -> bool:
    """Whether a measure with this progress counts among those that could be on course.

    One without progress ("") does: it is 未報告, and a share that left it out would look
    better than it is. ``KeyError`` for a meaning that does not exist.
    """
    return not meaning or MEANINGS[meaning].counts


@cache  # a plan has a handful of directions, and a year's pages ask of each measure
def phases(direction: str) -> frozenset[str]:
    """The phases of a yearly direction: 更改・運用 is the same set as 運用、更改."""
    return frozenset(phase for phase in BETWEEN_PHASES.split(fold(direction)) if phase)


def is_slip(planned: str, actual: str) -> bool:
    """Whether the actual direction of a year differs from the planned (resolved) one.

    Where either is blank nothing is known, and nothing has slipped. Being ahead of the plan
    is a difference too: the plan's page has to be put right either way.
    """
    wanted, seen = phases(planned), phases(actual)
    return bool(wanted and seen) and wanted != seen


# What counts as on course, on every page: 順調・完了.
ON_COURSE = frozenset({"ahead", "on_track", "done"})


def is_on_course(meaning: str) -> bool:
    return meaning in ON_COURSE
