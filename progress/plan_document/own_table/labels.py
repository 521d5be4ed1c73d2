"""Numbers and names as tables print them together: ``Ⅰ 行政手続のオンライン化``, ``I-1-1 業務棚卸``."""

import re
from typing import NamedTuple

from progress.plan_document.own_table.wording import folded

ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
WORD = r"(?:基本方針|基本目標|政策目標|政策|重点目標|目標|柱|施策の方向性|方針|方向性|基本施策|施策|取組|事業)?"
NUMBER = r"(?P<number>[IVX]{1,4}|[Ⅰ-Ⅻ]|[0-9]{1,3}|[①-⑳])"
LABEL = re.compile(
    rf"^{WORD}\s?[(（]?{NUMBER}[)）]?(?:[.．、:\s]\s?|(?<=[①-⑳])|(?<=[Ⅰ-Ⅻ])|(?<=[)）]))\s?(?P<name>\S.*)$"
)
CODE = re.compile(
    rf"^{WORD}\s?(?P<code>(?:[IVX]{{1,4}}|[Ⅰ-Ⅻ]|[A-Z]|[0-9]{{1,3}})(?:[-.‐−–][0-9A-Zア-ン①-⑳]{{1,3}})+)[.．:\s]\s?(?P<name>\S.*)$"
)


class Label(NamedTuple):
    """A number (None where none is printed) and a name."""

    number: int | None
    name: str
    is_arabic: bool = False


def read_label(text: str) -> Label:
    """``基本方針1 便利`` is 1 and 便利; what has no number keeps its whole text as its name."""
    line = " ".join(text.split())
    match = LABEL.match(folded(line))
    if not match:
        return Label(None, line)
    number = match["number"]
    return Label(number_of(number), line[match.start("name") :], number.isdecimal())


def number_of(text: str) -> int:
    """The whole number of a Roman, Arabic or circled numeral."""
    if text.isdigit() and text.isascii():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    if "Ⅰ" <= text <= "Ⅻ":
        return ord(text) - ord("Ⅰ") + 1
    return ROMAN.get(text, 0)


def split_code(text: str) -> tuple[str, str]:
    """A measure's code before its name; "" where none is printed."""
    line = " ".join(text.split())
    match = CODE.match(folded(line))
    return (line[: match.end("code")].strip(), line[match.start("name") :]) if match else ("", line)
