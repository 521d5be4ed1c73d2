"""予算要求用: the measures whose 今後の方針 widens, alters or lessens the work, by division, with
next year's work and the amounts."""

from collections.abc import Mapping, Sequence
from functools import partial

from django import forms

from progress.dashboards.amounts_pages import measure_url
from progress.judging.amounts import BUDGET_NAME, BUDGET_SCOPE, COLUMNS
from progress.models import ProgressReport, ReviewYear
from progress.reading.edition import Edition, PlanFrame
from progress.reading.rows import counted_states
from progress.reading.years import editions_in
from sakado_dx.lists import Column, ListForm

ASKED = ("expand", "review", "shrink")  # outlooks that a budget has to follow


def lines_of(year: ReviewYear, *, pending: bool = False) -> list[Edition]:
    """The reports that count and whose outlook is one of `ASKED`, by lead division in the plan's
    order; 7 queries, 1 where the year is closed."""
    states = counted_states(pending)
    found = [
        each
        for each in editions_in(year).values()
        if each.report.state in states and _meaning(each) in ASKED
    ]
    places = {name: place for place, name in enumerate(dict.fromkeys(map(lead_of, found)))}
    return sorted(found, key=lambda each: places[lead_of(each)])


def lead_of(edition: Edition) -> str:
    return next(iter(edition.plan.divisions), "（なし）")


def _meaning(edition: Edition) -> str:
    outlook = edition.report.mark.outlook
    return outlook.meaning if outlook else ""


def _outlook(edition: Edition) -> str:
    return edition.report.mark.outlook.word


def columns_of(year: ReviewYear, frame: PlanFrame) -> list[Column]:
    """Amounts are whole 千円, as numbers; what is not reported is blank."""
    column = {each.name: str(each.verbose_name) for each in ProgressReport._meta.fields}
    return [
        Column("主管課", lead_of, "division"),
        Column(
            frame.measure_label,
            lambda each: each.plan.title,
            url=lambda each: measure_url(year, each),
        ),
        Column("今後の方針", _outlook, "outlook", order=lambda each: each.report.mark.outlook.order),
        Column(column["next_work"], lambda each: each.report.texts.get("next_work", "")),
        Column(column[BUDGET_NAME], lambda each: each.report.money.name, "budget"),
        Column(column[BUDGET_SCOPE], lambda each: each.report.money.scope),
        *(
            Column(column[name], partial(_amount, name), name)
            for name in COLUMNS
        ),
        Column("決算額の確定", lambda each: each.report.money.mark),
    ]  # fmt: skip


def _amount(name: str, edition: Edition) -> int | None:
    return getattr(edition.report.money, name)


class BudgetForm(ListForm):
    """By division and by outlook."""

    division = forms.ChoiceField(label="主管課", required=False)
    outlook = forms.ChoiceField(label="今後の方針", required=False)

    def __init__(self, data: Mapping[str, str], lines: Sequence[Edition]):
        super().__init__(data)
        for name, of in (("division", lead_of), ("outlook", _outlook)):
            words = dict.fromkeys(of(each) for each in lines)
            self.fields[name].choices = [("", "すべて"), *zip(words, words, strict=True)]

    def by_division(self, lines: list[Edition], name: str) -> list[Edition]:
        return [each for each in lines if lead_of(each) == name]

    def by_outlook(self, lines: list[Edition], word: str) -> list[Edition]:
        return [each for each in lines if _outlook(each) == word]
