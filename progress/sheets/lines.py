"""A line of the division's workbook, and the book: what every step of it reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from measures.models import Measure
from progress.judging.completeness import ResultEntry
from progress.models import Contribution, MeasureReview, PlanReview, ProgressReport, ReviewYear
from progress.reading.edition import AskedIndicator
from progress.reading.reports import ShownReport
from progress.reviews.indicators import AskedTarget
from progress.sheets.columns import PAPERS, PARTS, SHEETS, TARGET_YEAR, year_words
from sakado_dx.letters import plain
from sakado_dx.organization.models import Division
from sakado_dx.spreadsheets.shown import plain as plain_number

Key = tuple[str, str, str]
BLANK = ResultEntry()


@dataclass(frozen=True)
class Paper:
    """A 調書 with what its form asks: what the plan schedules by year, and the last targets."""

    row: MeasureReview
    planned: Mapping[int, str]
    targets: Sequence[AskedTarget]


@dataclass(frozen=True)
class Line:
    """A row of a sheet: of a `report`, of a `part` of it, or of a 調書 (`paper`) with the target of
    an indicator that it is `asked` about.

    `known` is what stands there to be looked at, by heading; `values` what is stored, by the name
    of the cell, for all cells that belong to the row. `why_closed` is blank while they may be
    filled in."""

    sheet: str
    key: Key
    title: str
    known: Mapping[str, str]
    values: Mapping[str, Any]
    report: ProgressReport | None = None
    why_closed: str = ""
    indicator: AskedIndicator | None = None
    entry: ResultEntry = BLANK
    part: Contribution | None = None
    paper: Paper | None = None
    asked: AskedTarget | None = None

    @property
    def texts(self) -> dict[str, str]:
        """What the cells hold, as they are written and compared."""
        return {name: text_of(value) for name, value in self.values.items()}

    @property
    def version(self) -> int:
        return (self.paper.row if self.paper else self.part or self.report).version

    @property
    def choices(self) -> dict[str, list[str]]:
        """Of its cells those with a list of their own."""
        return {TARGET_YEAR: year_words(self.paper.row.review.changed_years)} if self.paper else {}


@dataclass
class DivisionBook:
    """A division's lines of a year, by sheet. `review` is the one under way, of which it is asked
    for 調書, and `measures` those into which another may be merged."""

    year: ReviewYear
    division: Division
    lines: dict[str, list[Line]] = field(default_factory=lambda: {sheet: [] for sheet in SHEETS})
    reports: list[ProgressReport] = field(default_factory=list)
    told: dict[int, ShownReport] = field(default_factory=dict)
    review: PlanReview | None = None
    measures: Sequence[Measure] = ()

    @property
    def all_lines(self) -> list[Line]:
        return [line for own in self.lines.values() for line in own]

    @property
    def by_key(self) -> dict[Key, Line]:
        return {line.key: line for line in self.all_lines}

    @property
    def part_lines(self) -> list[Line]:
        return self.lines[PARTS]

    @property
    def papers(self) -> list[Paper]:
        """Each 調書 once."""
        return list({line.key[1]: line.paper for line in self.lines[PAPERS]}.values())

    @property
    def is_blank(self) -> bool:
        return not self.all_lines


def text_of(value: Any) -> str:
    """A stored value as its cell holds it: what no program shows is left out."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value)
    return plain(str(value))
