"""Lists, the same everywhere: searched, sorted and filtered in the address, counted, in pages,
and as a file that holds the rows of the page in its order and in its words.

A list is its columns and its rows. The page and the file take each cell from the same column,
so that they cannot differ. To make one: a tuple of `Column`s, a `ListForm` for its filters, and
`answer` in the view. A page with a look of its own takes `shown` and the columns' functions.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sakado_dx.files import TYPES, file_answer
from sakado_dx.fiscal import format_date
from sakado_dx.forms import FilterForm
from sakado_dx.list_cells import ShownCell, body_of, shown_cell
from sakado_dx.search_keys import Wanted
from sakado_dx.spreadsheets import cp932, writing
from sakado_dx.spreadsheets.writing import Cell
from sakado_dx.unusable import UnusableRequest

PER_PAGE = 100
MOST_IN_A_FILE = 20_000  # rows; what is beyond is asked for in parts
DIGITS = re.compile(r"(\d+)")
FILE, SORT, PAGE = "file", "sort", "page"
STAND_INS = "stand_ins"  # in the address: letters that cp932 lacks may be replaced
CP932 = cp932.CODEC
# kind: what follows the list's title in the file's name, and the content type
KINDS = {
    "csv": (".csv", TYPES["csv"]),
    CP932: (f"（{cp932.NAME}）.csv", f"text/csv; charset={cp932.NAME}"),
    "xlsx": (".xlsx", TYPES["xlsx"]),
}


@dataclass(frozen=True)
class Column:
    """A column: what stands in the cell of a row, in words, or as a number.

    `key` is its name in the address where the list can be sorted by it, and `order` what it is
    sorted by where that is not the cell itself. `url` leads on; `meaning` makes the cell a word
    of progress, `state` one of a report. `template` shows the same words in a way of its own: it
    gets `row` and `text`. `css` is a class that gives the column its width: ``nowrap``,
    ``column--name``, ``column--words``.
    """

    label: str
    of: Callable[[Any], Cell]
    key: str = ""
    order: Callable[[Any], Any] | None = None
    url: Callable[[Any], str] | None = None
    meaning: Callable[[Any], str] | None = None
    state: Callable[[Any], str] | None = None
    template: str = ""
    css: str = ""


class ListForm(FilterForm):
    """A box to search all cells of a list, and more fields where a list has them.

    `at_first` is what a list is filtered by where the address does not say; its file then is too.
    """

    at_first: dict[str, str] = {}

    q = forms.CharField(label="さがす言葉", max_length=100, required=False)

    def __init__(self, data: Mapping[str, str]):
        super().__init__({**self.at_first, **dict(data.items())} if self.at_first else data)

    @property
    def everything(self) -> dict[str, str]:
        """What the address holds where nothing is filtered."""
        return dict.fromkeys(self.at_first, "")

    def by_q(self, rows: Sequence[Any], query: str) -> list[Any]:
        wanted = Wanted(query)
        return [row for row in rows if wanted.is_in(self.texts_of(row))]

    def over(self, columns: Sequence[Column]) -> "ListForm":
        """The same form, whose box looks into these columns."""
        self.texts_of = lambda row: [_text(each.of(row)) for each in columns]
        return self


@dataclass
class Listing:
    """A list as it was asked for: `params` are those of the address.

    `rows` in the order that the list has by itself: rows that can be held all at once, or a
    QuerySet that can be `sorted_by(key, descending)`. `told` makes the lines of a part of them
    where the columns speak of lines; it is given a page, or all rows for a file. `at_once`: a
    QuerySet of which all is shown or little is stored, read whole and not counted before. `css`
    is the table's class: `table--many` of many short columns.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Any] | QuerySet
    form: FilterForm
    params: Mapping[str, str]
    per_page: int = PER_PAGE
    told: Callable[[Iterable[Any]], Iterable[Any]] = field(default=lambda rows: rows)
    at_once: bool = False
    css: str = ""

    def __post_init__(self):
        if isinstance(self.form, ListForm):
            self.form.over(self.columns)
        self.found = self._sorted(self.form.narrowed(self.rows))
        if self.at_once:
            len(self.found)  # from here on its count and its pages ask nothing more
        self.page: Page = Paginator(self.found, self.per_page).get_page(self.params.get(PAGE))

    @property
    def sort(self) -> str:
        """The column that the list is sorted by, as the address names it; blank for its own
        order, or where the address names no column."""
        asked = self.params.get(SORT, "")
        keys = {column.key for column in self.columns if column.key}
        return asked if asked.removeprefix("-") in keys else ""

    def _sorted(self, rows):
        key, descending = self.sort.removeprefix("-"), self.sort.startswith("-")
        if not key:
            return rows
        if isinstance(rows, QuerySet):
            return rows.sorted_by(key, descending)
        column = next(each for each in self.columns if each.key == key)
        of = column.order or column.of
        filled = [row for row in rows if of(row) not in ("", None)]
        blank = [row for row in rows if of(row) in ("", None)]
        placed = sorted(filled, key=lambda row: _place(of(row)), reverse=descending)
        return placed + blank  # blanks are last either way

    @property
    def narrows(self) -> bool:
        """Whether a filter is set."""
        return bool(self.form.chosen)

    @property
    def cleared(self) -> str:
        """The address of the list with its filters taken away: what is no filter stays."""
        own = {*self.form.fields, SORT, PAGE}
        kept = {name: value for name, value in self.params.items() if name not in own}
        return f"?{urlencode(kept | getattr(self.form, 'everything', {}))}"

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @cached_property
    def total(self) -> int:
        """How many there are without filters; asked for only where that is not told already."""
        return _number_of(self.rows) if self.narrows else self.count

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing, whatever is asked for."""
        return not self.count and not self.total

    @cached_property
    def shown(self) -> list[Any]:
        """The rows of the page, or the lines that are told of them."""
        return list(self.told(self.page))

    @cached_property
    def lines(self) -> list[list[ShownCell]]:
        """The cells of the page."""
        columns = list(enumerate(self.columns))
        return [[shown_cell(each, row, place) for place, each in columns] for row in self.shown]

    @cached_property
    def body(self) -> str:
        """The same as rows of a table; blank where a column has a template."""
        return body_of(self.lines)

    @property
    def headings(self) -> list[tuple[Column, str]]:
        """The columns, each with the class of its heading: numbers stand to the right."""
        cells = self.lines[0] if self.lines else [None] * len(self.columns)
        return [
            (column, cell.css if cell else column.css)
            for column, cell in zip(self.columns, cells, strict=True)
        ]

    def file(self, kind: str) -> bytes:
        """All rows that the page shows on its pages, as csv (of Unicode or cp932) or xlsx.

        ``UnusableRequest`` for another kind, for filters that cannot be read, for too many rows;
        ``LettersLost`` where cp932 lacks letters and the address does not let others stand in.
        """
        if kind not in KINDS or not self.form.is_valid():
            raise UnusableRequest("条件を読めません。一覧の画面からもう一度保存してください。")
        if self.count > MOST_IN_A_FILE:
            raise UnusableRequest(
                f"{self.count:,}件あります。一度に保存できるのは{MOST_IN_A_FILE:,}件までです。"
                "期間などで絞り込んでから保存してください。"
            )
        headings = [column.label for column in self.columns]
        rows = [[column.of(row) for column in self.columns] for row in self.told(self.found)]
        if kind == "csv":
            return writing.to_csv(headings, rows)
        if kind == CP932:
            stand_ins = bool(self.params.get(STAND_INS))
            return writing.to_cp932_csv(headings, rows, stand_ins=stand_ins)
        held = [list(map(writing.cut, cells)) for cells in rows]
        return writing.to_xlsx(self.title, headings, held, above=[self.title, self._as_of])

    @property
    def _as_of(self) -> str:
        """``令和8年11月29日現在　47件中12件``."""
        day = format_date(timezone.localdate())
        return f"{day}現在　{self.total:,}件" + (f"中{self.count:,}件" if self.narrows else "")


def answer(request: HttpRequest, listing: Listing, context: dict, template: str) -> HttpResponse:
    """The page of a list, or its file where the address asks for one (``file=xlsx``)."""
    if kind := request.GET.get(FILE):
        return file_of(request, listing, kind)
    shown = {"page_title": listing.title, "list": listing, "form": listing.form}
    return render(request, template, shown | context)


def file_of(request: HttpRequest, listing: Listing, kind: str) -> HttpResponse:
    """The list as a file under its title; a page that names the letters where it cannot be
    written as it is."""
    try:
        content = listing.file(kind)
    except cp932.LettersLost as lost:
        context = {"page_title": f"{listing.title}の保存", "list": listing, "letters": lost.letters}
        return render(request, "letters_lost.html", context)
    ending, content_type = KINDS[kind]
    return file_answer(content, f"{listing.title}{ending}", content_type)


def _place(value: Any) -> Any:
    """What a cell is sorted by; numbers within words by their size: I-1-2 before I-1-10."""
    if not isinstance(value, str):
        return value
    parts = enumerate(DIGITS.split(value))  # words and digits in turn
    return [(len(part.lstrip("0")), part) if number % 2 else part for number, part in parts]


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _number_of(rows: Sequence[Any] | QuerySet) -> int:
    return rows.count() if isinstance(rows, QuerySet) else len(rows)
