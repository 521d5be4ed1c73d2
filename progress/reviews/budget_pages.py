"""予算要求用の一覧: what the 調書 that are handed in and the proposals ask of the next budget."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms

from progress.models import Budget, PlanReview
from progress.reviews.deciding import decided_of, newest_in_force, proposals_of
from sakado_dx.lists import Column, ListForm

MEASURE, NEW = "既存", "新規"


@dataclass(frozen=True)
class BudgetLine:
    """A 調書 or a proposal with its effect on the budget; amounts in 千円, None where none is said."""

    kind: str
    title: str
    url: str
    divisions: tuple[str, ...]
    outlook: str
    proposed: str
    decided: str
    budget: str
    amount: int | None
    note: str

    @property
    def budget_words(self) -> str:
        return str(Budget(self.budget).label)


def lines_of(review: PlanReview, day: date) -> list[BudgetLine]:
    """All that is handed in and touches the budget, measures in the plan's order, then new ones."""
    lines = [
        BudgetLine(
            kind=MEASURE,
            title=str(paper.measure),
            url=paper.get_absolute_url(),
            divisions=tuple(division.name for division in paper.measure.divisions_on(day)),
            outlook=str(paper.outlook or ""),
            proposed=str(paper.proposed_outlook or ""),
            decided=each.in_force.words if each.in_force else "",
            budget=paper.budget,
            amount=paper.budget_amount,
            note=paper.budget_note,
        )
        for each in decided_of(review)
        for paper in [each.paper]
        if paper.is_submitted and paper.budget not in ("", Budget.NONE)
    ]
    for row, decisions in proposals_of(review):
        decision = newest_in_force(decisions)
        if row.budget and row.budget != Budget.NONE:
            lines.append(
                BudgetLine(
                    kind=NEW,
                    title=row.name,
                    url=row.get_absolute_url(),
                    divisions=(row.division.name,),
                    outlook=NEW,
                    proposed=row.get_proposed_display(),
                    decided=decision.words if decision else "",
                    budget=row.budget,
                    amount=row.budget_amount,
                    note=row.work,
                )
            )
    return lines


COLUMNS = (
    Column("施策", lambda each: each.title, url=lambda each: each.url),
    Column("区分", lambda each: each.kind, "kind"),
    Column("所管課", lambda each: "、".join(each.divisions) or "（なし）", "division"),
    Column("今後の方針（調書）", lambda each: each.outlook, "outlook"),
    Column("事務局案", lambda each: each.proposed),
    Column("会議の決定", lambda each: each.decided),
    Column("予算への影響", lambda each: each.budget_words, "budget"),
    Column("影響額（千円）", lambda each: "" if each.amount is None else each.amount, "amount"),
    Column("予算の内容", lambda each: each.note, css="column--reason"),
)


class BudgetFilter(ListForm):
    """By what is asked of the budget, and by division."""

    budget = forms.ChoiceField(
        label="予算への影響",
        choices=[("", "すべて"), *(pair for pair in Budget.choices if pair[0] != Budget.NONE)],
        required=False,
    )
    division = forms.ChoiceField(label="所管課", required=False)

    def __init__(self, data: Mapping[str, str], lines: Sequence[BudgetLine]):
        super().__init__(data)
        names = dict.fromkeys(name for each in lines for name in each.divisions)
        self.fields["division"].choices = [("", "すべて"), *((name, name) for name in names)]

    def by_budget(self, lines: list[BudgetLine], budget: str) -> list[BudgetLine]:
        return [each for each in lines if each.budget == budget]

    def by_division(self, lines: list[BudgetLine], name: str) -> list[BudgetLine]:
        return [each for each in lines if name in each.divisions]
