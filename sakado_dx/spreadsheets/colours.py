"""Whether the letters of a cell can be seen: their colour, and that of what lies behind them.

Of a theme only its two first colours are known, those of paper and ink; of any other only whether
it is the same.
"""

import re
from typing import Any

PAPER, INK = "FFFFFF", "000000"
# In a number format, as English and Japanese programs write them (ECMA-376 part 1, 18.8.31).
NAMED = {
    "black": INK, "黒": INK, "white": PAPER, "白": PAPER, "red": "FF0000", "赤": "FF0000",
    "blue": "0000FF", "青": "0000FF", "green": "00FF00", "緑": "00FF00", "cyan": "00FFFF",
    "水": "00FFFF", "magenta": "FF00FF", "紫": "FF00FF", "yellow": "FFFF00", "黄": "FFFF00",
}  # fmt: skip
NUMBERED = re.compile(r"(?:color|色)\s*([0-9]{1,2})")
FIRST = 8  # of the palette, which the numbers of formats count from 1
SYSTEM = {64: INK, 65: PAPER}
THEME = {0: PAPER, 1: INK}


def _palette() -> tuple[str, ...]:
    """The colours by number, as (alpha and) red, green and blue."""
    from openpyxl.styles.colors import COLOR_INDEX  # late: only a reader of workbooks asks

    return COLOR_INDEX


def named(text: str) -> str:
    """The colour that brackets in a number format name; blank where they name none."""
    text = text.strip().lower()
    if number := NUMBERED.fullmatch(text):
        palette = _palette()[FIRST:]
        return palette[int(number[1]) - 1][-6:] if 0 < int(number[1]) <= len(palette) else ""
    return NAMED.get(text, "")


class Colours:
    """The colours of the cells of one workbook, found once for each pair of font and fill."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, int], tuple[str, str]] = {}

    def hide(self, cell: Any, own: str) -> bool:
        """Whether a cell's letters have the colour of what lies behind them; `own` is the colour
        that its number format gives them, where it gives one."""
        style = cell.style_array
        key = style.fontId, style.fillId
        if key not in self._found:
            self._found[key] = _seen(cell.font.color, INK), _behind(cell.fill)
        letters, behind = self._found[key]
        return (own or letters) == behind


def _behind(fill: Any) -> str:
    """Blank for a pattern: letters on it are seen somehow."""
    if fill.fill_type is None:
        return PAPER
    return _seen(fill.fgColor, PAPER) if fill.fill_type == "solid" else ""


def _seen(colour: Any, otherwise: str) -> str:
    if colour is None or colour.type == "auto":
        return otherwise
    if colour.type == "rgb":
        return str(colour.rgb)[-6:].upper()
    if colour.type == "indexed":
        own, palette = colour.indexed, _palette()
        return SYSTEM.get(own) or (palette[own][-6:] if own < len(palette) else otherwise)
    plain = THEME.get(colour.theme) if not colour.tint else None
    return plain or f"theme {colour.theme} {colour.tint:.3f}"
