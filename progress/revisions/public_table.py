"""新旧対照表 and 概要 of a revision as citizens see them: kept when its 公表日 is set.

Made as the staff's table is, of the rows before and after, but of what the plan prints alone.
"""

from collections.abc import Iterable
from dataclasses import replace

from progress.models import PlanChange, PlanRevision
from progress.plan_document.rows.flattening import rows_of
from progress.plan_document.rows.tables import Rows
from progress.plan_editions.printed import is_printed, printed_rows
from progress.revisions.comparison import Block, Grid
from progress.revisions.comparison_pages import Paper, paper_from
from progress.revisions.readings import Reading, reading_of, reading_over

# What a measure goes on in is told with its end.
TOLD_TOO = ("divisions", "measure_successors")


def public_table_of(revision: PlanRevision) -> dict:
    """The table as JSON; each table of the plan is read once."""
    return table_from(revision, reading_of(revision))


def table_of_base(revision: PlanRevision, lines: Iterable[PlanChange]) -> dict:
    """The same over the document of the edition that the revision changed; asks no database, of a
    revision with its plan and base at hand."""
    return table_from(revision, reading_over(rows_of(revision.base.content()), revision, lines))


def table_from(revision: PlanRevision, reading: Reading) -> dict:
    """The table of a revision as it was read."""
    lines = [line for line in reading.lines if is_printed(line.noun, line.column) or _is_told(line)]
    before, after = _rows(reading.before), _rows(reading.after)
    public = replace(reading, before=before, after=after, lines=lines)
    return _kept(paper_from(revision, public))


def _is_told(line: PlanChange) -> bool:
    """What a measure goes on in, and what a division that is printed is called."""
    return line.noun == "measure_successors" or line.place[::2] == ("divisions", "name")


def _rows(rows: Rows) -> Rows:
    return printed_rows(rows) | {noun: rows[noun] for noun in TOLD_TOO}


def _kept(paper: Paper) -> dict:
    new_is_left = paper.is_new_left
    rows = [
        {
            "place": each.place,
            "left": [_block(block) for block in (each.new if new_is_left else each.old)],
            "right": [_block(block) for block in (each.old if new_is_left else each.new)],
            "reason": each.reason,
        }
        for each in paper.entries
    ]
    # A slip has no summary: it begins, widens and ends nothing.
    is_slip = paper.revision.kind == PlanRevision.Kind.SLIP
    return {
        "name": paper.name,
        "headings": list(paper.headings),
        "note": paper.note if paper.has_marks else "",
        "purpose": paper.revision.reason,
        "line": "" if is_slip else paper.summary.line,
        "parts": [] if is_slip else [list(part) for part in paper.summary.parts],
        "rows": rows,
    }


def _block(block: Block) -> dict:
    if isinstance(block, Grid):
        cells = [_block(cell) for cell in block.cells]
        return {"title": block.title, "headings": list(block.headings), "cells": cells}
    return {"pieces": [{"kind": piece.kind, "text": piece.text} for piece in block.pieces]}
