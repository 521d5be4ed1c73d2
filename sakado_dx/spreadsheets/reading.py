"""The door by which files come in: guarded, then read into sheets of text."""

from sakado_dx.spreadsheets import csv_text, guard, xlsx
from sakado_dx.spreadsheets.sheets import Book


def read_book(name: str, content: bytes) -> Book:
    """The file's sheets. Raises `Refused` with a sentence for whoever chose the file."""
    kind = guard.check(name, content)
    return xlsx.read_book(content) if kind == guard.XLSX else csv_text.read_book(content)
