"""A year's reports as CSV, workbook and JSON, made of its editions.

An edition's file is the same to the byte for ever: it is made of what was stored with the
edition, in an order that is written down here and in `export_columns`, and of nothing else. What
does not count yet is left blank, so that everybody gets the same file; who has the switch
確定前を含む may have what is only submitted too, and the file says which of the two it is. While
nothing that is recorded changes, the process keeps a closed year's files, and of an open year all
but the moment of asking.
"""

import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.utils import timezone

from progress.editions.export_columns import head_cells, headings, indicator_cells
from progress.editions.export_json import report_json
from progress.models import ReportSnapshot, ReviewYear
from progress.reading.edition import Edition
from progress.reading.kept import said
from progress.reading.years import editions_in
from sakado_dx import fiscal
from sakado_dx.clock import format_stamp
from sakado_dx.files import TYPES
from sakado_dx.records.kept import KeptWhile
from sakado_dx.spreadsheets import writing
from sakado_dx.spreadsheets.stamped import Stamped
from sakado_dx.spreadsheets.writing import Cell


@dataclass(frozen=True)
class YearFile:
    """What a file is made of: the editions, and of a closed year which edition of it they are.

    `number` is None while the year is open: then `at` is the moment of asking. `pending`: what is
    only submitted counts too (確定前を含む).
    """

    editions: Sequence[Edition]
    number: int | None
    at: datetime
    pending: bool = False

    @property
    def as_of(self) -> str:
        """令和8年7月20日 10:05."""
        return format_stamp(self.at)

    @property
    def counted(self) -> str:
        """The position of the switch 確定前を含む."""
        return "確定前を含む" if self.pending else "確認済みだけ"

    @property
    def edition(self) -> str:
        return "締める前" if self.number is None else f"第{self.number}版"


def moments_of(year: ReviewYear) -> list[datetime]:
    """When an edition of the closed year was written, oldest first: its first is number 1."""
    snapshots = ReportSnapshot.objects.filter(report__year=year)
    return list(snapshots.order_by("at").values_list("at", flat=True).distinct())


def file_of(year: ReviewYear, number: int | None = None, pending: bool = False) -> YearFile:
    """The year's reports; of a closed year those of an edition of it, or the newest.

    Raises IndexError where there is no such edition.
    """
    moments = [] if year.is_open else moments_of(year)
    if not moments:
        return YearFile(list(editions_in(year).values()), None, timezone.now(), pending)
    number = len(moments) if number is None else number
    at = moments[number - 1] if number > 0 else moments[len(moments)]
    return YearFile(list(editions_in(year, at).values()), number, at, pending)


def year_file(
    year: ReviewYear, kind: str, edition: int | None = None, *, pending: bool = False
) -> tuple[str, bytes]:
    """(content type, bytes) of the year as `csv`, `xlsx` or `json`."""
    content_type, write = FORMATS[kind]
    if not year.is_open:
        told = (_told(year, pending), kind, edition)
        return content_type, _closed.of(told, lambda: write(file_of(year, edition, pending)))
    if kind in OPEN_FORMATS:
        return content_type, OPEN_FORMATS[kind](year, pending)
    return content_type, write(file_of(year, edition, pending))


class Table(NamedTuple):
    """The year's rows: one for each indicator of a measure, or one for a measure without; all cells
    but the last one, which says as of when the file is."""

    title: str
    above: str
    columns: Sequence[str]
    lines: Sequence[Sequence[Cell]]


class CsvParts(NamedTuple):
    """The line of the headings with the file's mark, and of each line what stands before its last
    cell."""

    heading: bytes
    lines: list[bytes]


def to_csv(source: YearFile) -> bytes:
    """The rows with value and status in two columns, text cells never formulas."""
    return _csv(_csv_parts(_table(source)), source.as_of)


def to_xlsx(source: YearFile) -> bytes:
    """The same rows and columns as a workbook, below what it is and as of when; a text that no
    cell holds is cut with a word."""
    return _xlsx(_fitting(_table(source)), source.as_of, source.at)


def _csv_parts(table: Table) -> CsvParts:
    heading, *lines = writing.csv_lines([table.columns, *table.lines])
    return CsvParts(writing.csv_file([heading]), [each.encode() for each in lines])


def _csv(parts: CsvParts, as_of: str) -> bytes:
    (last,) = writing.csv_lines([[as_of]])
    end = f",{last}\r\n".encode()
    return b"".join([parts.heading, end.join(parts.lines), end if parts.lines else b""])


def _fitting(table: Table) -> Table:
    """Its texts no longer than a workbook's cells hold."""
    return table._replace(lines=[list(map(writing.cut, line)) for line in table.lines])


def _xlsx(table: Table, as_of: str, at: datetime) -> bytes:
    lines = ([*line, as_of] for line in table.lines)
    above = [table.title, f"{table.above}　{as_of}"]
    return writing.to_xlsx(table.title, table.columns, lines, above=above, made_at=at)


def _table(source: YearFile) -> Table:
    first = source.editions[0] if source.editions else None
    year = f"{fiscal.label_name(first.fiscal_year)}の" if first else ""
    above = f"{first.frame.title if first else ''}　{source.edition}"
    lines = [line for edition in source.editions for line in _lines(edition, source)]
    return Table(f"{year}報告と実績", above, headings(first.frame if first else None), lines)


def _lines(edition: Edition, source: YearFile) -> Iterator[list[Cell]]:
    head = head_cells(edition, source.pending)
    tail = [source.counted, source.edition]
    for part in edition.indicators or [None]:
        yield [*head, *indicator_cells(edition, part, source.pending), *tail]


# Of an open year, with and without 確定前を含む.
_csvs: KeptWhile[CsvParts] = KeptWhile(most=4)
_books: KeptWhile[Stamped] = KeptWhile(most=4)
# Of closed years whole files, up to 8 MB of them.
_closed: KeptWhile[bytes] = KeptWhile(most=12, room=8_000_000, size=len)


def _open_csv(year: ReviewYear, pending: bool) -> bytes:
    parts = _csvs.of(
        _told(year, pending), lambda: _csv_parts(_table(file_of(year, pending=pending)))
    )
    return _csv(parts, format_stamp(timezone.now()))


def _open_xlsx(year: ReviewYear, pending: bool) -> bytes:
    at = timezone.now()
    as_of = format_stamp(at)
    told = (_told(year, pending), len(as_of))  # at midnight it may be another day's
    return _books.of(told, lambda: _book(year, pending, as_of)).at(as_of, at)


def _book(year: ReviewYear, pending: bool, as_of: str) -> Stamped:
    table = _fitting(_table(file_of(year, pending=pending)))
    return Stamped(partial(_xlsx, table), writing.letters_of(as_of))


def forget() -> None:
    """Keep nothing of any year's files."""
    for each in (_csvs, _books, _closed):
        each.forget()


def _told(year: ReviewYear, pending: bool) -> Hashable:
    return timezone.localdate(), said(year), said(year.plan), pending


def to_json(source: YearFile) -> bytes:
    """The same with the plan's frame; `value` is a decimal as text, or null beside a status."""
    first = source.editions[0] if source.editions else None
    document = {
        "fiscal_year": first and first.fiscal_year,
        "plan": first and first.frame.title,
        "edition": source.number,
        "counted": source.counted,
        "as_of": source.at.isoformat(timespec="seconds"),
        "reports": [report_json(each, source.pending) for each in source.editions],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: dict[str, tuple[str, Callable[[YearFile], bytes]]] = {
    "csv": (TYPES["csv"], to_csv),
    "xlsx": (TYPES["xlsx"], to_xlsx),
    "json": (TYPES["json"], to_json),
}
OPEN_FORMATS: dict[str, Callable[[ReviewYear, bool], bytes]] = {
    "csv": _open_csv,
    "xlsx": _open_xlsx,
}
