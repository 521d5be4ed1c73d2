"""A share that is entered as 分子 and 分母, and what of the two cannot stand."""

from decimal import Decimal

import pytest

from progress.judging.completeness import ResultEntry, fault_of
from progress.judging.facts import Figure, IndicatorFacts
from progress.judging.findings import held
from progress.judging.fractions import fraction_words, labels, share_of, value_or_share

RATE = IndicatorFacts("女性の登用率", "%", "number", measured_as="rate")
NAMED = IndicatorFacts(
    "女性の登用率", "%", "number", measured_as="rate",
    numerator_name="女性の委員数", denominator_name="委員の総数",
)  # fmt: skip


def entry(numerator, denominator, value=None) -> ResultEntry:
    given = (None if each is None else Decimal(each) for each in (numerator, denominator, value))
    numerator, denominator, value = given
    return ResultEntry("reported", value, numerator=numerator, denominator=denominator)


@pytest.mark.parametrize(
    ("numerator", "denominator", "share"),
    [
        (196, 724, "27.1"), (1, 8, "12.5"), (1, 16, "6.3"), (0, 5, "0"), (5, 5, "100"),
        (9999, 10000, "99.9"), (1, 9999, "0.1"), (3, 2, "150"),
    ],
)  # fmt: skip
def test_share_is_rounded_half_up_and_whole_only_where_it_is_all(numerator, denominator, share):
    assert share_of(Decimal(numerator), Decimal(denominator)) == Decimal(share)


def test_there_is_no_share_of_nothing():
    assert share_of(Decimal(1), Decimal(0)) is share_of(None, Decimal(5)) is None


@pytest.mark.parametrize(
    ("typed", "fraction", "stored", "value"),
    [
        (None, (196, 724), None, "27.1"),  # blank: their share
        ("27.07", (196, 724), None, "27.07"),  # typed: as it is
        ("27.1", (200, 724), (196, 724, "27.1"), "27.6"),  # as stored, beside other figures
        ("27.1", (196, 724), (196, 724, "27.07"), "27.1"),
        ("27.1", (200, 724), (None, None, "27.1"), "27.1"),
        ("27.1", (None, 724), (196, 724, "27.1"), "27.1"),
        (None, (196, 0), None, None),
    ],
)
def test_value_is_the_share_unless_another_was_typed(typed, fraction, stored, value):
    numbers = [None if each is None else Decimal(each) for each in fraction]
    found = value_or_share(typed and Decimal(typed), numbers, stored and entry(*stored))
    assert found == (value and Decimal(value))


def test_share_that_no_column_holds_is_refused():
    assert fault_of(RATE, entry("99999999999", "0.0001")) == (
        "99,999,999,999／0.0001から計算した割合の整数が11桁を超えています。"
        "分子と分母を確かめてください。"
    )


@pytest.mark.parametrize("value", ["27.1", "27.07", "27.0718", "27"])
def test_value_may_be_the_share_with_other_decimals(value):
    assert fault_of(RATE, entry(196, 724, value)) == ""


@pytest.mark.parametrize(
    ("facts", "held", "fault"),
    [
        (
            RATE,
            (196, 724, "27.2"),
            "実績値（27.2%）が、196／724から計算した割合（27.1%）と合いません。"
            "実績値を空欄にするか、どれかを直してください。",
        ),
        (RATE, (196, None, "27.1"), "分母が空欄です。分母も入力するか、分子を空欄にしてください。"),
        (RATE, (None, 724, "27.1"), "分子が空欄です。分子も入力するか、分母を空欄にしてください。"),
        (
            RATE,
            (196, 0, "27.1"),
            "分母が0では、割合を計算できません。分母に0より大きい数を入力してください。",
        ),
        (
            RATE,
            (196, -724, None),
            "分母が-724では、割合を計算できません。分母に0より大きい数を入力してください。",
        ),
        (
            IndicatorFacts("件数", "件", "number", measured_as="stock"),
            (196, 724, "27.1"),
            "分子と分母を入力できるのは、測り方が割合で、単位が%の指標だけです。",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused_in_words(facts, held, fault):
    assert fault_of(facts, entry(*held)) == fault


def test_fraction_without_a_result_is_refused():
    compiled = ResultEntry("being_compiled", numerator=Decimal(196), denominator=Decimal(724))
    assert fault_of(RATE, compiled) == "実績あり以外の状況では、値や説明を入力できません。"


def test_share_is_told_with_what_it_was_made_of():
    share = Figure(
        2023, "reported", Decimal("27.1"), certainty="estimate",
        numerator=Decimal(1196), denominator=Decimal(4413),
    )  # fmt: skip
    assert held(RATE, share) == "27.1%（1,196／4,413）（見込）"
    assert fraction_words(RATE, share) == "分子1,196／分母4,413"
    assert fraction_words(NAMED, share) == "女性の委員数1,196／委員の総数4,413"
    assert fraction_words(NAMED, Figure(2023, "reported", Decimal("27.1"))) == ""
    assert labels(RATE) == ("分子", "分母")
    assert labels(NAMED) == ("分子（女性の委員数）", "分母（委員の総数）")
