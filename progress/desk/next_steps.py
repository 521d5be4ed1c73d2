"""次にすること: what of a year waits for this person, the secretariat or an executive."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.urls import reverse

from measures.words import missing_word, own_missing_words
from progress.desk.facts import facts_counted, waits_for, waits_for_close
from progress.models import ReviewYear
from sakado_dx.organization.access import Standing

EXECUTIVES = frozenset({"check"})
SECRETARIATS = frozenset(
    {"confirm", "decide", "evaluate", "approve", "publish", "close", "proposal", "compiling"}
)


@dataclass(frozen=True)
class NextStep:
    """Something to do, how many it is of, and the page where it is done."""

    label: str
    number: int
    url: str


class OfYear(Protocol):
    """What is kept of a year (`Parts`): the year itself, and what is made of it once."""

    year: ReviewYear

    def made(self, make: Callable, *told: Hashable) -> Any: ...


def next_steps(standing: Standing, kept: OfYear) -> list[NextStep]:
    """What waits, in the order in which a year goes on; 0 queries for who has no part in it or was
    told already, else at most 2 however many reports there are."""
    if not (standing.is_secretariat or standing.is_executive):
        return []
    counts = kept.made(_counts, standing.user.pk, standing.day)
    own = SECRETARIATS if standing.is_secretariat else frozenset()
    own |= EXECUTIVES if standing.is_executive else frozenset()
    return [
        NextStep(label, counts[step], url)
        for step, label, url in _pages(kept.year)
        if counts[step] and step in own
    ]


def _counts(kept: OfYear, user_id: int, day: date) -> Counter[str]:
    """How many reports wait for each step of a person."""
    year, counts = kept.year, Counter()
    facts = facts_counted(year, user_id, day)
    for each in facts:
        for step in waits_for(each, year):
            counts[step] += each.number
    if waits_for_close(year, {each.state for each in facts}, day):
        counts["close"] = sum(each.number for each in facts)
    return counts


def _pages(year: ReviewYear) -> list[tuple[str, str, str]]:
    still = being_compiled(year)
    return [
        ("confirm", "事務局の確認を待つ報告", _at("confirm_bulk", year)),
        ("decide", "会議の決定を待つ報告", _at("meeting_list", year)),
        ("evaluate", "決定により評価済みにできる報告", _at("evaluate_bulk", year)),
        ("check", "あなたの内容確認がまだの報告", _at("content_check_bulk", year)),
        ("approve", "決裁の記録を待つ報告", _at("approve_bulk", year)),
        ("publish", "公表を待つ報告", _at("publish_bulk", year)),
        ("close", "年度を締める（報告はすべて評価済み）", _at("year_close", year)),
        ("proposal", "確定・訂正の申出があり、あなたの確認を待つ報告", _at("errata_list", year)),
        ("compiling", f"{still}のまま締めた実績の確定を待つ報告", compiling_url(year)),
    ]


def _at(name: str, year: ReviewYear) -> str:
    return reverse(f"progress:{name}", args=[year.pk])


def compiling_url(year: ReviewYear) -> str:
    """The year's reports with a figure that is still being compiled."""
    return f"{_at('queue', year)}?figures=compiling"


def being_compiled(year: ReviewYear) -> str:
    """The plan's word for a figure that is still being compiled."""
    return missing_word("being_compiled", own_missing_words(year.plan.missing_words))
