"""CSV for programs that know no Unicode: which letters their encoding lacks, by name and place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

CODEC, NAME = "cp932", "Shift_JIS"
BLANK = "〓"  # what printers set where they have no letter
# Others that look alike the codec finds itself, such as ～ for 〜.
LOOK_ALIKES = {"—": "―", "–": "‐", "¥": "￥", "‾": "￣", "•": "・"}
MOST_NAMED = 20


@dataclass(frozen=True)
class LostLetter:
    """A letter that the encoding lacks, how often, and where first: `row` counts from the heading,
    which is the first."""

    letter: str
    stand_in: str
    times: int
    row: int
    heading: str

    def __str__(self) -> str:
        more = f"など{self.times}か所" if self.times > 1 else ""
        return f"「{self.letter}」（U+{ord(self.letter):04X}、{self.row}行目の「{self.heading}」{more}）"


class LettersLost(ValueError):
    """A table cannot be written as it is; `letters` in the order in which they stand there."""

    def __init__(self, letters: Sequence[LostLetter]):
        self.letters = letters
        more = f"ほか{len(letters) - MOST_NAMED}文字" if len(letters) > MOST_NAMED else ""
        named = "、".join(map(str, letters[:MOST_NAMED]))
        super().__init__(f"{NAME}では書けない文字があります：{named}{more}。")


@cache
def stand_in(letter: str) -> str:
    """The letter itself where the encoding has it, else one that looks like it, else 〓."""
    try:
        return letter.encode(CODEC).decode(CODEC)
    except UnicodeEncodeError:
        return LOOK_ALIKES.get(letter, BLANK)


def lost_letters(headings: Sequence[str], rows: Iterable[Sequence]) -> list[LostLetter]:
    """All letters of a table's texts that the encoding lacks."""
    found: dict[str, tuple[int, int, str]] = {}
    for number, cells in enumerate([headings, *rows], 1):
        for heading, cell in zip(headings, cells, strict=True):
            for letter in cell if isinstance(cell, str) else "":
                if stand_in(letter) != letter:
                    times, *place = found.get(letter, (0, number, heading))
                    found[letter] = (times + 1, *place)
    return [LostLetter(each, stand_in(each), *place) for each, place in found.items()]


def in_letters(cell):
    """A cell's text with stand-ins for the letters that the encoding lacks; others as they are."""
    return "".join(map(stand_in, cell)) if isinstance(cell, str) else cell
