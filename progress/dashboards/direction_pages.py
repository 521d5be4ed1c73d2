"""方向性の予定と実際: what the plan scheduled for each year, and what was done."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms

from measures.words import is_slip
from progress.models import ReviewYear
from progress.reading.edition import Edition, PlanFrame, PlannedYear
from progress.reading.kept import YearNow
from progress.reading.rows import counted_states
from progress.reading.years import editions_in, frame_in
from sakado_dx.addresses import reverse
from sakado_dx.fiscal import label_short
from sakado_dx.lists import Column, ListForm

NOW, EVER, KEPT, UNTOLD = "now", "ever", "kept", "untold"
SLIPS = {
    NOW: "この年度に計画と違うもの",
    EVER: "前の年度だけに違いのあるもの",
    KEPT: "違いのないもの",
    UNTOLD: "この年度の報告がまだのもの",
}


@dataclass(frozen=True)
class DirectionLine:
    """A measure through the plan's years up to `fiscal_year`; the actual directions are those that
    count."""

    title: str
    url: str
    lead: str
    fiscal_year: int
    years: Mapping[int, PlannedYear]

    @property
    def slips(self) -> list[int]:
        """The fiscal years in which the work went otherwise than planned."""
        return [each for each, own in self.years.items() if is_slip(own.planned, own.actual)]

    @property
    def slip(self) -> str:
        """One of `SLIPS`."""
        now = self.fiscal_year
        if now in self.slips:
            return NOW
        if self.slips:
            return EVER
        own = self.years.get(now)
        return KEPT if own is not None and own.actual else UNTOLD


class Directions(NamedTuple):
    """All that the page shows of a year: the plan's frame, the lines, how many slipped (`counts`), and
    the divisions that they can be filtered by."""

    frame: PlanFrame
    lines: list[DirectionLine]
    counts: Counter[str]
    leads: list[str]


def directions_of(now: YearNow) -> Directions:
    """Those of a year as it stands: all editions are read for it, and none of them is kept."""
    return directions_in(now.year, pending=now.pending)


def directions_in(year: ReviewYear, *, pending: bool = False) -> Directions:
    """A line for each measure of the year in the plan's order; 7 queries, 1 where the year is
    closed."""
    editions, states = editions_in(year), counted_states(pending)
    lines = [_line(year, each, states) for each in editions.values()]
    leads = [name for name in dict.fromkeys(each.lead for each in lines) if name]
    return Directions(frame_in(year, editions), lines, Counter(each.slip for each in lines), leads)


def _line(year: ReviewYear, edition: Edition, states: Sequence[str]) -> DirectionLine:
    own = {
        each.fiscal_year: each
        for each in edition.plan.years
        if each.fiscal_year != edition.fiscal_year
    }
    planned = edition.planned
    actual = edition.report.texts["actual_direction"] if edition.report.state in states else ""
    printed = next(
        (each.printed for each in edition.plan.years if each.fiscal_year == edition.fiscal_year), ""
    )
    own[edition.fiscal_year] = PlannedYear(edition.fiscal_year, printed, planned, actual)
    plan = edition.plan
    return DirectionLine(
        plan.title,
        reverse("progress:measure_year", args=[year.pk, plan.id]),
        next(iter(plan.divisions), ""),
        year.fiscal_year,
        dict(sorted(own.items())),
    )


def told_in(counts: Counter[str], query: Mapping) -> list[tuple[str, int, str]]:
    """(words, number, the list of exactly these) of each that occurs, and of this year's slips."""
    return [
        (words, counts[slip], f"?{urlencode({**query, 'slip': slip})}")
        for slip, words in SLIPS.items()
        if counts[slip] or slip == NOW
    ]


def columns_of(frame: PlanFrame, fiscal_years: Iterable[int]) -> list[Column]:
    """A column for each of these years: planned, and what was done where that is known."""
    return [
        Column(frame.measure_label, lambda each: each.title, url=lambda each: each.url),
        Column("主管課", lambda each: each.lead or "（なし）", "division"),
        *(Column(label_short(year), partial(_cell, year)) for year in fiscal_years),
    ]


def _cell(fiscal_year: int, line: DirectionLine) -> str:
    """``計画 導入``, and below it ``実際 検討（計画と違う）``."""
    own = line.years.get(fiscal_year)
    if own is None:
        return ""
    planned = f"計画 {own.planned or own.printed or '－'}"
    slipped = "（計画と違う）" if is_slip(own.planned, own.actual) else ""
    return f"{planned}\n実際 {own.actual}{slipped}" if own.actual else planned


class DirectionFilter(ListForm):
    """By how it went, and by lead division."""

    slip = forms.ChoiceField(
        label="計画との違い", choices=[("", "すべて"), *SLIPS.items()], required=False
    )
    division = forms.ChoiceField(label="主管課", required=False)

    def __init__(self, data: Mapping[str, str], leads: Sequence[str]):
        super().__init__(data)
        self.fields["division"].choices = [("", "すべて"), *zip(leads, leads, strict=True)]

    def by_slip(self, lines: list[DirectionLine], slip: str) -> list[DirectionLine]:
        return [each for each in lines if each.slip == slip]

    def by_division(self, lines: list[DirectionLine], name: str) -> list[DirectionLine]:
        return [each for each in lines if each.lead == name]
