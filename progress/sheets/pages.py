"""The workbook's pages: which there are, and what a file would change, before anything is stored."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from progress.models import ReviewYear
from progress.sheets.columns import PAPERS, PARTS, REPORTS, STATE, Readers
from progress.sheets.comparing import (
    CONFLICT,
    KEPT,
    TAKEN,
    Difference,
    chosen,
    compare,
    unanswered,
)
from progress.sheets.drafting import PartDraft, ReportDraft, cautions_of, drafts_of
from progress.sheets.gathering import book_of, books_of
from progress.sheets.lines import DivisionBook
from progress.sheets.paper_drafting import PaperDraft, paper_drafts_of
from progress.sheets.reading import Told, read_filled
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import Division
from sakado_dx.spreadsheets.faults import MOST_SHOWN
from sakado_dx.text_changes import TextChange, change_of


@dataclass(frozen=True)
class BookLine:
    """A division's workbook in the list of all."""

    division: Division
    reports: int
    open_reports: int
    parts: int
    papers: int
    due: date


def book_lines(year: ReviewYear, day: date) -> list[BookLine]:
    """The workbooks of a year, in the divisions' order; at most 11 queries."""
    return [
        BookLine(
            each.division,
            len(each.reports),
            sum(report.is_editable for report in each.reports),
            len(each.lines[PARTS]),
            len(each.papers),
            year.due_for(each.division.pk),
        )
        for each in books_of(year, None, day)
    ]


def file_name(book: DivisionBook) -> str:
    return f"記入用ブック_{book.year.short_label}_{book.division.name}.xlsx"


@dataclass(frozen=True)
class Cell:
    """A difference as it is shown: what of it, the texts, and for a choice what was chosen."""

    difference: Difference
    answer: str = ""

    @property
    def label(self) -> str:
        own = self.difference
        return f"{own.of}：{own.label}" if own.of else own.label

    @property
    def change(self) -> TextChange:
        return change_of(self.difference.theirs, self.difference.mine)

    @property
    def is_cleared(self) -> bool:
        return not self.difference.mine


@dataclass
class Group:
    """What would change in one report or part: cells that are taken, that need a choice, that stay
    as they were changed meanwhile; and what to make sure of."""

    title: str
    sheet: str
    state: str
    taken: list[Cell] = field(default_factory=list)
    conflicts: list[Cell] = field(default_factory=list)
    kept: list[Cell] = field(default_factory=list)
    cautions: Sequence[str] = ()


@dataclass
class Preview:
    """What a file would do. `reports`, `parts` and `papers` are what is stored once it is confirmed, that is
    `changed_rows` of its `rows`."""

    name: str
    groups: list[Group]
    faults: list[Told]
    notices: list[Told]
    missing: int
    open_choices: list[Difference]
    reports: list[ReportDraft]
    parts: list[PartDraft]
    papers: list[PaperDraft]
    rows: int
    changed_rows: int
    digest: str

    @property
    def shown_faults(self) -> list[Told]:
        return self.faults[:MOST_SHOWN]

    @property
    def changed(self) -> list[Group]:
        """Where something is taken, or to be chosen."""
        return [each for each in self.groups if each.taken or each.conflicts]

    @property
    def kept(self) -> list[Group]:
        return [each for each in self.groups if each.kept]

    @property
    def number(self) -> int:
        """How many cells are taken, or to be chosen."""
        return sum(len(each.taken) + len(each.conflicts) for each in self.groups)

    @property
    def conflicts(self) -> int:
        return sum(len(each.conflicts) for each in self.groups)

    @property
    def is_ready(self) -> bool:
        return bool(self.changed) and not self.faults


def preview_of(
    standing: Standing,
    year: ReviewYear,
    division: Division,
    name: str,
    content: bytes,
    answers: Mapping[str, str],
) -> Preview:
    """What the file would do with these choices. Raises Refused where it is no workbook of this
    division and year; reads the database, writes nothing."""
    filled = read_filled(name, content, year, division)
    book = book_of(year, division, standing.day)
    found = compare(filled, book, Readers(year.plan, book.measures))
    taken = chosen(found.differences, answers)
    reports, parts, against = drafts_of(taken, standing)
    papers, more = paper_drafts_of(taken, book, standing)
    cautions = {each.report.pk: cautions_of(each, book.told[each.report.pk]) for each in reports}
    return Preview(
        name=name,
        groups=_groups(found.differences, answers, cautions),
        faults=[*found.faults, *against, *more],
        notices=filled.notices,
        missing=filled.missing,
        open_choices=unanswered(found.differences, answers),
        reports=reports,
        parts=parts,
        papers=papers,
        rows=len(filled.rows),
        changed_rows=len({each.line.key for each in taken}),
        digest=digest_of(found.differences),
    )


def digest_of(differences: Iterable[Difference]) -> str:
    """The same for the same differences: whoever confirms, confirms these and no others."""
    told = [each.told for each in differences]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _groups(
    differences: Iterable[Difference],
    answers: Mapping[str, str],
    cautions: Mapping[int, Sequence[str]],
) -> list[Group]:
    found: dict[tuple[str, str], Group] = {}
    for each in differences:
        line = each.line
        if line.key[:2] not in found:
            state = line.known[STATE] if line.sheet in (REPORTS, PAPERS) else ""
            own = cautions.get(line.report.pk, ()) if line.sheet == REPORTS else ()
            found[line.key[:2]] = Group(line.title, line.sheet, state, cautions=own)
        group = found[line.key[:2]]
        place = {TAKEN: group.taken, CONFLICT: group.conflicts, KEPT: group.kept}[each.kind]
        place.append(Cell(each, answers.get(each.choice, "")))
    return list(found.values())
