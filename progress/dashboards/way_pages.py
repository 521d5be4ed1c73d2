"""目標までの歩み: each indicator's way to its last target, as a list of a year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms

from progress.dashboards.filters import Choice, LinesFilter, line_choices
from progress.judging.findings import goal_words
from progress.judging.targets import final_target
from progress.judging.ways import WAYS, Way, last_goal, value_words, way_of
from progress.reading.edition import PlanFrame
from progress.reading.kept import YearNow
from progress.reading.rows import IndicatorYear, MeasureRow
from sakado_dx.addresses import reverse
from sakado_dx.lists import Column
from sakado_dx.numbers import format_number


@dataclass(frozen=True)
class WayLine:
    """An indicator under the measure that enters it, and its way."""

    row: MeasureRow
    each: IndicatorYear
    way: Way

    @property
    def facts(self):
        return self.each.facts

    @property
    def now(self) -> str:
        """The newest figure that counts; of a milestone and of words what the year is judged."""
        told = value_words(self.facts, self.way, self.each.figures)
        return told or self.each.judgement.label

    @property
    def goal(self) -> str:
        """``R9年度の目標30業務``; of all but numbers what is aimed at in the year, in words."""
        year, facts = self.row.fiscal_year, self.facts
        final = self.way.goal or final_target(facts, year)
        if final is not None:
            return last_goal(facts, final, self.way.figure.fiscal_year if self.way.figure else year)
        return goal_words(facts, self.each.judgement, self.each.figures.get(year - 1))

    @property
    def place(self) -> int:
        """The gravest first."""
        return list(WAYS).index(self.way.code)


class Ways(NamedTuple):
    """All that the page shows of a year: the lines, how many go how, and what they can be filtered
    by."""

    lines: Sequence[WayLine]
    told: list[tuple[str, int, str]]
    choices: Mapping[str, list[Choice]]


def ways_of(now: YearNow) -> Ways:
    """Those of a year as it stands."""
    lines = tuple(ways_in(now.rows))
    address = reverse("progress:year_ways", args=[now.year.pk])
    told = told_in(lines, address, {"pending": 1} if now.pending else {})
    return Ways(lines, told, line_choices(lines))


def ways_in(rows: Sequence[MeasureRow]) -> list[WayLine]:
    """A line for each indicator, once, in the plan's order; no query."""
    return [
        WayLine(row, each, way_of(each.facts, each.figures, row.fiscal_year))
        for row in rows
        for each in row.indicators
        if each.is_entered_here
    ]


def told_in(lines: Sequence[WayLine], address: str, query: Mapping) -> list[tuple[str, int, str]]:
    """(word, number, the list of exactly these) of each word that occurs, the gravest first."""
    counts = Counter(each.way.code for each in lines)
    return [
        (word, counts[code], f"{address}?{urlencode({**query, 'way': code})}")
        for code, word in WAYS.items()
        if counts[code]
    ]


def columns_of(frame: PlanFrame) -> list[Column]:
    """Steps are in the indicator's unit a year; blank where none are reckoned."""
    return [
        Column("成果指標", lambda each: each.facts.name, url=lambda each: each.row.url),
        Column(frame.measure_label, _measure, css="column--name"),
        Column("見込み", lambda each: each.way.label, "way", order=lambda each: each.place),
        Column("最新の実績", lambda each: each.now),
        Column("最終の目標", lambda each: each.goal, css="column--goal"),
        Column("1年の歩み", _steps),
        Column("計算", lambda each: each.way.reason, css="column--reason"),
    ]


def _measure(line: WayLine) -> str:
    """Name and divisions, a line each."""
    return f"{line.row.code} {line.row.name}\n{'、'.join(line.row.divisions) or '所管課なし'}"


def _step(line: WayLine, value: Decimal | None) -> str:
    """``+1.5業務``; of a sum over the period the amount of a year, ``150件``."""
    if value is None:
        return ""
    plus = "+" if value > 0 and not line.facts.is_period_total else ""
    return f"{plus}{format_number(value)}{line.facts.unit}"


def _steps(line: WayLine) -> str:
    """``必要 +2業務``, ``最大 +6業務（R6→R7）``, a line each."""
    best = line.way.best
    told = {
        "必要": _step(line, line.way.needed),
        "最大": f"{_step(line, best.value)}（{best.when}）" if best else "",
    }
    return "\n".join(f"{name} {text}" for name, text in told.items() if text)


class WayFilter(LinesFilter):
    """By how it goes, by policy and by division."""

    field_order = ["q", "way"]

    way = forms.ChoiceField(label="見込み", choices=[("", "すべて"), *WAYS.items()], required=False)

    def by_way(self, lines: list[WayLine], code: str) -> list[WayLine]:
        return [each for each in lines if each.way.code == code]
