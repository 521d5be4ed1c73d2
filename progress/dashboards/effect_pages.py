"""効果別の状況: the plan's grid of effects, ◎ and ○, with how the measures stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms

from measures.models import EffectRating
from progress.dashboards.filters import EVERYTHING, Choice, LinesFilter, line_choices
from progress.dashboards.list_pages import progress_column
from progress.dashboards.pages import Counted
from progress.reading import years
from progress.reading.edition import PlanFrame
from progress.reading.kept import YearNow
from progress.reading.rows import MeasureRow
from sakado_dx.lists import Column

MARKS = tuple(str(label) for label in EffectRating.Mark.labels)  # ◎, ○
GOOD = "good"


@dataclass(frozen=True)
class EffectLine:
    """A measure of a year, and the marks of its effects by their names."""

    row: MeasureRow
    marks: Mapping[str, str]


class Effects(NamedTuple):
    """All that the page shows of a year: the lines, the effects in the plan's order, the figures of
    each, and what the lines can be filtered by."""

    lines: Sequence[EffectLine]
    names: list[str]
    counts: list["EffectCount"]
    choices: Mapping[str, list[Choice]]


def effects_of(now: YearNow) -> Effects:
    """Those of a year as it stands."""
    lines = tuple(effects_in(now.rows, years.effects_in(now.year)))
    names, switch = names_in(lines), {"pending": 1} if now.pending else {}
    choices = {"effect": [EVERYTHING, *zip(names, names, strict=True)]}
    return Effects(lines, names, counts_in(lines, names, switch), choices | line_choices(lines))


def effects_in(rows: Sequence[MeasureRow], marks: Mapping[int, Mapping[str, str]]):
    """A line for each measure in the plan's order; `marks` by report's id. No query."""
    return [EffectLine(row, marks.get(row.report_id, {})) for row in rows]


def names_in(lines: Sequence[EffectLine]) -> list[str]:
    """The effects in the plan's order, put together from the orders of the measures, each of
    which has some of them."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for line in lines:
        for name in line.marks:
            sorter.add(name)
        for earlier, later in pairwise(line.marks):
            sorter.add(later, earlier)
    return list(sorter.static_order())


@dataclass(frozen=True)
class EffectCount:
    """An effect with the measures that the plan gives a mark: (mark, all, those on course)."""

    name: str
    cells: tuple[tuple[str, Counted, Counted], ...]


def counts_in(
    lines: Sequence[EffectLine], names: Sequence[str], switch: Mapping
) -> list[EffectCount]:
    """Each effect with its figures, each with the list of exactly these."""
    return [
        EffectCount(name, tuple(_cell(lines, name, mark, switch) for mark in MARKS))
        for name in names
    ]


def _cell(lines: Sequence[EffectLine], name: str, mark: str, switch: Mapping):
    own = [each for each in lines if each.marks.get(name) == mark]
    query = {**switch, "effect": name, "mark": mark}
    good = sum(each.row.is_on_course for each in own)
    return (
        mark,
        Counted(len(own), f"?{urlencode(query)}"),
        Counted(good, f"?{urlencode({**query, 'progress': GOOD})}"),
    )


def columns_of(frame: PlanFrame, names: Sequence[str]) -> list[Column]:
    """A column for each effect; blank is no mark."""
    return [
        Column(
            frame.measure_label,
            lambda each: f"{each.row.code} {each.row.name}",
            "code",
            url=lambda each: each.row.url,
        ),
        Column("所管課", lambda each: "、".join(each.row.divisions), "division"),
        progress_column(lambda each: each.row),
        *(Column(name, partial(_mark, name)) for name in names),
    ]


def _mark(name: str, line: EffectLine) -> str:
    return line.marks.get(name, "")


class EffectFilter(LinesFilter):
    """By effect, by mark (of the effect that is chosen, else of any), and by progress."""

    field_order = ["q", "effect", "mark", "progress"]

    effect = forms.ChoiceField(label="効果", required=False)
    mark = forms.ChoiceField(
        label="印", choices=[("", "すべて"), *zip(MARKS, MARKS, strict=True)], required=False
    )
    progress = forms.ChoiceField(
        label="進捗", choices=[("", "すべて"), (GOOD, "順調・完了など")], required=False
    )

    def by_effect(self, lines: list[EffectLine], name: str) -> list[EffectLine]:
        return [each for each in lines if name in each.marks]

    def by_mark(self, lines: list[EffectLine], mark: str) -> list[EffectLine]:
        name = self.data.get("effect")
        if name:
            return [each for each in lines if each.marks.get(name) == mark]
        return [each for each in lines if mark in each.marks.values()]

    def by_progress(self, lines: list[EffectLine], _: str) -> list[EffectLine]:
        return [each for each in lines if each.row.is_on_course]
