"""Tables put into README, each between its own marks; what was not measured again stays."""

import re
from collections.abc import Mapping
from pathlib import Path


class MarkMissing(Exception):
    """The book has no place for a table."""


def marked(name: str, block: str) -> str:
    """A table as it stands in the book."""
    return f"<!-- bench:{name} -->\n{block}\n<!-- /bench:{name} -->"


def write_into(book: Path, blocks: Mapping[str, str]) -> None:
    """All of these tables, or none where the book lacks a place for one."""
    text = book.read_text("utf-8")
    for name, block in blocks.items():
        place = re.compile(f"<!-- bench:{name} -->.*?<!-- /bench:{name} -->", re.S)
        found = place.search(text)
        if found is None:
            raise MarkMissing(f"{book.name} に「{marked(name, '…')}」の場所がありません。")
        before, after = text[: found.start()], text[found.end() :]
        text = f"{before}{marked(name, block)}{after}"
    book.write_text(text, "utf-8")
