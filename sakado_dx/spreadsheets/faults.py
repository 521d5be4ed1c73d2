"""What is wrong with a file or a cell, in words that say how to mend it."""

from dataclasses import dataclass

MOST_SHOWN = 300


class Refused(Exception):
    """A file that is not read at all; its text is one or two plain sentences."""


class SheetNotChosen(Refused):
    """Several sheets could be meant; `names` are those that can be chosen."""

    def __init__(self, message: str, names: list[str]):
        self.names = names
        super().__init__(message)


@dataclass(frozen=True)
class Fault:
    """One fault of a sheet: where it is, what stands there, why it is wrong, how to mend it.

    `row` is the sheet's own row number, `letter` that of its column, `column` its heading;
    0 and "" where the fault is not that of one row or column.
    """

    row: int
    column: str
    letter: str
    value: str
    problem: str
    cure: str

    @property
    def told_value(self) -> str:
        """What stands there, in words; of a row or a file as a whole nothing does."""
        return self.value or ("（空欄）" if self.column else "―")

    @property
    def place(self) -> str:
        """``C12``, ``12行目``, ``C列``, or nothing."""
        if self.letter and self.row:
            return f"{self.letter}{self.row}"
        if self.letter:
            return f"{self.letter}列"
        return f"{self.row}行目" if self.row else ""
