"""What goes on in what: how a measure ended and what follows it, and its places in other plans."""

from dataclasses import dataclass
from datetime import date

from sakado_dx import fiscal


@dataclass(frozen=True, order=True)
class Tag:
    """A measure's place in another plan: ``国の重点取組：フロントヤード改革（第4.0版）``."""

    kind: str
    name: str
    edition: str = ""

    def __str__(self) -> str:
        return f"{self.kind}：{self.name}" + (f"（{self.edition}）" if self.edition else "")


@dataclass(frozen=True)
class EndedIndicator:
    """An indicator that a measure was measured by up to a fiscal year."""

    label: str
    name: str
    last_fiscal_year: int

    def __str__(self) -> str:
        return f"{self.label}：{self.name}（{fiscal.label_name(self.last_fiscal_year)}まで）"


@dataclass(frozen=True)
class Lineage:
    """How a measure ended, in the plan's word, which measures (id, title) go on with it and which
    it goes on with, its tags, and the indicators that have ended under it."""

    ending: str = ""
    successors: tuple[tuple[int, str], ...] = ()
    predecessors: tuple[tuple[int, str], ...] = ()
    tags: tuple[Tag, ...] = ()
    ended: tuple[EndedIndicator, ...] = ()


def is_within(days: str, day: date) -> bool:
    """Whether a day lies within ``2026-04-01/2027-03-31``, of which either end may be blank."""
    first, _, last = days.partition("/")
    return (not first or first <= day.isoformat()) and (not last or day.isoformat() <= last)


def has_happened(last_day: str, day: date) -> bool:
    """Whether what ends on a day ends in the fiscal year of another day or before: to earlier years
    it is no news."""
    return not last_day or fiscal.fiscal_year_of(date.fromisoformat(last_day)) <= (
        fiscal.fiscal_year_of(day)
    )
