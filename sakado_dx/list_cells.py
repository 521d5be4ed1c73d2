"""The cells of a list's page, each drawn as it stands there."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.html import format_html

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
    html: str


def shown_cell(column: "Column", row: Any, place: int) -> ShownCell:
    """What a column shows of a row, at this place of the row's cells from 0 on."""
    value = column.of(row)
    is_number = isinstance(value, int | Decimal)
    text = format_number(value) if is_number else (value or "")
    url = column.url(row) if column.url else ""
    css = "num" if is_number else column.css
    html = ""
    if not column.template:
        inner = _mark(column, row, text) or _words(text, url)
        html = _html(column.label, css, inner, is_first=place == 0)
    return ShownCell(column.label, text, is_number, url, column.template, row, css, html)


def _mark(column: "Column", row: Any, text: Any) -> str:
    """The shape and word of a progress or of a report's state, where the cell tells one."""
    if column.meaning and (meaning := column.meaning(row)):
        return progress_word(meaning, text)
    if column.state and (state := column.state(row)):
        return report_state(state)
    return ""


def _words(text: Any, url: str) -> str:
    if url:
        return format_html('<a href="{}">{}</a>', url, text)
    return format_html('<span class="preserve-lines">{}</span>', text) if text else ""


def _html(label: str, css: str, inner: str, *, is_first: bool) -> str:
    """The cell's element; the first of a row is its heading."""
    if is_first:
        return format_html('<th scope="row">{}</th>', inner)
    named = format_html(' class="{}"', css) if css else ""
    return format_html('<td data-label="{}"{}>{}</td>', label, named, inner)
