"""Figures as people type them and as pages show them."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sakado_dx.numbers import CURE, UnreadableNumber, format_number, parse_number, percent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.5", "12.5"),
        ("１２．５", "12.5"),
        ("５０％", "50"),
        ("50%", "50"),
        ("99.9 %", "99.9"),
        ("1,000", "1000"),
        ("１，０００", "1000"),
        ("1,234,567.89", "1234567.89"),
        ("▲3", "-3"),
        ("△３", "-3"),
        ("−3", "-3"),
        ("－3", "-3"),
        ("-3", "-3"),
        ("ー3", "-3"),  # the long vowel sign, which stands on the key of the minus
        ("▲ 1,000", "-1000"),
        ("+3", "3"),
        ("\u300012\u3000", "12"),
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
        ("12.50", "12.5"),
        ("1.0000000000000000000", "1"),
        ("0000000000000000001", "1"),
        ("999999999999999", "999999999999999"),
        ("0.000000000000001", "0.000000000000001"),
    ],
)
def test_number_is_understood_in_many_writings(text, expected):
    number = parse_number(text)

    assert number == Decimal(expected)
    assert str(number) != "-0"


@pytest.mark.parametrize("text", ["", " ", "\u3000\t"])
def test_blank_is_no_number_and_zero_is_one(text):
    assert parse_number(text) is None
    assert parse_number("0") is not None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("①", "「①」は数値に使えません。"),
        ("1²", "「²」は数値に使えません。"),
        ("㊿", "「㊿」は数値に使えません。"),
        ("𝟏２", "「𝟏」は数値に使えません。"),
        ("﹣3", "「﹣」は数値に使えません。"),
        ("1e5", "「e」は数値に使えません。"),
        ("NaN", "「N」は数値に使えません。"),
        ("inf", "「i」は数値に使えません。"),
        ("Infinity", "「I」は数値に使えません。"),
        ("0x10", "「x」は数値に使えません。"),
        ("1_000", "「_」は数値に使えません。"),
        ("١٢", "「١」は数値に使えません。"),
        ("12件", "「件」は数値に使えません。"),
        ("(3)", "「(」は数値に使えません。"),
        ("十二", "「十」は数値に使えません。"),
        ("12\u200b", "目に見えない文字が含まれています。"),
        ("1\x00", "目に見えない文字が含まれています。"),
        ("1.2.3", "小数点が2つ以上あります。"),
        ("1,00", "桁区切りのカンマの位置が正しくありません。"),
        ("0,123", "桁区切りのカンマの位置が正しくありません。"),
        ("1,0000", "桁区切りのカンマの位置が正しくありません。"),
        ("1000,000", "桁区切りのカンマの位置が正しくありません。"),
        (".5", "数値の書き方になっていません。"),
        ("5.", "数値の書き方になっていません。"),
        ("1 000", "数値の書き方になっていません。"),
        ("--3", "数値の書き方になっていません。"),
        ("3-", "数値の書き方になっていません。"),
        ("%", "数値の書き方になっていません。"),
        ("50%%", "数値の書き方になっていません。"),
        ("1000000000000000", "全部で15桁を超えています。"),
        ("1.000000000000001", "全部で15桁を超えています。"),
    ],
)
def test_wrong_number_is_refused_with_its_reason_and_cure(text, problem):
    with pytest.raises(UnreadableNumber) as refused:
        parse_number(text)

    assert (refused.value.problem, refused.value.cure) == (problem, CURE)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (Decimal("100000"), "100,000"),
        (Decimal("1E+5"), "100,000"),
        (Decimal("99.9"), "99.9"),
        (Decimal("99.9000"), "99.9"),
        (Decimal("19.0000"), "19"),
        (Decimal("0"), "0"),
        (Decimal("-0.00"), "0"),
        (Decimal("-1234.5"), "-1,234.5"),
        (Decimal("0.000000000000001"), "0.000000000000001"),
        (8, "8"),
        (None, ""),
    ],
)
def test_number_is_shown_with_separators_and_without_idle_zeros(number, expected):
    assert format_number(number) == expected


@pytest.mark.parametrize("text", ["NaN", "Infinity"])
def test_what_is_no_figure_is_not_shown(text):
    with pytest.raises(ValueError, match="not a figure"):
        format_number(Decimal(text))


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 15))
def test_every_shown_number_is_read_as_itself(digits, places):
    number = Decimal(digits).scaleb(-places)

    assert parse_number(format_number(number)) == number


@given(st.text() | st.text(alphabet="-－―—ー−–‐…*※ na/", max_size=4))
@example("-")
def test_no_text_breaks_the_reader(text):
    try:
        number = parse_number(text)
    except UnreadableNumber as error:
        assert str(error).endswith((CURE, "を選んでください。"))
    else:
        assert number is None or number.is_finite()


@pytest.mark.parametrize(
    ("part", "whole", "tenths", "ones"),
    [
        (35, 44, "79.5", "80"),
        (1, 3, "33.3", "33"),
        (9996, 10000, "99.9", "99"),
        (10004, 10000, "100.1", "101"),
        (4, 10000, "0.1", "1"),
        (-4, 10000, "-0.1", "-1"),
        (0, 7, "0.0", "0"),
        (7, 7, "100.0", "100"),
        (1, 8, "12.5", "13"),
    ],
)
def test_share_is_100_only_where_it_is_all_and_0_only_where_it_is_none(part, whole, tenths, ones):
    assert str(percent(part, whole)) == tenths
    assert str(percent(part, whole, places=0)) == ones


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("調査中", "集計中"),
        ("未公表", "集計中"),
        ("※調査時点変更により未公表", "集計中"),
        ("対象外", "対象外"),
        ("N/A", "対象外"),
        ("ＮＡ", "対象外"),
        ("未測定", "測定前"),
        ("－", "集計中」「測定前」「対象外"),
        ("―", "集計中」「測定前」「対象外"),
        ("※", "集計中」「測定前」「対象外"),
    ],
)
def test_word_in_a_figures_place_is_answered_with_the_status_to_choose(text, status):
    with pytest.raises(UnreadableNumber) as refused:
        parse_number(text)
    assert f"「{status}」" in refused.value.cure and "空欄" in refused.value.cure
