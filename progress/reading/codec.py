"""Frozen objects as JSON and back: what an edition, and a publication, keeps.

Decimals are written as text without idle zeros, dates as YYYY-MM-DD, so that an edition reads
the same from both databases. Each kept object carries the number of its layout, and there is a
reader for every number that was ever written, so that an edition of R5 is readable in R20. What
a later program adds to a layout gets its default; a change that is more than that is a new
number, and the old one keeps its reader.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from cattrs.preconf.json import make_converter

from progress.reading.edition import Edition, Word
from sakado_dx.numbers import number_text

Json = dict[str, Any]
T = TypeVar("T")


class UnknownLayout(ValueError):
    """A kept object of a layout that this program has no reader for: a newer program wrote it."""


converter = make_converter(detailed_validation=False)
converter.register_unstructure_hook(Decimal, number_text)
converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
converter.register_unstructure_hook(date, date.isoformat)
converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))


def plain(value: Any) -> Any:
    """A frozen object, a Decimal or a date as JSON."""
    return converter.unstructure(value)


def word_of(value: Json) -> Word:
    """A word of the plan as a correction keeps it."""
    return Word(value["word"], value["meaning"], value.get("order", 0))


@dataclass(frozen=True)
class Kept(Generic[T]):
    """What is kept of one class: `layout` is the number that is written today, `readers` turn
    the content of each earlier number into today's object."""

    cls: type[T]
    layout: int
    readers: dict[int, Callable[[Json], T]] = field(default_factory=dict)

    def encode(self, value: T) -> Json:
        return {"layout": self.layout, **plain(value)}

    def decode(self, content: Json) -> T:
        """The object of a stored content. Raises UnknownLayout."""
        number = content.get("layout")
        if number == self.layout:
            return converter.structure(content, self.cls)
        if number not in self.readers:
            raise UnknownLayout(f"{self.cls.__name__}: layout {number}")
        return self.readers[number](content)


EDITIONS = Kept(Edition, layout=1)
