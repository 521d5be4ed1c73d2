"""The amounts of a report (千円): what they need, whether 決算 is settled, which may be added.

Many measures live in one 予算事業, so that an amount counts only where it is the measure's alone:
全額. 内数 is an unknown part of the 予算事業, 再掲 stands under another measure already.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from progress.judging.completeness import Missing
from progress.judging.facts import ESTIMATE, SETTLED, UNSETTLED_WORDS
from progress.models import report_fields
from sakado_dx.numbers import format_number, percent
from sakado_dx.readings import fold

WHOLE, PART, AGAIN = "全額", "内数", "再掲"
SCOPES = (WHOLE, PART, AGAIN)
BUDGET_NAME, BUDGET_SCOPE = "budget_name", "budget_scope"
INITIAL, REVISED = "initial_budget", "revised_budget"
SPENT, CARRIED = "settled_amount", "carried_over"
COLUMNS = (INITIAL, REVISED, SPENT, CARRIED)
TWICE = "同じ予算事業が2つ以上の施策で全額"


def certainty_of(accounts_on: date | None, today: date) -> str:
    """What 決算 is: 見込 until the year's 決算認定日 has come."""
    return SETTLED if accounts_on is not None and accounts_on <= today else ESTIMATE


@dataclass(frozen=True)
class Amounts:
    """The amounts of one measure in a year (千円; None is none, 0 is one) under the name of their
    予算事業. `certainty` is that of 決算."""

    name: str = ""
    scope: str = ""
    initial_budget: int | None = None
    revised_budget: int | None = None
    settled_amount: int | None = None
    carried_over: int | None = None
    certainty: str = SETTLED

    @property
    def has_any(self) -> bool:
        return any(getattr(self, column) is not None for column in COLUMNS)

    @property
    def budget(self) -> int | None:
        """What there was to spend: 補正後, and else 当初."""
        return self.initial_budget if self.revised_budget is None else self.revised_budget

    @property
    def mark(self) -> str:
        """見込 beside a 決算 that is not settled; else nothing."""
        return "" if self.settled_amount is None else UNSETTLED_WORDS.get(self.certainty, "")

    def shown(self, column: str) -> str:
        """An amount as pages write it: ``1,200``, of a 決算 ``1,164（見込）``; blank for none."""
        text = format_number(getattr(self, column))
        return f"{text}（{self.mark}）" if column == SPENT and self.mark else text

    @property
    def share_spent(self) -> Decimal | None:
        """執行率 (%, one decimal): 決算 ÷ 補正後 (else 当初); of what is not 全額 there is none."""
        return share_of(self.settled_amount, self.budget) if self.scope == WHOLE else None


def share_of(spent: int | None, budget: int | None) -> Decimal | None:
    return percent(spent, budget) if spent is not None and budget else None


def money_lines(money: Amounts, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """(label, text) of what a report says of its money, blanks left out, and the share spent
    where there is one; `texts` by the names of the report's fields."""
    own = [each for each in report_fields.FIELDS if each.section == report_fields.MONEY]
    lines = [
        (each.label, money.shown(each.name) if each.name in COLUMNS else texts.get(each.name, ""))
        for each in own
    ]
    share = money.share_spent
    lines.append(("執行率", "" if share is None else f"{share}％"))
    return [(label, text) for label, text in lines if text]


def missing_amounts(report) -> list[Missing]:
    """What the amounts of a report still lack: their 予算事業, whether they are its whole, and no
    more carried over than there was."""
    if all(getattr(report, column) is None for column in COLUMNS):
        return []
    missing = []
    if not report.budget_name.strip():
        missing.append(Missing(BUDGET_NAME, "金額があるときは、予算事業名を入力してください。"))
    if report.budget_scope not in SCOPES:
        sentence = "金額があるときは、予算事業の全額か、内数か、再掲かを選んでください。"
        missing.append(Missing(BUDGET_SCOPE, sentence))
    return missing + _carried_fault(report)


def _carried_fault(report) -> list[Missing]:
    budget = report.initial_budget if report.revised_budget is None else report.revised_budget
    carried = report.carried_over
    if carried is None or budget is None or carried <= budget:
        return []
    return [
        Missing(
            CARRIED,
            f"うち繰越額（{format_number(carried)}千円）が、予算額（{format_number(budget)}千円）を"
            "超えています。どちらかを直してください。",
        )
    ]


@dataclass(frozen=True)
class Total:
    """The sum of what may be added. `columns` are 千円 by COLUMNS (None where no amount is
    there), `of` how many measures each sum is of. `spent` and `budget` are of the measures that
    have both, `without_spent` is how many were left out of the share for having one alone;
    `is_estimate`: a 決算 in it is 見込."""

    columns: dict[str, int | None]
    of: dict[str, int]
    spent: int
    budget: int
    without_spent: int
    is_estimate: bool

    @property
    def share_spent(self) -> Decimal | None:
        return share_of(self.spent, self.budget)


def left_out_of(lines: Iterable[Amounts]) -> list[str]:
    """For each line why no total takes it; blank where one does. A 予算事業 that two measures call
    their 全額 would be counted twice, so neither is."""
    lines = list(lines)
    whole = Counter(fold(each.name).strip() for each in lines if each.scope == WHOLE)
    return [
        each.scope or "区分なし"
        if each.scope != WHOLE
        else TWICE
        if whole[fold(each.name).strip()] > 1
        else ""
        for each in lines
    ]


def counted(lines: Iterable[Amounts]) -> Iterator[Amounts]:
    """The lines that a total adds."""
    lines = list(lines)
    for each, reason in zip(lines, left_out_of(lines), strict=True):
        if not reason:
            yield each


def total_of(lines: Iterable[Amounts]) -> Total:
    """The sum of the lines, 全額 alone."""
    taken = list(counted(lines))
    given = {
        column: [value for each in taken if (value := getattr(each, column)) is not None]
        for column in COLUMNS
    }
    both = [each for each in taken if each.settled_amount is not None and each.budget is not None]
    return Total(
        columns={column: sum(values) if values else None for column, values in given.items()},
        of={column: len(values) for column, values in given.items()},
        spent=sum(each.settled_amount for each in both),
        budget=sum(each.budget for each in both),
        without_spent=len(taken) - len(both),
        is_estimate=any(each.mark for each in taken),
    )
