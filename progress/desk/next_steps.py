"""次にすること: what of a year waits for this person, the secretariat or an executive."""

from collections import Counter
from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from measures.words import missing_word, own_missing_words
from progress.desk.facts import facts_counted, waits_for, waits_for_close
from progress.models import ReviewYear
from progress.reading.kept import said
from sakado_dx.organization.access import Standing
from sakado_dx.records.kept import KeptWhile

EXECUTIVES = frozenset({"check"})
SECRETARIATS = frozenset(
    {"confirm", "decide", "evaluate", "approve", "publish", "close", "proposal", "compiling"}
)
# Of secretaries and executives, a handful, and of the years that they look at.
_kept: KeptWhile[Counter[str]] = KeptWhile(50)


@dataclass(frozen=True)
class NextStep:
    """Something to do, how many it is of, and the page where it is done."""

    label: str
    number: int
    url: str


def next_steps(standing: Standing, year: ReviewYear) -> list[NextStep]:
    """What waits, in the order in which a year goes on; 0 queries for who has no part in it, 1 as
    long as nothing was recorded since, else at most 3, however many reports there are."""
    if not (standing.is_secretariat or standing.is_executive):
        return []
    counts = _kept.of((standing.told, said(year)), partial(_counts, standing, year))
    own = SECRETARIATS if standing.is_secretariat else frozenset()
    own |= EXECUTIVES if standing.is_executive else frozenset()
    return [
        NextStep(label, counts[step], url)
        for step, label, url in _pages(year)
        if counts[step] and step in own
    ]


def forget() -> None:
    """Keep nothing of what waits."""
    _kept.forget()


def _counts(standing: Standing, year: ReviewYear) -> Counter[str]:
    """How many reports wait for each step."""
    counts: Counter[str] = Counter()
    facts = facts_counted(standing, year)
    for each in facts:
        for step in waits_for(each, year):
            counts[step] += each.number
    if waits_for_close(year, {each.state for each in facts}, standing.day):
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
