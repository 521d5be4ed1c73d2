"""Amounts: what they need, when 決算 is settled, which of them are added."""

from datetime import date
from decimal import Decimal

import pytest

from progress.judging.amounts import (
    Amounts,
    certainty_of,
    left_out_of,
    missing_amounts,
    money_lines,
    total_of,
)
from progress.models import ProgressReport

DAY = date(2024, 9, 30)


@pytest.mark.parametrize(
    ("accounts_on", "today", "told"),
    [
        (None, DAY, "estimate"),
        (DAY, date(2024, 9, 29), "estimate"),
        (DAY, DAY, "settled"),
        (DAY, date(2025, 1, 1), "settled"),
    ],
)
def test_accounts_are_an_estimate_until_their_day_has_come(accounts_on, today, told):
    assert certainty_of(accounts_on, today) == told


def whole(name="窓口事業", **amounts) -> Amounts:
    return Amounts(name, "全額", **amounts)


@pytest.mark.parametrize(
    ("spent", "share"),
    [(3334, "33.3"), (3335, "33.4"), (9996, "99.9"), (10004, "100.1"), (4, "0.1")],
)
def test_share_spent_is_rounded_half_up_to_one_decimal(spent, share):
    amounts = whole(initial_budget=10_000, settled_amount=spent)
    assert amounts.share_spent == Decimal(share)


def test_share_spent_is_of_the_last_budget_and_of_the_whole_alone():
    shares = [
        whole(initial_budget=1000, revised_budget=1200, settled_amount=900).share_spent,
        whole(initial_budget=1000, settled_amount=900).share_spent,
        whole(initial_budget=1000, settled_amount=0).share_spent,
        whole(initial_budget=0, settled_amount=0).share_spent,
        whole(settled_amount=900).share_spent,
        Amounts("窓口事業", "内数", initial_budget=1000, settled_amount=900).share_spent,
        Amounts("窓口事業", "再掲", initial_budget=1000, settled_amount=900).share_spent,
    ]
    assert shares == [Decimal("75.0"), Decimal("90.0"), Decimal(0), None, None, None, None]


def test_total_adds_only_what_is_the_whole_of_its_budget_and_tells_the_rest():
    lines = [
        whole("甲", initial_budget=1000, settled_amount=900, carried_over=0),
        whole("乙", initial_budget=500, revised_budget=600),
        Amounts("丙", "内数", initial_budget=9000, settled_amount=9000),
        Amounts("甲", "再掲", initial_budget=1000, settled_amount=900),
        whole("丁 事業", initial_budget=70),
        whole("丁　事業", initial_budget=70),
    ]
    twice = "同じ予算事業が2つ以上の施策で全額"
    assert left_out_of(lines) == ["", "", "内数", "再掲", twice, twice]
    total = total_of(lines)
    assert total.columns == {
        "initial_budget": 1500, "revised_budget": 600, "settled_amount": 900, "carried_over": 0,
    }  # fmt: skip
    assert (total.share_spent, total.without_spent) == (Decimal("90.0"), 1)


def test_total_of_nothing_whole_is_no_zero():
    total = total_of([Amounts("丙", "内数", initial_budget=9000, settled_amount=9000)])
    assert set(total.columns.values()) == {None}
    assert total.share_spent is None


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, []),
        ({"funding": "一般財源"}, []),
        ({"initial_budget": 0}, ["budget_name", "budget_scope"]),
        ({"settled_amount": 5, "budget_name": "窓口事業"}, ["budget_scope"]),
        ({"settled_amount": 5, "budget_name": " ", "budget_scope": "全額"}, ["budget_name"]),
        ({"carried_over": 5, "budget_name": "窓口事業", "budget_scope": "内数"}, []),
    ],
)
def test_amount_needs_its_budget_and_whether_it_is_the_whole(given, fields):
    assert [each.field for each in missing_amounts(ProgressReport(**given))] == fields


def test_no_more_is_carried_over_than_the_last_budget():
    named = {"budget_name": "窓口事業", "budget_scope": "全額", "initial_budget": 1000}
    report = ProgressReport(**named, revised_budget=800, carried_over=900)
    assert missing_amounts(report) == [
        (
            "carried_over",
            "うち繰越額（900千円）が、予算額（800千円）を超えています。どちらかを直してください。",
        )
    ]
    assert missing_amounts(ProgressReport(**named, carried_over=900)) == []


def test_money_is_told_with_its_estimate_and_its_share():
    money = whole(initial_budget=1000, settled_amount=900, certainty="estimate")
    texts = {"budget_name": "窓口事業", "budget_scope": "全額", "funding": ""}
    assert money_lines(money, texts) == [
        ("予算事業名", "窓口事業"),
        ("全額・内数・再掲", "全額"),
        ("当初予算額（千円）", "1,000"),
        ("決算額（千円）", "900（見込）"),
        ("執行率", "90.0％"),
    ]
