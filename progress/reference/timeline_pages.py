"""年表: what happened before the plan, and which milestones of the plan were reached, by year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from measures.models import ChronologyEvent, Indicator, MeasureIndicator, Plan
from progress.charts.context import pictures_of
from progress.charts.timeline import Point, TimelineChart, YearRow
from progress.models import IndicatorResult, ProgressReport
from sakado_dx import fiscal

CHART = "progress:timeline_chart"
NAME = "年表"
EVALUATED = (ProgressReport.State.EVALUATED,)
EVENT, MILESTONE = "event", "milestone"
KINDS = {EVENT: "出来事", MILESTONE: "達成した目標"}


@dataclass(frozen=True)
class Happening:
    """An event of the chronology, or a milestone on the day on which it was reached."""

    year: int
    month: int
    kind: str
    text: str
    url: str = ""
    day: date | None = None
    number: int = 0

    @property
    def when(self) -> str:
        """``令和7年3月1日``, of an event ``令和4年3月``."""
        if self.day:
            return fiscal.format_date(self.day)
        return f"{fiscal.label_calendar_year(self.year, self.month)}{self.month}月"

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]


@dataclass(frozen=True)
class Timeline:
    """Everything in its order, numbered from the oldest; `undated` are milestones whose day was
    not reported."""

    happenings: tuple[Happening, ...]
    undated: tuple[Happening, ...]

    @property
    def years(self) -> list[tuple[str, list[Happening]]]:
        """By calendar year, under its name."""
        groups = groupby(self.happenings, key=lambda each: each.year)
        return [(fiscal.label_calendar_year(year), list(own)) for year, own in groups]

    def count(self, kind: str) -> int:
        return sum(each.kind == kind for each in (*self.happenings, *self.undated))


def timeline_of(plan: Plan | None) -> Timeline:
    """The plan's events, and the milestones that evaluated reports say are reached; at most 3 queries."""
    if plan is None:
        return Timeline((), ())
    found = [*_events(plan), *_milestones(plan)]
    dated = sorted(
        (each for each in found if each.month), key=lambda each: (each.year, each.month, _day(each))
    )
    numbered = tuple(_numbered(each, place) for place, each in enumerate(dated, 1))
    return Timeline(numbered, tuple(each for each in found if not each.month))


def _day(happening: Happening) -> tuple[bool, date]:
    """Events, of which the plan prints the month, stand before the days of milestones."""
    return happening.day is not None, happening.day or date.min


def _numbered(each: Happening, number: int) -> Happening:
    return Happening(each.year, each.month, each.kind, each.text, each.url, each.day, number)


def _events(plan: Plan) -> Iterable[Happening]:
    rows = ChronologyEvent.objects.of_plan(plan).order_by("year", "month", "order", "pk")
    for year, month, event in rows.values_list("year", "month", "event"):
        yield Happening(year, month, EVENT, event)


def _milestones(plan: Plan) -> Iterable[Happening]:
    """Each once, by the first report that says so; without a day under the year of the report."""
    rows = IndicatorResult.objects.filter(
        indicator__plan=plan, indicator__kind=Indicator.Kind.MILESTONE, done=True
    ).readable(EVALUATED)
    first: dict[int, tuple[int, date | None]] = {}
    ordered = rows.order_by("fiscal_year").values_list("indicator_id", "fiscal_year", "done_on")
    for pk, year, day in ordered:
        first.setdefault(pk, (year, day))
    for pk, measure_id, code, name in _links(first):
        year, day = first[pk]
        text, url = f"{code} {name}", reverse("progress:measure_detail", args=[measure_id])
        if day:
            yield Happening(day.year, day.month, MILESTONE, text, url, day)
        else:
            yield Happening(year, 0, MILESTONE, f"{text}（{fiscal.label_name(year)}）", url)


def _links(indicators: Iterable[int]) -> list[tuple[int, int, str, str]]:
    """(indicator, measure, code, name), under the first measure of each in the plan's order."""
    rows = MeasureIndicator.objects.filter(indicator__in=list(indicators))
    found: dict[int, tuple[int, int, str, str]] = {}
    ordered = rows.order_by("measure__order", "order")
    for row in ordered.values_list(
        "indicator_id", "measure_id", "measure__code", "indicator__name"
    ):
        found.setdefault(row[0], row)
    return list(found.values())


def chart_of(timeline: Timeline) -> TimelineChart:
    """All years from the first to the last, quiet ones too."""
    by_year: dict[int, list[Point]] = {}
    for each in timeline.happenings:
        point = Point(each.month, each.number, each.kind == MILESTONE)
        by_year.setdefault(each.year, []).append(point)
    span = range(min(by_year), max(by_year) + 1) if by_year else ()
    rows = (YearRow(_label(year), str(year), tuple(by_year.get(year, ()))) for year in span)
    return TimelineChart(NAME, tuple(rows))


def _label(year: int) -> str:
    """``平成31・令和元年`` of 2019."""
    first, _, second = fiscal.label_calendar_year(year).rstrip("）").partition("（")
    return f"{first.removesuffix('年')}・{second}" if second else first


def picture_of(timeline: Timeline) -> dict | None:
    """The drawing with its words; None where nothing happened."""
    if not timeline.happenings:
        return None
    chart = chart_of(timeline)
    finding = finding_of(timeline)
    first, last = chart.years[0].label, chart.years[-1].label
    alt = f"年を縦、月を横に並べた年表。{first}から{last}まで。{finding}"
    return pictures_of(CHART, chart) | {"finding": finding, "alt": alt, "note": NOTE}


NOTE = "●は出来事、◇は達成した目標です。数字は下の一覧の番号です。"


def finding_of(timeline: Timeline) -> str:
    """``出来事は36件、計画の期間に達成した目標は4件です。``"""
    events, milestones = timeline.count(EVENT), timeline.count(MILESTONE)
    return f"出来事は{events:,}件、計画の期間に達成した目標は{milestones:,}件です。"


def rows_of(timeline: Timeline) -> Sequence[Happening]:
    """For the list and its file."""
    return (*timeline.happenings, *timeline.undated)
