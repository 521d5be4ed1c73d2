"""予算要求用: the measures whose 今後の方針 widens, alters or lessens the work, by division, with
next year's work and the amounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django import forms

from progress.dashboards.amounts_pages import measure_url
from progress.judging.amounts import BUDGET_NAME, BUDGET_SCOPE, COLUMNS, Amounts
from progress.models import ProgressReport, ReviewYear
from progress.reading.edition import Edition, PlanFrame, Word
from progress.reading.kept import YearNow
from progress.reading.rows import counted_states
from progress.reading.years import editions_in, frame_in
from sakado_dx.lists import Column, ListForm

ASKED = ("expand", "review", "shrink")  # outlooks that a budget has to follow


@dataclass(frozen=True)
class BudgetLine:
    """What the budget's list shows of a report."""

    title: str
    url: str
    lead: str
    outlook: Word
    next_work: str
    money: Amounts


class Budget(NamedTuple):
    """All that the page shows of a year: the plan's frame and the lines."""

    frame: PlanFrame
    lines: list[BudgetLine]


def budget_now(now: YearNow) -> Budget:
    """Of a year as it stands: all editions are read for it, and none of them is kept."""
    return budget_of(now.year, pending=now.pending)


def budget_of(year: ReviewYear, *, pending: bool = False) -> Budget:
    """The reports that count and whose outlook is one of `ASKED`, by lead division in the plan's
    order; 7 queries, 1 where the year is closed."""
    editions, states = editions_in(year), counted_states(pending)
    found = [
        _line(year, each)
        for each in editions.values()
        if each.report.state in states and _meaning(each) in ASKED
    ]
    places = {name: place for place, name in enumerate(dict.fromkeys(each.lead for each in found))}
    return Budget(frame_in(year, editions), sorted(found, key=lambda each: places[each.lead]))


def _line(year: ReviewYear, edition: Edition) -> BudgetLine:
    report = edition.report
    return BudgetLine(
        edition.plan.title,
        measure_url(year, edition),
        next(iter(edition.plan.divisions), "（なし）"),
        report.mark.outlook,
        report.texts.get("next_work", ""),
        report.money,
    )


def _meaning(edition: Edition) -> str:
    outlook = edition.report.mark.outlook
    return outlook.meaning if outlook else ""


def columns_of(frame: PlanFrame) -> list[Column]:
    """Amounts are whole 千円, as numbers; what is not reported is blank."""
    column = {each.name: str(each.verbose_name) for each in ProgressReport._meta.fields}
    return [
        Column("主管課", lambda each: each.lead, "division"),
        Column(frame.measure_label, lambda each: each.title, url=lambda each: each.url),
        Column(
            "今後の方針",
            lambda each: each.outlook.word,
            "outlook",
            order=lambda each: each.outlook.order,
        ),
        Column(column["next_work"], lambda each: each.next_work),
        Column(column[BUDGET_NAME], lambda each: each.money.name, "budget"),
        Column(column[BUDGET_SCOPE], lambda each: each.money.scope),
        *(
            Column(column[name], partial(_amount, name), name)
            for name in COLUMNS
        ),
        Column("決算額の確定", lambda each: each.money.mark),
    ]  # fmt: skip


def _amount(name: str, line: BudgetLine) -> int | None:
    return getattr(line.money, name)


class BudgetForm(ListForm):
    """By division and by outlook."""

    division = forms.ChoiceField(label="主管課", required=False)
    outlook = forms.ChoiceField(label="今後の方針", required=False)

    def __init__(self, data: Mapping[str, str], lines: Sequence[BudgetLine]):
        super().__init__(data)
        told = {
            "division": dict.fromkeys(each.lead for each in lines),
            "outlook": dict.fromkeys(each.outlook.word for each in lines),
        }
        for name, words in told.items():
            self.fields[name].choices = [("", "すべて"), *zip(words, words, strict=True)]

    def by_division(self, lines: list[BudgetLine], name: str) -> list[BudgetLine]:
        return [each for each in lines if each.lead == name]

    def by_outlook(self, lines: list[BudgetLine], word: str) -> list[BudgetLine]:
        return [each for each in lines if each.outlook.word == word]
