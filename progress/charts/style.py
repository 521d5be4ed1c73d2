"""How charts look: colours, hatches, sizes. No drawing happens here.

A change in how anything looks must raise STYLE_VERSION, which is part of every key and ETag:
drawings of an older style are never served again.
"""

from typing import NamedTuple

from progress.judging.facts import LABELS, NOT_REPORTED
from progress.judging.shares import WAITING, WITHHELD

STYLE_VERSION = "11"
FONT_FAMILY = "IPAexGothic"

INK = "#1A1A1A"
TEXT = "#333333"
SUPPORT = "#666666"
GRID = "#E6E6E6"
WHITE = "#FFFFFF"
ACTUAL = "#3460FB"
ACTUAL_EDGE = "#0017C1"
# A figure that is not settled (見込, 速報).
PROVISIONAL = "#D9E6FF"

# A figure by a definition that was changed since.
BEFORE = "#CCCCCC"


class Shape(NamedTuple):
    """One size of an indicator's drawing, in CSS px at which it is shown unscaled."""

    width: int
    height: int
    value_size: float
    text_size: float
    top: int
    # A bar's share of its year's column.
    bar_share: float
    # Half the width of a point on a cut axis.
    dot: float = 7
    # A small drawing stands in a tile, without a scale.
    is_small: bool = False
    # Room at the right for the name of the last target's line.
    has_end_labels: bool = True

    @property
    def judged_row(self) -> float:
        """The lowest of the rows under the plot."""
        return 4

    @property
    def figure_row(self) -> float:
        return self.judged_row + self.text_size * 1.2 + 2

    @property
    def year_row(self) -> float:
        return self.figure_row + self.value_size * 1.2 + 2

    @property
    def ground(self) -> float:
        """Where the bars stand."""
        return self.year_row + self.text_size * 1.2 + 4


SHAPES = {
    "wide": Shape(720, 350, value_size=16, text_size=14, top=56, bar_share=0.6),
    "narrow": Shape(
        328, 310, value_size=15, text_size=13, top=58, bar_share=0.74, has_end_labels=False
    ),
    # On the projector: read from the back of a room.
    "screen": Shape(
        640, 312, value_size=26, text_size=24, top=80, bar_share=0.6, dot=11, has_end_labels=False
    ),
    "small": Shape(
        240, 150, value_size=12, text_size=12, top=22, bar_share=0.8, dot=5, is_small=True
    ),
}


class Fill(NamedTuple):
    """How the bar of one progress meaning is filled; told apart without colour too."""

    face: str
    text: str = INK
    hatch: str = ""
    dash: str = "solid"


APART = Fill("#CCCCCC", hatch=".", dash="dotted")
# In the order in which a stacked bar shows them.
FILLS = {
    "done": Fill("#0017C1", text=WHITE),
    "ahead": Fill("#3460FB", text=WHITE),
    "on_track": Fill("#9DB7F9"),
    "slightly_late": Fill("#FFE380", hatch="////"),
    "late": Fill("#FFA66D", hatch="xxxx"),
    "not_started": Fill("#F2F2F2"),
    "suspended": APART,
    "cancelled": APART,
    "merged": APART,
    "not_evaluated": APART,
    "": Fill(WHITE, dash="dashed"),
    # Of a year in progress: what is still to be confirmed.
    WAITING: Fill(WHITE, hatch="\\\\", dash="dashed"),
    # Of what is published: a progress that is not.
    WITHHELD: Fill(WHITE, hatch="..", dash="dotted"),
}
UNREPORTED_WORD = LABELS[NOT_REPORTED]
