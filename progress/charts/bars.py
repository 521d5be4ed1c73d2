"""Counts or amounts side by side, as level bars: one question, one scale from 0."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """A bar: its name and its value; one of what is not told is drawn empty, with a dashed edge."""

    label: str
    value: int
    is_told: bool = True


@dataclass(frozen=True)
class BarsChart:
    """The bars from above; `unit` stands behind each figure."""

    name: str
    unit: str
    bars: tuple[Bar, ...]

    @property
    def largest(self) -> int:
        return max((each.value for each in self.bars), default=0)
