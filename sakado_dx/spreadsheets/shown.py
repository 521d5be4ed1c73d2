"""What a cell shows of its value, by its number format.

A cell is read in two ways. A column of figures takes the number as it is shown, without what
stands around it: ``12施設`` is 12, ``12,346`` of a format in thousands is 12346, ``57.3%`` is that.
A column of words takes all that the cell shows.
"""

from calendar import day_name, month_name  # in English, as formats without a language have them
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from sakado_dx import fiscal
from sakado_dx.numbers import DECIMAL_PLACES
from sakado_dx.spreadsheets.number_formats import (
    LITERAL,
    Piece,
    Section,
    section_for,
    section_of_text,
)

MINUS = frozenset("-▲△−－‐(（")
# Words that make another number of the one before them.
SCALES = frozenset("百千万億兆")
# A cell holds 1E+308, and a format shows 30 places behind the point.
ALL_PLACES = Context(prec=1_000, rounding=ROUND_HALF_UP)
SHOWING_TEXT = LITERAL | {"at", "general"}
WEEKDAYS = "月火水木金土日"


class NotShown(Exception):
    """A cell that does not show its value, or shows it in a way that is not read; the text says
    what is wrong, `cure` how to mend it."""

    def __init__(self, problem: str, cure: str):
        self.cure = cure
        super().__init__(problem)


@dataclass(frozen=True)
class Shown:
    """`figure` is what a column of figures takes, `text` all that the cell shows; `exact` is the
    figure behind them where it was typed and is not what they say, blank otherwise."""

    figure: str
    text: str
    exact: str = ""


def plain(number: Decimal) -> str:
    """No exponent and no closing zeros: 3, not 3.0."""
    return f"{number.normalize() + 0:f}"


def shown_number(value: int | float, number_format: str) -> Shown:
    """A number; `NotShown` where its format hides it, its sign, or cannot be read."""
    # A sheet keeps 15 digits, and shows 0.1 + 0.2 as 0.3.
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    section, has_sign = section_for(number, number_format)
    if section.is_general:
        text = "".join(_around_general(section, plain(abs(number) if not has_sign else number)))
        return Shown(plain(number), text)
    if not number and "digit" not in section.kinds and section.literal.strip():
        return Shown("0", section.literal.strip(), "0")  # an account's dash for 0
    _check_readable(section, number, number_format)
    digits = _Digits(section, abs(number))
    minus = "-" if has_sign and digits.value else ""
    is_negative = number < 0 and bool(digits.value)
    says_minus = bool(minus or MINUS & set(section.literal))
    if is_negative and not says_minus and not section.is_red:
        cure = "表示形式を直すか、「▲5」のように文字で入力してください。"
        raise NotShown(f"負の数（{plain(number)}）ですが、表示からは分かりません。", cure)
    sign = "-" if is_negative else ""
    text = (minus + "".join(digits.pieces())).strip()
    figure = f"{sign}{digits.padded if digits.is_padded else plain(digits.value)}{digits.percent}"
    exact = digits.exact or (plain(digits.value) if is_negative and not says_minus else "")
    if SCALES & set(section.literal):  # 2千 is no 2
        figure = text
    return Shown(figure, text, exact and f"{sign}{exact}{digits.percent}")


def _around_general(section: Section, number: str) -> Iterator[str]:
    for each in section.pieces:
        if each.kind == "general":
            yield number
        elif each.kind in LITERAL:
            yield each.text


def _check_readable(section: Section, number: Decimal, number_format: str) -> None:
    told = f"表示形式（{number_format}）"
    is_blank = not number and all(
        each.text == "#" for each in section.pieces if each.kind == "digit"
    )
    if "digit" not in section.kinds or is_blank:
        cure = "表示形式を「標準」にして、値を確かめてください。"
        raise NotShown(f"{told}のため、値（{plain(number)}）が表示されていません。", cure)
    is_fraction = any(
        each.kind == "other" and each.text == "/" and _between_digits(section, place)
        for place, each in enumerate(section.pieces)
    )
    if section.has_other_digits or "exponent" in section.kinds or is_fraction:
        cure = "表示形式を「標準」か「数値」にして、値を確かめてください。"
        raise NotShown(f"{told}は読み取れません（値は{plain(number)}）。", cure)


def _between_digits(section: Section, place: int) -> bool:
    before = {each.kind for each in section.pieces[:place]}
    return "digit" in before and "digit" in {each.kind for each in section.pieces[place + 1 :]}


class _Digits:
    """The digits of a number in the places of a section; `value` is the number as it is shown."""

    def __init__(self, section: Section, number: Decimal):
        self.section = section
        kinds = [each.kind for each in section.pieces]
        point = kinds.index("point") if "point" in kinds else len(kinds)
        places = [at for at, kind in enumerate(kinds) if kind == "digit"]
        self.whole = [at for at in places if at < point]
        self.part = [at for at in places if at > point]
        self.percent = "%" * min(kinds.count("percent"), 1)
        self.groups = any(
            kinds[at] == "comma" and self.whole and self.whole[0] < at < self.whole[-1]
            for at in range(len(kinds))
        )
        behind = self.whole[-1:] + self.part[-1:]
        thousands = sum(_commas_behind(kinds, at) for at in behind)
        scaled = number.scaleb(2 * kinds.count("percent") - 3 * thousands)
        self.value = _rounded(scaled, len(self.part))
        is_typed = scaled == _rounded(scaled, DECIMAL_PLACES)
        self.exact = plain(scaled) if is_typed and scaled != self.value else ""
        self.before, _, self.behind = f"{self.value:f}".partition(".")
        zeros = [at for at in self.whole if section.pieces[at].text == "0"]
        self.least = len(self.whole) - self.whole.index(zeros[0]) if zeros else 0

    @property
    def is_padded(self) -> bool:
        """Whether zeros in front are part of what people see, and nothing else: 00123."""
        return self.least > 1 and not self.part and not self.groups

    @property
    def padded(self) -> str:
        return self.before.zfill(self.least)

    def pieces(self) -> Iterator[str]:
        """What each piece of the section shows."""
        by_place = self._whole_digits() | self._part_digits()
        for at, each in enumerate(self.section.pieces):
            if each.kind == "digit":
                yield by_place[at]
            elif each.kind == "point":
                yield "." if any(by_place[place] for place in self.part) or not self.part else ""
            elif each.kind in LITERAL:
                yield each.text
            elif each.kind == "percent":
                yield "%"
            elif each.kind == "gap":
                yield " "

    def _whole_digits(self) -> dict[int, str]:
        """A digit for each place from the right; the first place takes what is left over."""
        digits = self.before if self.before.strip("0") or self.least else ""
        digits = digits.zfill(self.least)
        found = dict.fromkeys(self.whole, "")
        left = len(digits)
        for at in reversed(self.whole):
            own = digits[:left] if at == self.whole[0] else digits[max(left - 1, 0) : left]
            start = left - len(own)
            found[at] = self._grouped(own, len(digits) - start)
            left = start
        return found

    def _grouped(self, own: str, behind: int) -> str:
        """The digits with their commas; `behind` is how many there are from the first of them on."""
        if not self.groups:
            return own
        return "".join(
            digit + ("," if (behind - at - 1) % 3 == 0 and behind - at - 1 else "")
            for at, digit in enumerate(own)
        )

    def _part_digits(self) -> dict[int, str]:
        found = dict(zip(self.part, self.behind, strict=False))
        for at in reversed(self.part):
            if found[at] != "0" or self.section.pieces[at].text == "0":
                break
            found[at] = ""
        return found


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), context=ALL_PLACES)


def _commas_behind(kinds: list[str], place: int) -> int:
    """Commas right behind a place: each divides by a thousand."""
    count = 0
    while place + 1 + count < len(kinds) and kinds[place + 1 + count] == "comma":
        count += 1
    return count


def shown_text(text: str, number_format: str) -> str:
    """Text, with what its format puts around it; `NotShown` where that hides it."""
    section = section_of_text(number_format)
    if section is not None and not section.kinds & SHOWING_TEXT and text.strip():
        cure = "表示形式を「標準」にして、文字を確かめてください。"
        raise NotShown(f"表示形式（{number_format}）のため、文字が表示されていません。", cure)
    if section is None or not (section.kinds & LITERAL):
        return text
    return "".join(
        text if each.kind == "at" else each.text
        for each in section.pieces
        if each.kind == "at" or each.kind in LITERAL
    )


def shown_day(value: date | datetime | time | timedelta, number_format: str) -> str:
    """A day, a time, or a length of time ([h]:mm)."""
    section, _ = section_for(Decimal(1), number_format)
    return "".join(_of_days(value, section)).strip()


def _of_days(value, section: Section) -> Iterator[str]:
    day, seconds = _parts(value)
    pieces = section.pieces
    dated = [each for each in pieces if each.kind not in LITERAL | {"gap", "fill"}]
    is_twelve = "noon" in section.kinds
    for each in pieces:
        if each.kind in LITERAL or each.kind in ("point", "comma"):
            yield each.text
        elif each.kind == "month" and _is_minute(dated, each):
            yield f"{seconds // 60 % 60:0{min(len(each.text), 2)}d}"
        else:
            yield _part(each, day, seconds, is_twelve=is_twelve)


def _is_minute(dated: list[Piece], piece: Piece) -> bool:
    """m behind an hour or before a second is a minute."""
    at = next(place for place, each in enumerate(dated) if each is piece)
    before = dated[at - 1].kind if at else ""
    after = dated[at + 1].kind if at + 1 < len(dated) else ""
    return before in ("hour", "elapsed") or after == "second"


def _parts(value) -> tuple[date | None, int]:
    """The day, and the seconds of it (of a length of time all)."""
    if isinstance(value, timedelta):
        return None, int(value.total_seconds())
    if isinstance(value, time):
        return None, value.hour * 3600 + value.minute * 60 + value.second
    if isinstance(value, datetime):
        return value.date(), value.hour * 3600 + value.minute * 60 + value.second
    return value, 0


def _part(piece: Piece, day: date | None, seconds: int, *, is_twelve: bool) -> str:
    kind, length = piece.kind, len(piece.text)
    if kind == "elapsed":
        unit = {"h": 3600, "m": 60, "s": 1}[piece.text[0]]
        return f"{seconds // unit:0{length}d}"
    if kind == "noon":
        return "PM" if seconds >= 12 * 3600 else "AM"
    if kind == "hour":
        hour = seconds // 3600 % 24
        return f"{(hour % 12 or 12) if is_twelve else hour:0{min(length, 2)}d}"
    if kind == "second":
        return f"{seconds % 60:0{min(length, 2)}d}"
    if day is None:
        return ""
    return _part_of_day(kind, length, day)


def _part_of_day(kind: str, length: int, day: date) -> str:
    if kind == "year":
        return f"{day.year:04d}" if length > 2 else f"{day.year % 100:02d}"
    if kind == "month":
        if length < 3:
            return f"{day.month:0{length}d}"
        return month_name[day.month][: {3: 3, 5: 1}.get(length)]
    if kind == "day":
        if length < 3:
            return f"{day.day:0{length}d}"
        return day_name[day.weekday()][: 3 if length == 3 else None]
    if kind == "weekday":
        return WEEKDAYS[day.weekday()] + ("曜日" if length == 4 else "")
    if kind in ("era", "era_year"):
        era = fiscal.era_of(day)
        if kind == "era":
            return {1: era.letter, 2: era.name[0]}.get(length, era.name)
        return f"{day.year - era.first_day.year + 1:0{min(length, 2)}d}"
    return ""
