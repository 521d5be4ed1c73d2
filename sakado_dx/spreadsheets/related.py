"""Columns that stand for rows of other tables: kept aside until their own row is stored."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.columns import Column
from sakado_dx.spreadsheets.lookup import Lookup

BETWEEN = re.compile(r"[、，,;；\n]+")
# A name may itself hold a middle dot: such a one is looked for whole first.
BETWEEN_OR_DOT = re.compile(r"[、，,;；・\n]+")


class InAnyOrder(tuple):
    """Rows whose order means nothing, though they are shown in one."""

    __slots__ = ()

    def __eq__(self, other) -> bool:
        return set(self) == set(other)

    def __ne__(self, other) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(frozenset(self))


class RelatedColumn(Column):
    """A value kept in other tables. `reader` takes it from a row, `writer` stores it.

    `writer(instance, value)` runs once the row itself is stored.
    """

    def __init__(
        self,
        heading: str,
        reader: Callable[[Any], Any],
        writer: Callable[[Any, Any], None],
        **kwargs,
    ):
        super().__init__(heading, heading, **kwargs)
        self.reader = reader
        self.writer = writer

    def __deepcopy__(self, memo):
        return self

    def stored(self, instance: Any) -> Any:
        return self.reader(instance)

    def get_value(self, instance: Any) -> Any:
        typed = instance.__dict__.get("_typed", {})
        if self.column_name in typed:
            return typed[self.column_name]
        read = instance.__dict__.setdefault("_read", {})
        if self.column_name not in read:
            read[self.column_name] = self.stored(instance)
        return read[self.column_name]

    def put(self, instance: Any, value: Any) -> None:
        instance.__dict__.setdefault("_typed", {})[self.column_name] = value

    def write(self, instance: Any) -> None:
        """Store what was typed, where it differs from what is stored."""
        typed = instance.__dict__.get("_typed", {})
        if self.column_name in typed:
            self.writer(instance, typed[self.column_name])


class TypedColumn(RelatedColumn):
    """One text or mark kept elsewhere, of at most `longest` letters; `words` restricts it to
    a few (word to stored value)."""

    def __init__(
        self,
        heading: str,
        reader,
        writer,
        *,
        words: Mapping[str, str] | None = None,
        longest: int = 60,
    ):
        super().__init__(heading, reader, writer)
        self.words = words
        self.longest = longest

    def read(self, text: str, row: Mapping[str, str]) -> str:
        _check_length(text, self.longest)
        if not self.words or not text:
            return text
        if text not in self.words:
            known = "」「".join(dict.fromkeys(self.words))
            raise UnreadableValue(
                text, "使えない値です。", f"「{known}」のどれかか空欄にしてください。"
            )
        return self.words[text]


class NamesColumn(RelatedColumn):
    """Several texts in one cell, parted by 、 or line breaks, in their order."""

    def __init__(self, heading: str, reader, writer, *, distinct: bool = True, longest: int = 150):
        super().__init__(heading, reader, writer)
        self.distinct = distinct
        self.longest = longest

    def read(self, text: str, row: Mapping[str, str]) -> list[str]:
        names = [name.strip() for name in BETWEEN.split(text) if name.strip()]
        for name in names:
            _check_length(name, self.longest)
        repeated = next((name for name in names if names.count(name) > 1), "")
        if repeated and self.distinct:
            raise UnreadableValue(text, f"「{repeated}」が2回あります。", "1つにしてください。")
        return names

    def show(self, value: list[str]) -> str:
        return "、".join(value)


class ManyColumn(RelatedColumn):
    """Several rows of another table in one cell, by name, in their order where `ordered`."""

    def __init__(
        self, heading: str, reader, writer, lookup: Lookup, name_of=str, *, ordered=True, **kwargs
    ):
        super().__init__(heading, reader, writer, **kwargs)
        self.lookup = lookup
        self.name_of = name_of
        self.kind = list if ordered else InAnyOrder

    def stored(self, instance: Any) -> Any:
        return self.kind(super().stored(instance))

    def read(self, text: str, row: Mapping[str, str]) -> Any:
        found = [self.lookup.get(name) for name in self._names(text)]
        if repeated := next((each for each in found if found.count(each) > 1), None):
            raise UnreadableValue(
                text, f"「{self.name_of(repeated)}」が2回あります。", "1つにしてください。"
            )
        return self.kind(found)

    def _names(self, text: str) -> list[str]:
        if text and self.lookup.find(text) is not None:
            return [text]
        return [name.strip() for name in BETWEEN_OR_DOT.split(text) if name.strip()]

    def show(self, value: list[Any]) -> str:
        return "、".join(map(self.name_of, value))


def _check_length(text: str, longest: int) -> None:
    if len(text) > longest:
        problem = f"{len(text)}文字あります。"
        raise UnreadableValue(text, problem, f"{longest}文字までにしてください。")
