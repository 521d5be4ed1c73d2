"""A file's bytes to sheets of text, here and now. `reading` asks for it in a process apart."""

from sakado_dx.spreadsheets import csv_text, guard
from sakado_dx.spreadsheets.sheets import Book


def open_book(name: str, content: bytes) -> Book:
    """The file's sheets. Raises `Refused` with a sentence for whoever chose the file."""
    if guard.check(name, content) == guard.CSV:
        return csv_text.read_book(content)
    # A CSV file needs nothing of what reads workbooks, which takes a moment to load.
    from sakado_dx.spreadsheets import xlsx

    return xlsx.read_book(content)
