"""The columns of a sheet that hold codes, and the names beside them (see `codes`)."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.codes import CodeLookup, is_a_day
from sakado_dx.spreadsheets.columns import LookupColumn, TextColumn, refuse_other


class CodeColumn(TextColumn):
    """The code by which a row is found. However it is spelled there, a stored one stays.

    `known` gives the stored codes with their names, `beside` the heading of the name: a code that
    a spreadsheet changed makes no new row, and does not find another's.
    """

    def __init__(
        self, heading: str, attribute: str, known: Callable[[], CodeLookup], beside: str, **kwargs
    ):
        super().__init__(heading, attribute, **kwargs)
        self.known = known
        self.beside = beside

    def __deepcopy__(self, memo):
        return self

    def read(self, text: str, row: Mapping[str, str]) -> str:
        known = self.known()
        known.check(text, row.get(self.beside, "").strip(), self.beside)
        if is_a_day(text):
            known.get(text)
        return text

    def save(self, instance: Any, row: Mapping[str, str], is_m2m: bool = False, **kwargs) -> None:
        if instance.pk is None:
            super().save(instance, row, is_m2m, **kwargs)


class CodedColumn(LookupColumn):
    """A row of another table by its code, whose name stands under the heading `beside`.

    `owner` is the column of the row's owner (an indicator's measure), `owned` what each has.
    """

    def __init__(
        self,
        heading: str,
        attribute: str,
        lookup: CodeLookup,
        beside: str,
        name_of: Callable[[Any], str] = str,
        owner: "CodedColumn | None" = None,
        owned: Mapping[Any, Collection[Any]] | None = None,
        **kwargs,
    ):
        super().__init__(heading, attribute, lookup, name_of, **kwargs)
        self.beside = beside
        self.owner = owner
        self.owned = owned or {}
        self.meant: dict[tuple[str, ...], Any] = {}

    def clean(self, row: Mapping[str, str], **kwargs) -> Any:
        """Looked up once for the same cells: a row's key, its columns and the cells beside ask."""
        cells = self._cells(row)
        if cells not in self.meant:
            self.meant[cells] = super().clean(row, **kwargs)
        return self.meant[cells]

    def _cells(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """The cells that say which row is meant."""
        own = row[self.column_name], row.get(self.beside, "")
        return own + self.owner._cells(row) if self.owner else own

    def read(self, text: str, row: Mapping[str, str]) -> Any:
        if not text:
            return None
        among = None
        if self.owner:
            try:
                among = self.owned.get(self.owner.clean(row), ())
            except UnreadableValue:  # told at its own cell
                return self.lookup.get(text)
        name = row.get(self.beside, "").strip()
        return self.lookup.beside(text, name, self.beside, among)

    def found(self, row: Mapping[str, str]) -> Any:
        """The row that the cell names, for the cells beside it; None where it names none."""
        try:
            return self.clean(row)
        except UnreadableValue:  # told at its own cell
            return None


class NameColumn(TextColumn):
    """The name beside a code. A name that is not the code's is a slip, and refused."""

    def __init__(self, heading: str, code: CodedColumn):
        super().__init__(heading, heading)
        self.code = code

    def read(self, text: str, row: Mapping[str, str]) -> str:
        try:
            found = self.code.clean(row)
        except UnreadableValue:  # told at its own cell
            return text
        if text and found is not None:
            refuse_other(text, self.code.lookup.names[found])
        return text
