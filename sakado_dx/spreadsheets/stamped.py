"""A workbook that says as of when it is, made once and given out as of any moment.

Of a file of thousands of rows everything else stays as it is while nothing changes. The moment stands
in two of its parts: among the texts, each of which a workbook holds once however many cells show it,
and in its properties. These two are written anew, the others stay compressed as they are.
"""

import secrets
from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

TEXTS, PROPERTIES = "xl/sharedStrings.xml", "docProps/core.xml"
BEFORE_ALL = datetime(1980, 1, 1, tzinfo=UTC)
Make = Callable[[str, datetime], bytes]


class Stamped:
    """What `make` makes of a stamp (令和8年7月20日 10:05) and its moment. Its columns are as wide as
    for the stamp that it was made with: one of other `letters` (`writing.letters_of`) needs another.
    """

    def __init__(self, make: Make, letters: int):
        # Nobody can have typed it into a cell.
        self._mark = secrets.token_hex(letters)[:letters]
        buffer = BytesIO()
        with ZipFile(BytesIO(make(self._mark, BEFORE_ALL))) as made:
            parts = {each.filename: each for each in made.infolist()}
            self._moving = {
                name: (parts.pop(name), made.read(name).decode()) for name in (TEXTS, PROPERTIES)
            }
            with ZipFile(buffer, "w", ZIP_DEFLATED) as rest:
                for each in parts.values():
                    rest.writestr(copy(each), made.read(each))
        self._rest = buffer.getvalue()

    def at(self, stamp: str, moment: datetime) -> bytes:
        """The workbook as of a moment."""
        said = {
            TEXTS: (self._mark, stamp),
            PROPERTIES: (_in_properties(BEFORE_ALL), _in_properties(moment)),
        }
        buffer = BytesIO(self._rest)
        with ZipFile(buffer, "a", ZIP_DEFLATED) as book:
            for name, (info, text) in self._moving.items():
                book.writestr(copy(info), text.replace(*said[name]))
        return buffer.getvalue()


def _in_properties(moment: datetime) -> str:
    """As the library writes when a workbook was made."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
