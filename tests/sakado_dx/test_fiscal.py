"""Fiscal years, eras and dates as people write them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakado_dx import deadlines, fiscal
from sakado_dx.fiscal import UnreadableDate, UnreadableFiscalYear

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 12, 31), 2026),
        (datetime(2026, 3, 31, 23, 59, 59, tzinfo=TOKYO), 2025),
        (datetime(2026, 4, 1, 0, 0, tzinfo=TOKYO), 2026),
        # The database keeps UTC: 14:59:59 is still 31 March in Tokyo, 15:00 is not.
        (datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC), 2025),
        (datetime(2026, 3, 31, 15, 0, tzinfo=UTC), 2026),
    ],
)
def test_fiscal_year_turns_at_midnight_of_the_first_of_april_in_tokyo(day, expected):
    assert fiscal.fiscal_year_of(day) == expected


def test_naive_datetime_has_no_fiscal_year():
    with pytest.raises(ValueError, match="naive"):
        fiscal.fiscal_year_of(datetime(2026, 4, 1))


def test_current_fiscal_year_is_that_of_today_in_tokyo(monkeypatch):
    just_after_midnight = datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: just_after_midnight)

    assert fiscal.current_fiscal_year() == 2026


def test_first_and_last_day_of_a_fiscal_year():
    assert fiscal.first_day(2023) == date(2023, 4, 1)
    assert fiscal.last_day(2023) == date(2024, 3, 31)


@pytest.mark.parametrize(
    ("fiscal_year", "name", "short"),
    [
        (2023, "令和5年度", "R5"),
        (2027, "令和9年度", "R9"),
        (2020, "令和2年度", "R2"),
        (2019, "令和元年度", "R1"),
        (2018, "平成30年度", "H30"),
        (1989, "平成元年度", "H1"),
        (1988, "昭和63年度", "S63"),
        (1926, "大正15年度", "T15"),
        (1912, "大正元年度", "T1"),
        (1911, "明治44年度", "M44"),
    ],
)
def test_fiscal_year_bears_the_era_of_its_october(fiscal_year, name, short):
    assert fiscal.label_name(fiscal_year) == name
    assert fiscal.label_short(fiscal_year) == short
    assert fiscal.label_long(fiscal_year) == f"{name}（{short}）"


def test_review_year_names_both_years():
    assert fiscal.label_review(2025) == "令和7年度実績（令和8年度評価）"
    assert fiscal.label_review(2018) == "平成30年度実績（令和元年度評価）"


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (1997, None, "平成9年"),
        (2020, None, "令和2年"),
        (2019, 1, "平成31年"),
        (2019, 4, "平成31年"),
        (2019, 5, "令和元年"),
        (2019, None, "平成31年（令和元年）"),
        (1989, 1, "昭和64年"),
        (1989, 2, "平成元年"),
    ],
)
def test_calendar_year_of_the_chronology(year, month, expected):
    assert fiscal.label_calendar_year(year, month) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 1), "令和8年4月1日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
    ],
)
def test_eras_change_on_their_exact_days(day, expected):
    assert fiscal.format_date(day) == expected
    assert fiscal.parse_date(expected) == day


def test_moment_is_written_as_its_day_in_tokyo():
    assert fiscal.format_date(datetime(2026, 3, 31, 15, 0, tzinfo=UTC)) == "令和8年4月1日"


@pytest.mark.parametrize(
    "text",
    [
        "令和8年4月1日",
        "令和８年４月１日",
        "令和 8 年 4 月 1 日",
        "㋿8年4月1日",
        "R8.4.1",
        "r8.4.1",
        "Ｒ８．４．１",
        "R8/4/1",
        "R8-04-01",
        "2026-04-01",
        "2026/4/1",
        "2026.4.1",
        "２０２６年４月１日",
        "２０２６ー４ー１",
        "２０２６−４−１",
        " 2026年4月1日\u3000",
        "2026-04-01 00:00:00",
        "2026-04-01T00:00:00",
    ],
)
def test_one_day_is_understood_in_many_writings(text):
    assert fiscal.parse_date(text) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H31/4/30", date(2019, 4, 30)),
        ("R元.5.1", date(2019, 5, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("S64.1.7", date(1989, 1, 7)),
        ("令和6年2月29日", date(2024, 2, 29)),
    ],
)
def test_era_dates_are_understood(text, expected):
    assert fiscal.parse_date(text) == expected


@pytest.mark.parametrize("text", ["", " ", "\u3000"])
def test_blank_is_no_date_and_no_fiscal_year(text):
    assert fiscal.parse_date(text) is None
    assert fiscal.parse_fiscal_year(text) is None


@pytest.mark.parametrize(
    ("text", "problem", "cure"),
    [
        (
            "平成31年5月1日",
            "平成は平成31年4月30日までです。",
            "「令和元年5月1日」と入力してください。",
        ),
        (
            "令和元年4月30日",
            "令和は令和元年5月1日からです。",
            "「平成31年4月30日」と入力してください。",
        ),
        ("H32.4.1", "平成は平成31年4月30日までです。", "「令和2年4月1日」と入力してください。"),
        ("令和8年2月29日", "この年の2月は1日から28日までです。", fiscal.DATE_CURE),
        ("2026/13/1", "13月という月はありません。", fiscal.DATE_CURE),
        ("2026/4/0", "この年の4月は1日から30日までです。", fiscal.DATE_CURE),
        ("令和0年4月1日", "令和0年という年はありません。", fiscal.DATE_CURE),
        ("26/4/1", "年が元号つきでも西暦4桁でもありません。", fiscal.DATE_CURE),
        ("元年4月1日", "年が元号つきでも西暦4桁でもありません。", fiscal.DATE_CURE),
        ("1868/1/1", "明治より前の日付です。", fiscal.DATE_CURE),
        ("0001/1/1", "西暦1年は古すぎます。", fiscal.DATE_CURE),
        ("2118-01-01", "西暦2118年は先すぎます。", fiscal.DATE_CURE),
        ("9999/12/31", "西暦9999年は先すぎます。", fiscal.DATE_CURE),
        ("2026/4-1", "日付の書き方になっていません。", fiscal.DATE_CURE),
        ("令和①年4月1日", "日付の書き方になっていません。", fiscal.DATE_CURE),
        ("2026年4月", "日付の書き方になっていません。", fiscal.DATE_CURE),
        ("20260401", "日付の書き方になっていません。", fiscal.DATE_CURE),
        ("2026-04-01 09:30:00", "日付の書き方になっていません。", fiscal.DATE_CURE),
        ("٢٠٢٦/٤/١", "日付の書き方になっていません。", fiscal.DATE_CURE),
        ("未定", "日付の書き方になっていません。", fiscal.DATE_CURE),
    ],
)
def test_wrong_date_is_refused_with_its_reason_and_cure(text, problem, cure):
    with pytest.raises(UnreadableDate) as refused:
        fiscal.parse_date(text)

    assert (refused.value.value, refused.value.problem, refused.value.cure) == (text, problem, cure)
    assert str(refused.value) == f"「{text}」は読み取れません。{problem}{cure}"


def test_long_value_is_shortened_and_kept_on_one_line_in_the_message():
    with pytest.raises(UnreadableDate) as refused:
        fiscal.parse_date("あ\nい" + "う" * 100)

    assert refused.value.value == "あ い" + "う" * 26 + "…"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和5年度", 2023),
        ("令和５年度", 2023),
        ("令和5年度（R5）", 2023),
        ("R5", 2023),
        ("ｒ５", 2023),
        ("R05年度", 2023),
        ("２０２３", 2023),
        ("2023年度", 2023),
        ("令和元年度", 2019),
        ("R1", 2019),
        ("平成31年度", 2019),
        ("昭和63年度", 1988),
        ("令和12（2030）年度", 2030),
        ("R6年度末", 2024),
        ("平成31年度（令和元年度）", 2019),
        ("2023（平成35）年度", 2023),
        ("FY2024", 2024),
        ("令和5年度（2023年度）", 2023),
    ],
)
def test_fiscal_years_are_understood(text, expected):
    assert fiscal.parse_fiscal_year(text) == expected


@pytest.mark.parametrize(
    ("text", "problem", "cure"),
    [
        ("5", "年が元号つきでも西暦4桁でもありません。", fiscal.FISCAL_YEAR_CURE),
        ("令和", "年度の書き方になっていません。", fiscal.FISCAL_YEAR_CURE),
        ("R⑤", "年度の書き方になっていません。", fiscal.FISCAL_YEAR_CURE),
        ("令和0年度", "令和0年という年はありません。", fiscal.FISCAL_YEAR_CURE),
        ("1868", "西暦1868年度は扱えない年度です。", fiscal.FISCAL_YEAR_CURE),
        ("9999", "西暦9999年度は扱えない年度です。", fiscal.FISCAL_YEAR_CURE),
        (
            "平成32年度",
            "平成はこの年度の前に終わっています。",
            "「令和2年度」と入力してください。",
        ),
        (
            "昭和64年度",
            "昭和はこの年度の前に終わっています。",
            "「平成元年度」と入力してください。",
        ),
        (
            "令和5年度（R6）",
            "年度と（ ）内の年度が食い違っています。",
            "「令和5年度」と入力してください。",
        ),
        (
            "令和12（2031）年度",
            "年度と（ ）内の年度が食い違っています。",
            "「令和12年度」と入力してください。",
        ),
        ("平成35年度", "平成はこの年度の前に終わっています。", "「令和5年度」と入力してください。"),
    ],
)
def test_wrong_fiscal_year_is_refused_with_its_reason_and_cure(text, problem, cure):
    with pytest.raises(UnreadableFiscalYear) as refused:
        fiscal.parse_fiscal_year(text)

    assert (refused.value.problem, refused.value.cure) == (problem, cure)


@pytest.mark.parametrize(
    ("number", "is_1904", "expected"),
    [
        (46113, False, date(2026, 4, 1)),
        (46113.75, False, date(2026, 4, 1)),
        (Decimal("46113"), False, date(2026, 4, 1)),
        (44651, True, date(2026, 4, 1)),
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (61, False, date(1900, 3, 1)),
        (0, True, date(1904, 1, 1)),
        (2958465, False, date(9999, 12, 31)),
    ],
)
def test_serial_number_of_a_workbook_is_a_date(number, is_1904, expected):
    assert fiscal.from_excel_serial(number, is_1904) == expected


@pytest.mark.parametrize("number", [60, 0, -1, 2958466, 1e300, float("nan"), float("inf"), True])
def test_impossible_serial_number_is_refused(number):
    with pytest.raises(UnreadableDate):
        fiscal.from_excel_serial(number)


@given(st.dates(date(1868, 10, 23), date(2117, 12, 31)))
def test_every_written_date_is_read_as_itself(day):
    assert fiscal.parse_date(fiscal.format_date(day)) == day
    assert fiscal.parse_date(day.isoformat()) == day


@given(st.integers(1869, 2110))
def test_every_written_fiscal_year_is_read_as_itself(fiscal_year):
    assert fiscal.parse_fiscal_year(fiscal.label_long(fiscal_year)) == fiscal_year
    assert fiscal.parse_fiscal_year(fiscal.label_short(fiscal_year)) == fiscal_year


@given(st.text())
def test_no_text_breaks_the_readers(text):
    for read in (fiscal.parse_date, fiscal.parse_fiscal_year):
        try:
            read(text)
        except (UnreadableDate, UnreadableFiscalYear) as error:
            assert str(error).endswith("。")


@pytest.mark.parametrize(
    ("day", "words"), [(24, "あと7日"), (30, "あと1日"), (31, "今日"), (None, "1日過ぎています")]
)
def test_days_left_say_how_far_a_deadline_is(day, words):
    today = date(2026, 5, day) if day else date(2026, 6, 1)
    assert deadlines.days_left(date(2026, 5, 31), today) == words
