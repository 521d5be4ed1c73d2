"""What a page asks before an act that goes out, or cannot be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Asking:
    """What the act will do (sentences), whether and how it can be taken back, the words of its
    button, and where one goes who does not want it."""

    items: Sequence[str]
    way_back: str
    button: str
    back_url: str
    back: str = "行わずに戻る"
    is_danger: bool = False
