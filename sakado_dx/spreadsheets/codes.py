"""Codes that a spreadsheet changes as it opens a file, told apart by the name beside them.

1.10 becomes 1.1, 01 becomes 1, 1E2 a hundred, and 1-1 the first of January. Saved so, one
measure's row would go into another's, or ask for one that there is not.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sakado_dx import fiscal
from sakado_dx.readings import UnreadableValue, fold
from sakado_dx.spreadsheets.keys import match_key
from sakado_dx.spreadsheets.lookup import Lookup

NUMBER = re.compile(r"[0-9]+\.[0-9]*0|0[0-9]+(?:\.[0-9]+)?|[0-9]+E[0-9]{1,3}")
DAY = re.compile(r"([0-9]{1,4})[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?")
SHOWN_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?|[1-9](?:\.[0-9]+)?E\+[0-9]{1,3}")
SHOWN_DAY = re.compile(r"([0-9]{1,2})月([0-9]{1,2})日")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
NAMED_DAY = re.compile(rf"([0-9]{{1,2}})-({'|'.join(MONTHS)})")
NAMED_MONTH = re.compile(rf"({'|'.join(MONTHS)})-([0-9]{{2}})")
SERIAL = re.compile(r"[0-9]{5}")
AS_TEXT = "列の表示形式を「文字列」にして、"


def is_changed_by_sheets(code: str) -> bool:
    """Whether a spreadsheet makes something else of the code as it opens a file."""
    return bool(_becomes(code))


def is_a_day(text: str) -> bool:
    """Whether a cell shows a day of the calendar, where a code should stand."""
    return bool(_days(text)) and not SERIAL.fullmatch(text)


def _becomes(code: str) -> tuple:
    """What a spreadsheet makes of a code: a number, a day, or the first of a month; () where it
    stays as it is."""
    folded = fold(code).upper()
    if NUMBER.fullmatch(folded):
        return ("number", Decimal(folded).normalize())
    match = DAY.fullmatch(folded)
    return _becomes_day(*(int(part) for part in match.groups() if part)) if match else ()


def _becomes_day(first: int, second: int, third: int = 0) -> tuple:
    if third:  # 2024-1-1; 24-1-1 is the same
        return ("date", first % 100, second, third) if _is_day(second, third) else ()
    if _is_day(first, second):
        return ("day", first, second)
    if 1 <= first <= 12 and second:  # 1-32: January 1932
        return ("month", second % 100, first)
    return ("month", first % 100, second) if first and 1 <= second <= 12 else ()


def _is_day(month: int, day: int) -> bool:
    try:
        date(2024, month, day)  # a leap year: 2-29 is a day
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1000)
def _shows(text: str) -> set[tuple]:
    """What a cell's text may have been before: what `_becomes` says of such a code."""
    folded = fold(text).upper()
    if SHOWN_NUMBER.fullmatch(folded):
        return {("number", Decimal(folded).normalize())} | _days(folded)
    return _days(folded)


def _days(text: str) -> set[tuple]:
    folded = fold(text).upper()
    if match := SHOWN_DAY.fullmatch(folded):
        return {("day", int(match[1]), int(match[2]))}
    if match := NAMED_DAY.fullmatch(folded):
        return {("day", MONTHS.index(match[2]) + 1, int(match[1]))}
    if match := NAMED_MONTH.fullmatch(folded):
        return {("month", int(match[2]), MONTHS.index(match[1]) + 1)}
    try:
        day = fiscal.from_excel_serial(int(folded)) if SERIAL.fullmatch(folded) else None
        day = day or fiscal.parse_date(folded)
    except UnreadableValue:
        return set()
    return _of_date(day) if day else set()


def _of_date(day: date) -> set[tuple]:
    """A day of this year was typed without its year, a first of a month perhaps without its day."""
    short = day.year % 100
    found = {("date", short, day.month, day.day), ("day", day.month, day.day)}
    return found | ({("month", short, day.month)} if day.day == 1 else set())


class CodeLookup(Lookup):
    """Things by their code; entries are (code, name, thing).

    A code that a spreadsheet changed is refused with the code that it was, never taken for
    another's.
    """

    def __init__(self, what: str, entries: Iterable[tuple[str, str, Any]]):
        entries = list(entries)
        super().__init__(what, ((code, thing) for code, _, thing in entries))
        self.names = {thing: name for _, name, thing in entries}
        self.codes = {thing: code for code, _, thing in entries}
        self.by_name: dict[str, list[Any]] = {}
        self.changed: dict[tuple, list[Any]] = {}
        for code, name, thing in entries:
            self.by_name.setdefault(match_key(name), []).append(thing)
            if became := _becomes(code):
                self.changed.setdefault(became, []).append(thing)

    def get(self, name: str) -> Any:
        """The thing of a code without a name beside it; `UnreadableValue` where it is not known."""
        if self.find(name) is None:
            self._refuse_changed(name, self._before(name), "")
            if is_a_day(name):
                raise UnreadableValue(
                    name,
                    f"「{name}」という{self.what}は登録されていません。"
                    f"表計算ソフトが{self.what}番号を日付に変えたようです。",
                    f"{AS_TEXT}計画のとおりの番号を入力し直してください。",
                )
        return super().get(name)

    def beside(
        self, code: str, name: str, heading: str, among: Collection[Any] | None = None
    ) -> Any:
        """The thing of a code with the name beside it, which stands under `heading`.

        `among` are those that the row can mean, where it says so. `UnreadableValue` where the
        code was changed, may have been, is not known, or the name is another's.
        """
        self.check(code, name, heading, among)
        found, named = self.find(code), self.by_name.get(match_key(name), []) if name else []
        if found is None and named:
            problem = f"「{code}」という{self.what}は登録されていません。"
            raise UnreadableValue(code, problem, f"横の{heading}は{self._told(named)}のものです。")
        if found is not None and named and found not in named:
            problem = (
                f"{self.what}番号「{code}」は「{self.names[found]}」ですが、"
                f"横の{heading}は{self._told(named)}のものです。"
            )
            raise UnreadableValue(code, problem, "番号か名称の、違っているほうを直してください。")
        return self.get(code)

    def check(
        self, code: str, name: str, heading: str, among: Collection[Any] | None = None
    ) -> None:
        """Raise `UnreadableValue` where a spreadsheet changed the code, by the name beside it, or
        may have done so where no name tells."""
        found, before = self.find(code), self._before(code)
        named = self.by_name.get(match_key(name), []) if name else []
        if found is not None and found in named:
            return
        if among is not None:
            before = [each for each in before if each in among]
            found = found if found in among else None
        if name:
            self._refuse_changed(code, [each for each in before if each in named], heading)
        elif found is None:
            self._refuse_changed(code, before, "")
        elif before:
            one, other = self._told([found]), self._told(before)
            problem = f"{one}か、表計算ソフトが「{code}」に変えた{other}か、区別できません。"
            cure = f"{heading}も入力してください（列がなければ加えてください）。"
            raise UnreadableValue(code, problem, cure)

    def _before(self, code: str) -> list[Any]:
        """The things whose codes a spreadsheet turns into this text."""
        found = self.find(code)
        return [
            each
            for shown in _shows(code)
            for each in self.changed.get(shown, [])
            if each is not found
        ]

    def _refuse_changed(self, code: str, before: list[Any], heading: str) -> None:
        if not before:
            return
        problem = f"表計算ソフトが{self.what}番号を「{code}」に変えたようです。"
        if heading:
            problem += f"横の{heading}は{self._told(before)}のものです。"
        meant = "」か「".join(self.codes[each] for each in before)
        raise UnreadableValue(code, problem, f"{AS_TEXT}「{meant}」と入力し直してください。")

    def _told(self, things: list[Any]) -> str:
        return "か".join(f"{self.what}「{self.codes[each]}」" for each in things)
