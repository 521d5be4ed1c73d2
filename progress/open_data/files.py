"""The files of the open data, each made once for what it holds.

A file is named by a hash of its rows: it is kept in Django's cache under that, so that there is
nothing to invalidate, and what pages say of its size is true.
"""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db import DatabaseError

from progress.open_data import writing
from progress.open_data.columns import Cell
from progress.open_data.gathering import Source, source_on
from progress.open_data.tables import TABLES, Table

# To be raised with every change of how files are written.
WRITER = 1
PREFIX = "open-data:"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class DataFile:
    """A table in one format."""

    table: Table
    format: str
    content: bytes

    @property
    def name(self) -> str:
        """``results.csv``."""
        return f"{self.table.name}.{self.format}"

    @property
    def label(self) -> str:
        return writing.LABELS[self.format]

    @property
    def media_type(self) -> str:
        return writing.FORMATS[self.format][0]

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class TableFiles:
    """A table with its files: how many rows, and when they last changed."""

    table: Table
    rows: int
    updated_on: date | None
    files: tuple[DataFile, ...]


def table_files(table: Table, source: Source) -> TableFiles:
    """A table in all its formats."""
    made = _made(table, table.cells(source))
    files = tuple(DataFile(table, each, made.content[each]) for each in writing.FORMATS)
    return TableFiles(table, made.rows, table.updated_on(source), files)


def data_file(name: str, form: str, day: date) -> DataFile | None:
    """One file as it is on a day; None where there is none of that name."""
    if name not in TABLES or form not in writing.FORMATS:
        return None
    table = TABLES[name]
    return DataFile(table, form, _made(table, table.cells(source_on(day))).content[form])


@dataclass(frozen=True)
class _Made:
    rows: int
    content: Mapping[str, bytes]


def _made(table: Table, cells: list[list[Cell]]) -> _Made:
    """All files of these rows, from the cache or else written and kept."""
    text = repr((WRITER, table.name, table.headings, cells))
    key = f"{PREFIX}{hashlib.sha256(text.encode()).hexdigest()}"
    content = cache.get(key)
    if content is None:
        frame = writing.frame_of(table, cells)
        content = {each: write(table, frame) for each, (_, write) in writing.FORMATS.items()}
        _keep(table, key, content)
    return _Made(len(cells), content)


def _keep(table: Table, key: str, content: Mapping[str, bytes]) -> None:
    """Keep the files in the place of those that were kept before. Files that cannot be kept, since
    the database is busy, are given all the same."""
    newest = f"{PREFIX}{table.name}"
    try:
        before = cache.get(newest)
        cache.set_many({key: content, newest: key})
        if before not in (None, key):
            cache.delete(before)
    except DatabaseError:
        logger.warning("Open data could not be kept in the cache", exc_info=True)
