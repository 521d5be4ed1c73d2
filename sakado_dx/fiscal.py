"""Fiscal years and eras; no other module knows them.

A fiscal year is its western number: 2023 is 令和5年度, April 2023 to March 2024 in Asia/Tokyo.

An era begins on its first day here and the era before it ends on the day before, so that
a date has one name (2019-05-01 is 令和元年5月1日, and 平成31年5月1日 does not exist).
A fiscal year bears the era in force on 1 October, the one that covers most of it: 2019 is
令和元年度 (R1) although it began in 平成31年4月, and 1988 is 昭和63年度. When read, 平成31年度
is understood as 2019 too, since papers written before May 2019 say so.
"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from sakado_dx.readings import UnreadableValue, fold

TOKYO = ZoneInfo("Asia/Tokyo")
APRIL = 4


class Era(NamedTuple):
    """One era with its first and last day, both within it."""

    name: str
    letter: str
    first_day: date
    last_day: date


ERAS = (
    Era("明治", "M", date(1868, 10, 23), date(1912, 7, 29)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), date.max),
)
MOST_YEARS = 99  # of an era, as people write them
ERA_BY_MARK = {mark: era for era in ERAS for mark in (era.name, era.letter)}

ERA_MARK = r"(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\.? ?"
# The input method offers all of these on the key of the hyphen.
DASHES = "\u2010\u2212\u2013\u30fc-"
# A sheet read as text gives a date cell as "2026-04-01 00:00:00".
DATE = re.compile(
    rf"(?:{ERA_MARK})?(?P<year>元|[0-9]{{1,4}}) ?(?:"
    r"年 ?(?P<month>[0-9]{1,2}) ?月 ?(?P<day>[0-9]{1,2}) ?日"
    rf"|(?P<separator>[./{DASHES}])(?P<month2>[0-9]{{1,2}})(?P=separator)(?P<day2>[0-9]{{1,2}})"
    r")(?:[ T]00:00:00)?"
)
# One name of a year, and as tables head them a second one in brackets: 令和12(2030)年度,
# 平成31年度(令和元年度), R6年度末, FY2024.
MARKS = "明治|大正|昭和|平成|令和|[MTSHR]"
FISCAL_YEAR = re.compile(
    rf"(?:FY ?)?(?:(?P<era>{MARKS})\.? ?)?(?P<year>元|[0-9]{{1,4}}) ?(?:年度?)?"
    rf"(?:\((?:(?P<era2>{MARKS})\.? ?)?(?P<year2>元|[0-9]{{1,4}})(?:年度?)?\))?(?:年度?)?末?"
)

DATE_CURE = "「令和8年4月1日」「R8.4.1」「2026/4/1」のように入力してください。"
FISCAL_YEAR_CURE = "「令和8年度」「R8」「2026」のように入力してください。"
SERIAL_CURE = "セルの値が日付かどうかを確かめてください。"


class UnreadableDate(UnreadableValue):
    """A text or serial number that is no date."""


class UnreadableFiscalYear(UnreadableValue):
    """A text that is no fiscal year."""


def fiscal_year_of(day: date) -> int:
    """The fiscal year of a date, or of an aware datetime as seen in Tokyo.

    A naive datetime raises ``ValueError``: near midnight of 31 March it could be either.
    """
    day = _day_in_tokyo(day)
    return day.year if day.month >= APRIL else day.year - 1


def _day_in_tokyo(day: date) -> date:
    if not isinstance(day, datetime):
        return day
    if timezone.is_naive(day):
        raise ValueError("A naive datetime has no day in Tokyo")
    return day.astimezone(TOKYO).date()


def current_fiscal_year() -> int:
    """The fiscal year of today in Tokyo."""
    return fiscal_year_of(timezone.localdate(timezone=TOKYO))


def first_day(fiscal_year: int) -> date:
    """1 April of the fiscal year."""
    return date(fiscal_year, APRIL, 1)


def last_day(fiscal_year: int) -> date:
    """31 March that ends the fiscal year."""
    return date(fiscal_year + 1, APRIL - 1, 31)


def era_of(day: date) -> Era:
    """The era of a date; ``ValueError`` before 明治."""
    for era in reversed(ERAS):
        if day >= era.first_day:
            return era
    raise ValueError(f"No era is known for {day}")


def _fiscal_era(fiscal_year: int) -> tuple[Era, int]:
    era = era_of(date(fiscal_year, 10, 1))
    return era, fiscal_year - era.first_day.year + 1


def _ordinal(number: int) -> str:
    return "元" if number == 1 else str(number)


def label_name(fiscal_year: int) -> str:
    """``令和5年度``."""
    era, number = _fiscal_era(fiscal_year)
    return f"{era.name}{_ordinal(number)}年度"


def label_short(fiscal_year: int) -> str:
    """``R5``, for tables."""
    era, number = _fiscal_era(fiscal_year)
    return f"{era.letter}{number}"


def label_long(fiscal_year: int) -> str:
    """``令和5年度（R5）``, where a fiscal year is named first."""
    return f"{label_name(fiscal_year)}（{label_short(fiscal_year)}）"


def label_review(fiscal_year: int) -> str:
    """``令和7年度実績（令和8年度評価）``, the name of a review year."""
    return f"{label_name(fiscal_year)}実績（{label_name(fiscal_year + 1)}評価）"


def label_calendar_year(year: int, month: int | None = None) -> str:
    """``平成9年``, of a calendar year.

    In a year of two eras the month decides by its first day (2019: 平成31年 to April, then
    令和元年); without a month both names are given: ``平成31年（令和元年）``.
    """
    if month is not None:
        return _era_year(date(year, month, 1))
    begun, ended = _era_year(date(year, 1, 1)), _era_year(date(year, 12, 31))
    return begun if begun == ended else f"{begun}（{ended}）"


def _era_year(day: date) -> str:
    era = era_of(day)
    return f"{era.name}{_ordinal(day.year - era.first_day.year + 1)}年"


def format_date(day: date) -> str:
    """``令和8年4月1日``; an aware datetime gives its day in Tokyo."""
    day = _day_in_tokyo(day)
    return f"{_era_year(day)}{day.month}月{day.day}日"


def parse_date(text: str) -> date | None:
    """The date that a text names, None where it is blank.

    Understands full- and half-width, era names and letters, 元年, and western dates with
    ``年月日``, ``-``, ``/`` or ``.``. Raises ``UnreadableDate`` for anything else: a day
    outside its era, a year that no era of 99 years reaches and a day that no calendar has.
    """
    folded = fold(text)
    if not folded:
        return None
    match = DATE.fullmatch(folded.upper())
    if not match:
        raise UnreadableDate(text, "日付の書き方になっていません。", DATE_CURE)
    era = ERA_BY_MARK.get(match["era"])
    year = _western_year(text, era, match["year"], UnreadableDate, DATE_CURE)
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    return _within_era(text, era, _calendar_day(text, year, int(month), int(day)))


def _western_year(text, era, written, error, cure) -> int:
    """The western year of a written one, which is 元 or digits, after an era or alone."""
    if era is None:
        if len(written) < 4:
            raise error(text, "年が元号つきでも西暦4桁でもありません。", cure)
        return int(written)
    number = 1 if written == "元" else int(written)
    if not 1 <= number <= MOST_YEARS:
        raise error(text, f"{era.name}{written}年という年はありません。", cure)
    return era.first_day.year + number - 1


def _calendar_day(text: str, year: int, month: int, day: int) -> date:
    if year < ERAS[0].first_day.year:
        raise UnreadableDate(text, f"西暦{year}年は古すぎます。", DATE_CURE)
    if year >= ERAS[-1].first_day.year + MOST_YEARS:
        raise UnreadableDate(text, f"西暦{year}年は先すぎます。", DATE_CURE)
    if not 1 <= month <= 12:
        raise UnreadableDate(text, f"{month}月という月はありません。", DATE_CURE)
    length = monthrange(year, month)[1]
    if not 1 <= day <= length:
        raise UnreadableDate(text, f"この年の{month}月は1日から{length}日までです。", DATE_CURE)
    return date(year, month, day)


def _within_era(text: str, era: Era | None, day: date) -> date:
    """The day itself, if the written era holds it; the message names the right writing."""
    if day < ERAS[0].first_day:
        raise UnreadableDate(text, "明治より前の日付です。", DATE_CURE)
    cure = f"「{format_date(day)}」と入力してください。"
    if era and day < era.first_day:
        problem = f"{era.name}は{format_date(era.first_day)}からです。"
        raise UnreadableDate(text, problem, cure)
    if era and day > era.last_day:
        problem = f"{era.name}は{format_date(era.last_day)}までです。"
        raise UnreadableDate(text, problem, cure)
    return day


def from_excel_serial(number: int | float | Decimal, is_1904: bool = False) -> date:
    """The date of a workbook's serial number; a time of day (the fraction) is dropped.

    Serial 60 of the 1900 system is 29 February 1900, a day that never was: it is refused,
    and the days before it count from one day later.
    """
    days = _whole_days(number)
    if is_1904:
        return _shifted(number, date(1904, 1, 1), days)
    if days < 1 or days == 60:
        raise UnreadableDate(number, "日付の通し番号として使えない数です。", SERIAL_CURE)
    return _shifted(number, date(1899, 12, 31 if days < 60 else 30), days)


def _whole_days(number: int | float | Decimal) -> int:
    try:
        days = int(number // 1)
    except (ArithmeticError, ValueError, TypeError):
        days = -1
    if days < 0 or isinstance(number, bool):
        raise UnreadableDate(number, "日付の通し番号ではありません。", SERIAL_CURE)
    return days


def _shifted(number: object, start: date, days: int) -> date:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        raise UnreadableDate(number, "日付の通し番号が大きすぎます。", SERIAL_CURE) from None


def parse_fiscal_year(text: str) -> int | None:
    """The fiscal year that a text names, None where it is blank.

    Understands 令和5年度, R5, 2023, 2023年度, FY2023, R5年度末 and, as tables head their columns,
    two names of one year: 令和5年度（R5）, 令和12（2030）年度, 平成31年度（令和元年度）, in full or
    half width. Raises ``UnreadableFiscalYear`` for anything else, for two names that disagree and
    for an era that was over before that year, where no western year stands beside it.
    """
    folded = fold(text)
    if not folded:
        return None
    match = FISCAL_YEAR.fullmatch(folded.upper())
    if not match:
        raise UnreadableFiscalYear(text, "年度の書き方になっていません。", FISCAL_YEAR_CURE)
    names = [
        (ERA_BY_MARK.get(match[f"era{place}"]), match[f"year{place}"])
        for place in ("", "2")
        if match[f"year{place}"]
    ]
    years = [
        _western_year(text, era, written, UnreadableFiscalYear, FISCAL_YEAR_CURE)
        for era, written in names
    ]
    western = any(era is None for era, _ in names)
    _check_fiscal_year(text, years, None if western else names[0][0])
    return years[0]


def _check_fiscal_year(text: str, years: list[int], era: Era | None) -> None:
    year = years[0]
    if not ERAS[0].first_day.year < year < date.max.year:
        problem = f"西暦{year}年度は扱えない年度です。"
        raise UnreadableFiscalYear(text, problem, FISCAL_YEAR_CURE)
    cure = f"「{label_name(year)}」と入力してください。"
    if era and era.last_day < first_day(year):
        problem = f"{era.name}はこの年度の前に終わっています。"
        raise UnreadableFiscalYear(text, problem, cure)
    if set(years) != {year}:
        raise UnreadableFiscalYear(text, "年度と（ ）内の年度が食い違っています。", cure)
