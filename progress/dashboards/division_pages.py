"""All that a division promised in a year, and how it stands; and all divisions with their counts.

A division is known by its name of the year, as its rows and editions have it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import NamedTuple

from django.db.models import QuerySet

from progress.dashboards.pages import Counted, list_url
from progress.dashboards.strip_pages import Strip, strip_of
from progress.models import FollowUp, ReviewYear
from progress.models.follow_ups import ITS_REPORT
from progress.reading.attention import Attention, attention_in
from progress.reading.before import Before
from progress.reading.dashboard import Dashboard
from progress.reading.edition import PlanFrame
from progress.reading.kept import YearNow
from progress.reading.rows import MeasureRow, share_in
from progress.reading.years import contributors_in
from progress.rights import lookups
from sakado_dx.addresses import reverse
from sakado_dx.lists import Column, ListForm
from sakado_dx.organization.access import Standing

LEADS, SHARES, ASKED = "主管する", "共同で所管する", "関係課として加わる"


@dataclass
class DivisionYear:
    """A division in a year: the measures that it leads, that it owns together with another, and
    that it is asked for a part of; `follow_ups` are the ids of those that are open today, asked of
    it or of what it leads. The numbers are counted once all its measures are there."""

    name: str
    led: list[MeasureRow] = field(default_factory=list)
    shared: list[MeasureRow] = field(default_factory=list)
    asked: list[MeasureRow] = field(default_factory=list)
    follow_ups: list[int] = field(default_factory=list)

    @cached_property
    def own(self) -> list[MeasureRow]:
        """What the list of measures shows under its name, by its part."""
        return [*self.led, *self.shared]

    @cached_property
    def on_course(self) -> int:
        return sum(row.is_on_course for row in self.own)

    @cached_property
    def missed(self) -> int:
        """Measures of which an indicator that counts is missed."""
        return sum(
            row.counts
            and any(each.is_entered_here and each.judgement.met is False for each in row.indicators)
            for row in self.own
        )

    @property
    def share(self):
        return share_in(self.own)


class Divisions(NamedTuple):
    """The divisions of a year by name, and which of them leads a measure, by its id."""

    by_name: Mapping[str, DivisionYear]
    leads: Mapping[int, str]


def divisions_now(now: YearNow) -> Divisions:
    """Those of a year as it stands, without what is asked of them."""
    found = divisions_of(now.rows, contributors_in(now.year))
    return Divisions(found, {row.measure_id: own.name for own in found.values() for row in own.led})


def divisions_of(
    rows: Iterable[MeasureRow], contributors: Mapping[int, Sequence[str]]
) -> dict[str, DivisionYear]:
    """The divisions of a year's rows by name, in the plan's order; `contributors` by report's id.
    No query."""
    found: dict[str, DivisionYear] = {}

    def of(name: str) -> DivisionYear:
        return found.setdefault(name, DivisionYear(name))

    for row in rows:
        for place, name in enumerate(row.divisions):
            (of(name).shared if place else of(name).led).append(row)
        for name in contributors.get(row.report_id, ()):
            if name not in row.divisions:
                of(name).asked.append(row)
    return found


def with_follow_ups(
    divisions: Divisions, follow_ups: Iterable[tuple[int, str, int]]
) -> dict[str, DivisionYear]:
    """The divisions with what is asked of each: id, division and measure of all `follow_ups`."""
    known, found = divisions.by_name, {}
    for pk, asked, measure_id in follow_ups:
        for name in {asked, divisions.leads.get(measure_id)} & known.keys():
            found.setdefault(name, []).append(pk)
    return {
        name: replace(each, follow_ups=found[name]) if name in found else each
        for name, each in known.items()
    }


def open_asked(standing: Standing) -> QuerySet:
    """Id, division and measure of what meetings asked and is not accepted, of all years, as far as
    this person may read it: what stands under a division."""
    readable = FollowUp.objects.open().filter(lookups.follow_ups_readable_by(standing))
    columns = ("pk", "division__name", f"{ITS_REPORT}__measure")
    return readable.order_by("due", "pk").values_list(*columns)


def division_url(year: ReviewYear, name: str) -> str:
    return reverse("progress:division_year", args=[year.pk, name])


def parts_of(
    year: ReviewYear, frame: PlanFrame, own: DivisionYear, before: Before, pending: bool
) -> list[tuple[str, Strip]]:
    """(the division's part, the strip of its measures) of each part that it has; no query."""
    query = {"division": own.name} | ({"pending": 1} if pending else {})
    parts = {LEADS: own.led, SHARES: own.shared, ASKED: own.asked}
    return [
        (name, strip_of(year, frame, rows, attention_in(rows, before), before, **query))
        for name, rows in parts.items()
        if rows
    ]


@dataclass(frozen=True)
class Figure:
    """A number of measures of a division, and the list of exactly these."""

    label: str
    key: str
    number: Callable[[DivisionYear], int]
    url: Callable[[DivisionYear], str]


def figures_of(
    year: ReviewYear, attention: Sequence[Attention], *, pending: bool = False
) -> list[Figure]:
    """Of the measures that a division leads or owns together with another."""
    wanted = {each.row.report_id for each in attention}
    switch = {"pending": 1} if pending else {}

    def listed(query: dict, each: DivisionYear) -> str:
        return list_url(year, division=each.name, **query, **switch)

    figures = (
        ("主管・共同の施策", "own", lambda each: len(each.own), {}),
        ("順調・完了など", "good", lambda each: each.on_course, {"progress": "good"}),
        (
            "会議が見る施策",
            "attention",
            lambda each: sum(row.report_id in wanted for row in each.own),
            {"attention": 1},
        ),
        ("未達成の指標のある施策", "missed", lambda each: each.missed, {"indicator": "missed"}),
    )
    return [
        Figure(label, key, number, partial(listed, query)) for label, key, number, query in figures
    ]


@dataclass(frozen=True)
class DivisionCounts:
    """The table of the dashboard: the figures by name, a line each division that owns measures."""

    labels: list[str]
    lines: list[tuple[str, str, list[Counted]]]


def counts_of(year: ReviewYear, board: Dashboard, *, pending: bool = False) -> DivisionCounts:
    """The same figures of all divisions, in the plan's order; no query."""
    figures = figures_of(year, board.attention, pending=pending)
    switch = "?pending=1" if pending else ""
    lines = [
        (
            own.name,
            division_url(year, own.name) + switch,
            [Counted(each.number(own), each.url(own)) for each in figures],
        )
        for own in divisions_of(board.rows, {}).values()
    ]
    return DivisionCounts([each.label for each in figures], lines)


def columns_of(
    year: ReviewYear, attention: Sequence[Attention], *, pending: bool = False
) -> list[Column]:
    """Each figure leads to its rows; the measures that it leads or owns together are counted."""
    figures = figures_of(year, attention, pending=pending)

    def page(part: str, each: DivisionYear) -> str:
        return f"{division_url(year, each.name)}{'?pending=1' if pending else ''}{part}"

    return [
        Column("課", lambda each: each.name, url=partial(page, ""), css="column--name"),
        *(Column(each.label, each.number, each.key, url=each.url) for each in figures),
        Column(
            "関係課として加わる施策",
            lambda each: len(each.asked),
            "asked",
            url=partial(page, "#asked"),
        ),
        Column(
            "未完了の指摘事項",
            lambda each: len(each.follow_ups),
            "follow_ups",
            url=partial(page, "#follow-ups"),
        ),
    ]


class DivisionFilter(ListForm):
    """The box to search alone."""
