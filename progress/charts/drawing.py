"""Painting marks with matplotlib. Importing this module imports matplotlib: do it late.

Same marks, same bytes: the text becomes paths of one font, ids come from a fixed salt, and no
date is written. Only `Figure` objects, never pyplot; one lock, since threads would race for
matplotlib's rcParams.
"""

import io
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from matplotlib_fontja import get_font_ttf_path

from progress.charts.marks import LINE_HEIGHT, Area, Arrow, Box, Diamond, Dot, Label, Line, Mark
from progress.charts.style import FONT_FAMILY, INK, WHITE
from sakado_dx.letters import one_spelling

LOCK = Lock()
SETTINGS = {
    "font.family": FONT_FAMILY,
    "hatch.linewidth": 0.8,
    # A lone $ would be taken for the beginning of a formula.
    "text.parse_math": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "sakado-dx",
}
NO_METADATA = {"Creator": None, "Date": None, "Format": None, "Type": None}
DASHES = {"solid": "solid", "dashed": (0, (5, 3)), "dotted": (0, (1.5, 2.5))}
MISSING_GLYPH = "〓"
PRINTED_DPI = 200
POINTS = re.compile(r'(width|height)="([0-9.]+)pt"')


def draw(marks: Iterable[Mark], width: int, height: int, title: str) -> bytes:
    """The marks as an SVG document of width × height px; `title` is its name."""
    with LOCK, matplotlib.rc_context(SETTINGS):
        figure = _figure(marks, width, height, scale=1)
        FigureCanvasSVG(figure)
        stream = io.BytesIO()
        figure.savefig(stream, format="svg", metadata={"Title": drawable(title), **NO_METADATA})
    return POINTS.sub(r'\1="\2"', stream.getvalue().decode(), count=2).encode()


def draw_png(marks: Iterable[Mark], width: int, height: int, title: str, scale: float) -> bytes:
    """The same as a PNG of `scale` times as many px, which says that it has 200 of them to an
    inch: what Word and a printer take."""
    with LOCK, matplotlib.rc_context(SETTINGS):
        figure = _figure(marks, width, height, scale=scale)
        FigureCanvasAgg(figure)
        stream = io.BytesIO()
        figure.savefig(
            stream,
            format="png",
            metadata={"Title": drawable(title), "Software": None},
            pil_kwargs={"dpi": (PRINTED_DPI, PRINTED_DPI)},
        )
    return stream.getvalue()


def _figure(marks: Iterable[Mark], width: int, height: int, *, scale: float) -> Figure:
    # At 72 dpi a point is a px.
    figure = Figure(figsize=(width / 72, height / 72), dpi=72 * scale, facecolor=WHITE)
    for depth, mark in enumerate(marks, start=2):
        for artist in PAINTERS[type(mark)](mark):
            # Else matplotlib would put all lines over all boxes.
            artist.set(transform=Affine2D().scale(scale), zorder=depth)
            figure.add_artist(artist)
    return figure


def drawable(text: str) -> str:
    """The text as the font can show it: no control characters, 〓 for what it lacks.

    Composed first: a か with a separate mark (as macOS writes file names) is one letter.
    """
    kept = (char for char in unicodedata.normalize("NFC", text) if not _is_invisible(char))
    return "".join(_drawn(char) for char in kept)


def _drawn(char: str) -> str:
    """The letter, or the plain one that stands for it (CO₂ as CO2), or 〓 as the last resort."""
    if _has_glyph(char):
        return char
    plain = one_spelling(char)
    return plain if all(map(_has_glyph, plain)) else MISSING_GLYPH


def _is_invisible(char: str) -> bool:
    """Control and format characters, and selectors of a letter's variant."""
    is_selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return is_selector or unicodedata.category(char) in ("Cc", "Cf")


@lru_cache(maxsize=4096)
def _has_glyph(char: str) -> bool:
    return get_font(get_font_ttf_path()).get_char_index(ord(char)) != 0


def _box(mark: Box):
    x, y, width, height = mark.area
    yield Rectangle(
        (x, y),
        width,
        height,
        facecolor=mark.face,
        edgecolor=mark.edge,
        linewidth=mark.edge_width,
        linestyle=DASHES[mark.dash],
        hatch=mark.hatch or None,
    )


def _line(mark: Line):
    xs, ys = zip(*mark.points, strict=True)
    yield Line2D(
        xs,
        ys,
        color=mark.color,
        linewidth=mark.width,
        linestyle=DASHES[mark.dash],
        solid_capstyle="butt",
        dash_capstyle="butt",
    )


def _arrow(mark: Arrow):
    head = mark.width * 3
    yield Line2D(
        (mark.start, mark.end - head),
        (mark.y, mark.y),
        color=mark.color,
        linewidth=mark.width,
        solid_capstyle="butt",
    )
    back = mark.end - head * 1.2
    corners = [(mark.end, mark.y), (back, mark.y + head * 0.7), (back, mark.y - head * 0.7)]
    yield Polygon(corners, closed=True, facecolor=mark.color, edgecolor="none")


def _dot(mark: Dot):
    yield Circle(
        (mark.x, mark.y),
        mark.radius,
        facecolor=mark.face,
        edgecolor=mark.edge,
        linewidth=mark.edge_width,
        linestyle=DASHES[mark.dash],
    )


def _diamond(mark: Diamond):
    x, y, r = mark.x, mark.y, mark.radius
    corners = [(x - r, y), (x, y + r), (x + r, y), (x, y - r)]
    yield Polygon(corners, closed=True, facecolor=WHITE, edgecolor=INK, linewidth=1.6)


def _label(mark: Label):
    area: Area = mark.area
    if mark.ground:
        yield Rectangle((area.x - 1, area.y), area.width + 2, area.height, color=mark.ground)
    x = {"left": area.x, "right": area.right, "center": area.x + area.width / 2}[mark.align]
    step = mark.size * LINE_HEIGHT
    for number, line in enumerate(reversed(mark.lines)):
        baseline = area.y + step * number + mark.size * 0.26
        yield Text(x, baseline, drawable(line), color=mark.color, fontsize=mark.size, ha=mark.align)


PAINTERS = {Box: _box, Line: _line, Arrow: _arrow, Dot: _dot, Diamond: _diamond, Label: _label}
