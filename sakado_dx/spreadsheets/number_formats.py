"""Number formats of a workbook, taken apart: sections, and in each its pieces.

A format has up to four sections (positive; negative; zero; text), or sections with a condition
of their own. Text in quotes or behind a backslash is text: ``0\\%`` is no percentage. Source:
ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sakado_dx.spreadsheets import colours

PIECE = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<letter>.)|_(?P<gap>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/標準|標準)|(?P<exponent>E[+-])|(?P<noon>AM/PM|A/P)"
    r"|(?P<year>y+)|(?P<month>m+)|(?P<day>d+)|(?P<hour>h+)|(?P<second>s+(?:\.0+)?)"
    r"|(?P<era>g+)|(?P<era_year>e+)|(?P<weekday>a{3,4})"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<at>@)|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
RED = colours.named("red")
OF_DAYS = frozenset(
    ("year", "month", "day", "hour", "second", "era", "era_year", "weekday", "noon", "elapsed")
)
LITERAL = frozenset(("text", "letter", "other"))
CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
SIGNS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
# What the built-in formats of a Japanese workbook are (18.8.30): openpyxl gives those of an
# English one, or none.
JAPANESE = {
    14: "yyyy/m/d", 22: "yyyy/m/d h:mm",
    27: "[$-411]ge.m.d", 28: '[$-411]ggge"年"m"月"d"日"', 29: '[$-411]ggge"年"m"月"d"日"',
    30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"時"mm"分"', 33: 'h"時"mm"分"ss"秒"',
    34: 'yyyy"年"m"月"', 35: 'm"月"d"日"', 36: "[$-411]ge.m.d",
    50: "[$-411]ge.m.d", 51: '[$-411]ggge"年"m"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: '[$-411]ggge"年"m"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: "[$-411]ge.m.d",
    58: '[$-411]ggge"年"m"月"d"日"',
}  # fmt: skip


class Piece(NamedTuple):
    """A piece of a format: `kind` is a group of `PIECE`, or ``elapsed`` ([h])."""

    kind: str
    text: str


@dataclass(frozen=True)
class Section:
    """A section of a format. `holds` says whether a number comes under its own condition, None
    where it has none; `colour` is what it gives to the letters, blank for their own."""

    pieces: tuple[Piece, ...]
    holds: Callable[[Decimal], bool] | None = None
    colour: str = ""
    has_other_digits: bool = False

    def __post_init__(self):
        object.__setattr__(self, "kinds", frozenset(each.kind for each in self.pieces))

    @property
    def is_of_days(self) -> bool:
        """Whether it shows a day or a time."""
        return bool(self.kinds & OF_DAYS)

    @property
    def is_red(self) -> bool:
        """Whether its colour alone tells a negative number."""
        return self.colour == RED

    @property
    def is_of_text(self) -> bool:
        return "at" in self.kinds

    @property
    def is_general(self) -> bool:
        return "general" in self.kinds

    @property
    def literal(self) -> str:
        """All that stands there as text."""
        return "".join(each.text for each in self.pieces if each.kind in LITERAL)


@lru_cache(maxsize=1_024)
def sections_of(number_format: str) -> tuple[Section, ...]:
    """The sections of a format; blank is General."""
    sections, pieces = [], []
    for match in PIECE.finditer(number_format or "General"):
        if match.lastgroup == "end":
            sections.append(_section(pieces))
            pieces = []
        else:
            pieces.append(Piece(match.lastgroup, match[match.lastgroup]))
    sections.append(_section(pieces))
    return tuple(sections)


def _section(pieces: list[Piece]) -> Section:
    holds, colour, others = None, "", False
    kept: list[Piece] = []
    for each in pieces:
        if each.kind != "bracket":
            kept.append(each)
            continue
        if condition := CONDITION.fullmatch(each.text.strip()):
            holds = _condition(*condition.groups())
        elif ELAPSED.fullmatch(each.text):
            kept.append(Piece("elapsed", each.text.lower()))
        elif each.text.startswith("$"):
            kept += _currency(each.text)
        others |= each.text.lower().startswith("dbnum")
        colour = colours.named(each.text) or colour
    return Section(tuple(kept), holds, colour, others)


def _condition(sign: str, bound: str) -> Callable[[Decimal], bool]:
    compare, limit = SIGNS[sign], Decimal(bound)
    return lambda number: compare(number, limit)


def _currency(text: str) -> Iterator[Piece]:
    """``[$¥-411]`` shows ¥, ``[$-411]`` nothing."""
    if symbol := text[1:].partition("-")[0]:
        yield Piece("text", symbol)


def section_for(number: Decimal, number_format: str) -> tuple[Section, bool]:
    """The section by which a number is shown, and whether that shows its sign by itself: a
    minus is put before it."""
    numeric = [each for each in sections_of(number_format) if not each.is_of_text][:3]
    if not numeric:  # @ alone: a number is shown as it is
        return sections_of("General")[0], number < 0
    if any(each.holds for each in numeric):
        return _by_condition(number, numeric)
    if number < 0 and len(numeric) > 1:
        return numeric[1], False
    if number == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], number < 0


def _by_condition(number: Decimal, sections: list[Section]) -> tuple[Section, bool]:
    """The first whose condition holds; of those without one the last is for the rest, a second
    one without a condition for negative numbers."""
    for place, each in enumerate(sections):
        is_for_negative = each.holds is None and place == 1 and len(sections) > 2
        if each.holds(number) if each.holds else (number < 0 or not is_for_negative):
            return each, number < 0 and not is_for_negative
    return sections[-1], number < 0


def section_of_text(number_format: str) -> Section | None:
    """The section by which text is shown; None where it is shown as it is."""
    sections = sections_of(number_format)
    own = next((each for each in sections if each.is_of_text), None)
    return own or (sections[3] if len(sections) > 3 else None)


def colour_of(value: object, number_format: str) -> str:
    """The colour that a format gives to the letters of a value; blank for their own."""
    if "[" not in number_format:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return section_for(Decimal(str(value)), number_format)[0].colour
    section = section_of_text(number_format) if isinstance(value, str) else None
    return section.colour if section else ""


def is_of_days(number_format: str) -> bool:
    return any(each.is_of_days for each in sections_of(number_format))
