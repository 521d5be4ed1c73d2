"""A cell of a workbook as a person sees it: its figure, its text, and what must be said of it."""

import re
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.datetime import from_excel

from sakado_dx.spreadsheets.colours import Colours
from sakado_dx.spreadsheets.number_formats import JAPANESE, colour_of, is_of_days, section_for
from sakado_dx.spreadsheets.outline import Area
from sakado_dx.spreadsheets.sheets import CellNote
from sakado_dx.spreadsheets.shown import (
    NotShown,
    Shown,
    shown_day,
    shown_number,
    shown_text,
)

ERROR_CURE = "数式を直すか、正しい値を入力してください。"
HIDDEN_CURE = "取り込みます。取り込まないときは、削除してください。"
UNSEEN = "文字の色が背景の色と同じため、見えません。"
STRUCK = "取り消し線が引かれています。"
# How a workbook writes a control character; openpyxl leaves it as it is.
ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")
FIRST_LEAP = date(1900, 3, 1)  # before it, the calendar of 1900 has a day that never was
NO_DAY = "暦にない日付です。"


class CellReader:
    """Reads the cells of one sheet. `note` is told what cannot be taken, `say` what must be known;
    both by row and column from 1. Behind the cells of `painted` areas lie unknown colours, where
    they have none of their own."""

    def __init__(
        self,
        epoch,
        note: Callable[[CellNote], None],
        say: Callable[[CellNote], None],
        painted: Collection[Area] = (),
    ):
        self.epoch, self.note, self.say, self.painted = epoch, note, say, painted
        self.colours = Colours()

    def read(self, cell: Any, row: int, column: int, standing: str | None = None) -> Shown:
        """What the cell shows; nothing where that cannot be taken. `standing` is its own text
        without struck letters, where it has some."""
        value = cell.value
        if value is None:
            return Shown("", "")
        if cell.data_type == "e":
            problem = f"セルの値がエラー（{value}）です。"
            self.note(CellNote(row, column, str(value), problem, ERROR_CURE))
            return Shown("", "")
        if cell.font.strike:
            cure = "取り込みません（空欄とします）。"
            self.say(CellNote(row, column, str(value), STRUCK, cure))
            return Shown("", "")
        if isinstance(value, CellRichText):
            standing = _standing(value)
        if standing is not None and standing != str(value):
            cure = f"残った文字「{standing}」を取り込みます。"
            self.say(CellNote(row, column, str(value), "一部に" + STRUCK, cure))
            value = standing
        number_format = _format_of(cell)
        try:
            found = self._shown(
                str(value) if isinstance(value, CellRichText) else value, number_format
            )
        except NotShown as error:
            self.note(CellNote(row, column, str(value), str(error), error.cure))
            return Shown("", "")
        if found.exact:
            problem = f"セルの値は{found.exact}ですが、「{found.text}」と表示されています。"
            cure = f"表示のとおり「{found.figure}」を取り込みます。"
            self.say(CellNote(row, column, found.text, problem, cure))
        own = colour_of(value, number_format)
        if found.text.strip() and self.colours.hide(cell, own) and not self._is_painted(cell):
            self.say(CellNote(row, column, found.text, UNSEEN, HIDDEN_CURE))
        return found

    def _is_painted(self, cell: Any) -> bool:
        return cell.fill.fill_type is None and any(
            first <= cell.column <= last and top <= cell.row <= bottom
            for first, top, last, bottom in self.painted
        )

    def _shown(self, value: Any, number_format: str) -> Shown:
        if isinstance(value, bool):
            word = "TRUE" if value else "FALSE"
            return Shown(word, word)
        if isinstance(value, int | float):
            if _shows_day(value, number_format):
                return self._of_day(self._day(value), number_format)
            return shown_number(value, number_format)
        if isinstance(value, date | time | timedelta):
            return self._of_day(value, number_format)
        text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))
        return Shown(text, shown_text(text, number_format))

    def _day(self, value: int | float) -> Any:
        """The day of a number whose format openpyxl does not take for one of days."""
        try:
            return from_excel(value, self.epoch)
        except (OverflowError, ValueError) as error:
            raise NotShown(NO_DAY, "正しい日付を入力してください。") from error

    def _of_day(self, value: Any, number_format: str) -> Shown:
        day = value.date() if isinstance(value, datetime) else value
        if isinstance(day, date) and not isinstance(value, time) and day < FIRST_LEAP:
            raise NotShown(NO_DAY, "正しい日付を入力してください。")
        is_whole = isinstance(value, datetime) and value.time() == time()
        figure = day.isoformat() if is_whole else str(value)
        try:
            return Shown(figure, shown_day(value, number_format) or figure)
        except ValueError as error:  # a day before the eras
            raise NotShown(NO_DAY, "正しい日付を入力してください。") from error


def _format_of(cell: Any) -> str:
    return JAPANESE.get(cell.style_array.numFmtId, cell.number_format)


def _shows_day(value: int | float, number_format: str) -> bool:
    if not is_of_days(number_format):
        return False
    section, _ = section_for(Decimal(str(value)), number_format)
    return section.is_of_days and "digit" not in section.kinds


def _standing(text: CellRichText) -> str:
    """The letters that are not struck."""
    return "".join(
        each.text if isinstance(each, TextBlock) else str(each)
        for each in text
        if not (isinstance(each, TextBlock) and each.font and each.font.strike)
    )
