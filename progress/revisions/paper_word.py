"""新旧対照表 as Word: A4 on its side, the head on each sheet, what changed underlined."""

from datetime import datetime

from progress.revisions.comparison import Block, Text
from progress.revisions.comparison_pages import Paper, is_marked
from sakado_dx.clock import format_stamp
from sakado_dx.word import Grid, WordFile

WIDTHS = (3, 6, 6, 3)


def to_word(paper: Paper, at: datetime) -> bytes:
    """The whole table."""
    marking = "" if paper.revision.is_decided else "案"
    colophon = f"{paper.title}（{format_stamp(at)}）"
    file = WordFile(title=paper.title, marking=marking, colophon=colophon, at=at, is_wide=True)
    file.heading(paper.title)
    for fact in paper.facts:
        file.paragraph(fact, is_right=True)
    if paper.has_marks:
        file.paragraph(paper.note)
    rows = [
        (_lines(entry.place), _cell(left), _cell(right), _lines(entry.reason))
        for entry, left, right in paper.rows
    ]
    file.marked_table(paper.headings, rows, WIDTHS)
    return file.to_bytes()


def _lines(text: str) -> list[list[tuple[str, bool]]]:
    return [[(line, False)] for line in text.split("\n")]


def _cell(blocks: tuple[Block, ...]) -> list:
    return [_block(block) for block in blocks]


def _block(block: Block):
    if isinstance(block, Text):
        return _runs(block)
    return Grid(block.title, block.headings, [_runs(cell) for cell in block.cells])


def _runs(text: Text) -> list[tuple[str, bool]]:
    return [(piece.text, is_marked(piece)) for piece in text.pieces]
