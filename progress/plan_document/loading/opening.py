"""The one door by which a file becomes a document: the JSON of the format, or a plan's workbook."""

from progress.plan_document.schema.reading import read
from progress.plan_document.sheets.reading import Taking, read_workbook

JSON, WORKBOOK = ".json", ".xlsx"
SUFFIXES = (JSON, WORKBOOK)


def open_document(name: str, data: bytes) -> Taking:
    """The document that a file tells, in normal form, and what must be known of it.

    Raises ``DocumentRefused``. Touches no database.
    """
    if name.lower().endswith(WORKBOOK):
        return read_workbook(name, data)
    return Taking(read(data), [])
