"""The cells of a list's page, each drawn as it stands there."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.safestring import SafeString

from sakado_dx.numbers import format_number
from sakado_dx.template_tags.status import progress_word, report_state

if TYPE_CHECKING:
    from sakado_dx.lists import Column


class ShownCell(NamedTuple):
    """A cell of the page; `text` is that of the file, but for the commas of a number. `html` is the
    whole cell, where it has no `template`: one for each of thousands would take longest."""

    label: str
    text: str
    is_number: bool
    url: str
    template: str
    row: Any
    css: str
    html: SafeString


def shown_cell(column: "Column", row: Any, place: int) -> ShownCell:
    """What a column shows of a row, at this place of the row's cells from 0 on."""
    value = column.of(row)
    is_number = isinstance(value, int | Decimal)
    text = format_number(value) if is_number else (value or "")
    url = column.url(row) if column.url else ""
    css = "num" if is_number else column.css
    html = SafeString()
    if not column.template:
        inner = _mark(column, row, text) or _words(text, url)
        begin, end = _element(column.label, css, is_first=place == 0)
        html = SafeString(f"{begin}{inner}{end}")
    return ShownCell(column.label, text, is_number, url, column.template, row, css, html)


def body_of(lines: Iterable[Iterable[ShownCell]]) -> SafeString:
    """The rows of a table of such cells; blank where one of them has a template of its own."""
    rows = [[cell.html for cell in line] for line in lines]
    if not all(map(all, rows)):
        return SafeString()
    return SafeString("".join(f"<tr>{''.join(row)}</tr>\n  " for row in rows))


def _mark(column: "Column", row: Any, text: Any) -> str:
    """The shape and word of a progress or of a report's state, where the cell tells one."""
    if column.meaning and (meaning := column.meaning(row)):
        return progress_word(meaning, text)
    if column.state and (state := column.state(row)):
        return report_state(state)
    return ""


def _words(text: Any, url: str) -> str:
    if url:
        return f'<a href="{escape(url)}">{_escaped(text)}</a>'
    return f'<span class="preserve-lines">{_escaped(text)}</span>' if text else ""


def _escaped(text: Any) -> str:
    """As a template writes it; `format_html` takes ten times as long, and there are hundreds."""
    return text.__html__() if hasattr(text, "__html__") else escape(str(text))


@lru_cache(maxsize=512)
def _element(label: str, css: str, *, is_first: bool) -> tuple[str, str]:
    """The tags of the cell's element; the first of a row is its heading."""
    if is_first:
        return '<th scope="row">', "</th>"
    named = f' class="{escape(css)}"' if css else ""
    return f'<td data-label="{escape(label)}"{named}>', "</td>"
