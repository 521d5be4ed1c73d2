"""What people type or paste, before it becomes a number or a date.

``UnreadableValue`` is the one error of all readers: form fields show it as it is, importers
put its parts into columns of their list of errors.
"""

import unicodedata


class UnreadableValue(ValueError):
    """A value that cannot be read; its text is one message in plain Japanese.

    ``value`` is the text as it came in (shortened), ``problem`` says what is wrong with it,
    ``cure`` how to mend it.
    """

    def __init__(self, value: object, problem: str, cure: str):
        self.value = shorten(str(value))
        self.problem = problem
        self.cure = cure
        super().__init__(f"「{self.value}」は読み取れません。{problem}{cure}")


def shorten(text: str, length: int = 30) -> str:
    """The text on one line and free of control characters, cut with … where it is long."""
    line = "".join(char if char.isprintable() else " " for char in text).strip()
    return line if len(line) <= length else line[: length - 1] + "…"


def fold(text: str) -> str:
    """Half-width form of the text, for reading only and never for storing.

    Circled and raised digits stay as they are: NFKC alone would read ① as 1.
    """
    if text.isascii():
        return text.strip()
    return "".join(
        char if unicodedata.category(char) == "No" else unicodedata.normalize("NFKC", char)
        for char in text
    ).strip()
