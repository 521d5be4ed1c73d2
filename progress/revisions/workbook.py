"""A revision's changes as a list (Excel): one line a place, text as text."""

from datetime import datetime

from progress.revisions.comparison import Block, Text
from progress.revisions.comparison_pages import Paper
from sakado_dx.spreadsheets.writing import to_xlsx


def to_list(paper: Paper, at: datetime) -> bytes:
    """The lines of the table, without marks."""
    rows = [
        (entry.place, told(left), told(right), entry.reason) for entry, left, right in paper.rows
    ]
    return to_xlsx(
        paper.title[:31], paper.headings, rows, above=(paper.title, *paper.facts), made_at=at
    )


def told(blocks: tuple[Block, ...]) -> str:
    """A side of a line as plain text; a small table as ``R8 導入、R9 運用``."""
    return "\n".join(_told(block) for block in blocks)


def _told(block: Block) -> str:
    if isinstance(block, Text):
        return block.plain
    pairs = zip(block.headings, block.cells, strict=True)
    text = "、".join(f"{heading} {cell.plain}" for heading, cell in pairs)
    return f"{block.title}：{text}" if block.title else text
