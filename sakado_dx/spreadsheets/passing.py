"""Sheets of text on their way from the reading process: as JSON, so that nothing else can come."""

from collections.abc import Callable

from sakado_dx.spreadsheets.sheets import Book, CellNote, Merged, Sheet


def facts_of(book: Book) -> dict:
    """What is known of a book before one of its sheets is read."""
    return {
        "names": book.names,
        "hidden": sorted(book.hidden),
        "encoding": book.encoding,
        "is_1904": book.is_1904,
    }


def answer_to(book: Book, request: dict) -> dict:
    """The sheet, or the head of it, that is asked for by name."""
    sheet = (book.head if request["head"] else book.read)(request["sheet"])
    return {
        "name": sheet.name,
        "rows": list(sheet.rows.items()),
        "shown": list(sheet.shown.items()),
        "unreadable": sheet.unreadable,
        "notices": sheet.notices,
        "merged": sheet.merged,
        "is_1904": sheet.is_1904,
    }


def book_of(facts: dict, ask: Callable[[dict], dict]) -> Book:
    """The book whose sheets are asked for when they are wanted."""
    return Book(
        facts["names"],
        lambda name: _sheet_of(ask({"sheet": name, "head": False})),
        lambda name: _sheet_of(ask({"sheet": name, "head": True})),
        hidden=frozenset(facts["hidden"]),
        encoding=facts["encoding"],
        is_1904=facts["is_1904"],
    )


def _sheet_of(answer: dict) -> Sheet:
    return Sheet(
        answer["name"],
        dict(answer["rows"]),
        {(row, column): text for (row, column), text in answer["shown"]},
        [CellNote(*each) for each in answer["unreadable"]],
        [CellNote(*each) for each in answer["notices"]],
        [Merged(*each) for each in answer["merged"]],
        answer["is_1904"],
    )
