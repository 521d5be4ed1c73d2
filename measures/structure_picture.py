"""The bodies of a plan as a picture: boxes, lines and texts in px, for an SVG template.

Wide: the levels of a group are rows, side by side, joined from centre to centre. Narrow, and
wherever a level holds too many: one below the other, joined along the left edge.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

from measures.structure import Body, Group

WIDTHS = {"wide": 720, "narrow": 288}
MOST_IN_A_ROW = 3
MARGIN, PADDING, LANE = 8, 16, 12
BOX_WIDTH, ROW_GAP, TITLE_HEIGHT = 216, 44, 40
LABEL_SIZE, SMALL_SIZE, LEADING = 16, 14, 1.4
NEVER_FIRST = "、。，．・ー）」』】〕!?！？)ァィゥェォッャュョぁぃぅぇぉっゃゅょ"


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    size: int
    text: str
    bold: bool = False
    anchor: str = "middle"


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass
class Picture:
    """What the template paints, panels first, texts last."""

    width: int
    height: float = MARGIN
    panels: list[Box] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def picture_of(groups: list[Group], width: str) -> Picture:
    """The picture of all groups, one panel below the other; width is wide or narrow."""
    picture = Picture(WIDTHS[width])
    for group in groups:
        _add_panel(picture, group, in_rows=width == "wide")
    return picture


def _add_panel(picture: Picture, group: Group, in_rows: bool) -> None:
    top = picture.height
    left = MARGIN + PADDING
    picture.texts.append(Text(left, top + 28, LABEL_SIZE, group.title, True, "start"))
    in_rows = in_rows and max(map(len, group.levels)) <= MOST_IN_A_ROW
    add = _add_rows if in_rows else _add_column
    bottom = add(picture, group, top + TITLE_HEIGHT) + PADDING
    picture.panels.append(Box(MARGIN, top, picture.width - 2 * MARGIN, bottom - top))
    picture.height = bottom + MARGIN


def _add_rows(picture: Picture, group: Group, top: float) -> float:
    """Levels as rows; returns where the last one ends."""
    placed: dict[str, Box] = {}
    for number, level in enumerate(group.levels):
        top += ROW_GAP if number else 0
        height = max(_height(body, BOX_WIDTH) for body in level)
        for body, centre in zip(level, _centres(picture, level, placed), strict=True):
            x = centre - BOX_WIDTH / 2
            placed[body.label] = _add_box(picture, body, Box(x, top, BOX_WIDTH, height))
            _join_upwards(picture, body, placed)
        top += height
    return top


def _centres(picture: Picture, level: tuple[Body, ...], placed: dict[str, Box]) -> list[float]:
    """Where the boxes of a row stand: each below those it is joined to, if all have room."""
    step = (picture.width - 2 * MARGIN) / len(level)
    even = [MARGIN + step * (place + 0.5) for place in range(len(level))]
    upper = [[placed[name].centre for name in body.above if name in placed] for body in level]
    wanted = [sum(each) / len(each) if each else even[at] for at, each in enumerate(upper)]
    gaps = [right - left for left, right in pairwise(sorted(wanted))]
    return even if any(gap < BOX_WIDTH + MARGIN for gap in gaps) else wanted


def _join_upwards(picture: Picture, body: Body, placed: dict[str, Box]) -> None:
    box = placed[body.label]
    half = box.y - ROW_GAP / 2
    for name in body.above:
        if name in placed:
            upper = placed[name]
            picture.lines.append(
                f"M{box.centre:g} {box.y:g}V{half:g}H{upper.centre:g}V{upper.y + upper.height:g}"
            )
    if body.occasion:
        label = Text(box.centre + 8, box.y - 6, SMALL_SIZE, body.occasion, anchor="start")
        picture.texts.append(label)


def _add_column(picture: Picture, group: Group, top: float) -> float:
    """All bodies one below the other; returns where the last one ends."""
    placed: dict[str, Box] = {}
    lanes = sum(len(body.above) for body in group.bodies)
    left = MARGIN + PADDING + LANE * lanes
    width = min(picture.width - left - MARGIN - PADDING, 2 * BOX_WIDTH)
    for body in group.bodies:
        top += ROW_GAP / 2 if placed else 0
        if body.occasion:
            top += SMALL_SIZE
            picture.texts.append(Text(left, top - 6, SMALL_SIZE, body.occasion, anchor="start"))
        box = Box(left, top, width, _height(body, width))
        placed[body.label] = _add_box(picture, body, box)
        lanes = _join_along_the_edge(picture, body, placed, lanes)
        top += box.height
    return top


def _join_along_the_edge(picture: Picture, body: Body, placed: dict[str, Box], lanes: int) -> int:
    """Each line in a lane of its own, the longest outermost; returns the lanes left."""
    box = placed[body.label]
    for name in body.above:
        if name in placed:
            lane = box.x - LANE * lanes
            upper = placed[name]
            picture.lines.append(f"M{box.x:g} {box.middle:g}H{lane:g}V{upper.middle:g}H{upper.x:g}")
        lanes -= 1
    return lanes


def _add_box(picture: Picture, body: Body, box: Box) -> Box:
    picture.boxes.append(box)
    y = box.middle - _text_height(body, box.width) / 2
    for text, size in _lines_of(body, box.width):
        y += size * LEADING
        bold = size == LABEL_SIZE
        picture.texts.append(Text(box.centre, y - size * 0.35, size, text, bold))
    return box


def _height(body: Body, width: float) -> float:
    return max(48, _text_height(body, width) + PADDING)


def _text_height(body: Body, width: float) -> float:
    return sum(size * LEADING for _, size in _lines_of(body, width))


def _lines_of(body: Body, width: float) -> list[tuple[str, int]]:
    """(text, size in px) of a box's lines: the label, and small the full name where it differs."""
    room = width - 2 * PADDING  # marks that may not begin a line stand out
    names = [(line, LABEL_SIZE) for line in wrapped(body.label, room / LABEL_SIZE)]
    return names + [(line, SMALL_SIZE) for line in wrapped(body.full_name, room / SMALL_SIZE)]


def wrapped(text: str, room: float) -> list[str]:
    """The text in lines of at most `room` em; words in Latin letters and digits stay whole."""
    lines: list[str] = []
    printable = "".join(char for char in text if char.isprintable())  # XML allows no others
    for part in re.findall(r"[A-Za-z0-9]{1,12}|.", printable):
        fits = lines and _ems(lines[-1] + part) <= room
        if lines and (fits or part in NEVER_FIRST):
            lines[-1] += part
        else:
            lines.append(part)
    return lines


def _ems(text: str) -> float:
    """The widest that a text is likely to be in any Japanese font, in em."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.65 for char in text)
