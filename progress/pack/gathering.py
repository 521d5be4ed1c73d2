"""All that a file says, read in one pass and with the eyes of a council: what only the secretariat
reads has no place in it. No figure is made here: each comes from the page that shows it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser

from glossary.models import Term
from progress.charts.cache import Chart
from progress.charts.context import policies_chart_context
from progress.charts.words import WordsChart
from progress.corrections.list_pages import ErratumLine, errata_of
from progress.dashboards import agenda_pages, last_time_pages, strip_pages
from progress.dashboards.card_pages import Card, cards
from progress.dashboards.pages import PolicyLine, policy_lines, so_far, words_shown
from progress.dashboards.verdict_pages import verdict
from progress.decisions.paper_pages import Material as PaperMaterial
from progress.decisions.paper_pages import Paper, order_of
from progress.follow_ups.pages import FollowUpLine, readable_follow_ups
from progress.help.pages import rules_of
from progress.meetings.pages import AgendaLine, agenda_lines, members_of
from progress.models import FollowUp
from progress.pack.items import ItemPage, items_of_agenda, items_of_attention
from progress.pack.measures import MeasurePage, as_read, measure_pages
from progress.pack.orders import Order
from progress.pack.systems import SystemGroup, systems_by_measure
from progress.reading.attention import Attention, attention_in
from progress.reading.before import years_before
from progress.reading.dashboard import Dashboard, dashboard_of
from progress.reading.edition import PlanFrame, Word
from progress.reading.sittings import sitting_before, sittings_of
from progress.reading.years import YearRead, editions_in, read_year
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import CityRole

Picture = tuple[Chart, str]


@dataclass(frozen=True)
class Material:
    """What a file of a meeting or of a year is made of, in the order of its papers; `pictures` are
    the charts by their addresses."""

    order: Order
    at: datetime
    frame: PlanFrame
    board: Dashboard
    verdict: str
    so_far: str
    cards: Sequence[Card]
    words: Sequence[Word]
    policies: Sequence[PolicyLine]
    chart: dict
    agenda: agenda_pages.Agenda
    last: last_time_pages.LastTime
    strip: strip_pages.Strip
    items: Sequence[ItemPage]
    measures: Sequence[MeasurePage]
    follow_ups: Sequence[FollowUpLine]
    systems: Sequence[SystemGroup]
    terms: Sequence[Term]
    rules: Sequence[tuple[str, list[str]]]
    errata: Sequence[ErratumLine]
    paper: Paper | None = None
    pictures: Mapping[str, Picture] = field(default_factory=dict)


def reader_on(day: date) -> Standing:
    """Whoever it is handed to: a member of a council, and nothing else."""
    return Standing(AnonymousUser(), day, frozenset({CityRole.Role.COUNCIL}))


def gather(order: Order, at: datetime, day: date) -> Material:
    """Everything; at most 60 queries, however many the measures are."""
    reader, year = reader_on(day), order.year
    read, before = read_year(year), years_before(year)
    board = dashboard_of(read.rows, before)
    reports = year.reports.with_measure().with_published().in_plan_order()
    rows = {each.pk: each for each in reports}
    editions = as_read(reader, rows, editions_in(year, linked=True))
    pages = list(measure_pages(reader, year, rows, editions, before))
    attention = attention_in(read.rows, before)
    lines = agenda_lines(reader, order.meeting) if order.meeting else []
    agenda = _agenda(reader, order, read, board)
    chart = policies_chart_context(
        board.policies, year.pk, fiscal_year=year.fiscal_year, level=read.frame.policy_label
    )
    return Material(
        order=order,
        at=at,
        frame=read.frame,
        board=board,
        verdict="".join(each.text for each in verdict(year, board, agenda, False)),
        so_far=so_far(board.share),
        cards=cards(year, board, False),
        words=words_shown(board),
        policies=policy_lines(year, board, False),
        chart=chart,
        agenda=agenda,
        last=last_time_pages.last_time(reader, _last(order), read.rows),
        strip=strip_pages.strip_of(year, read.frame, read.rows, attention, before),
        items=_items(order, lines, pages, attention),
        measures=pages,
        follow_ups=readable_follow_ups(reader, _asked(order)),
        systems=systems_by_measure(year.plan),
        terms=_terms(order, pages),
        rules=rules_of(read.frame),
        errata=errata_of(year),
        paper=_paper(order, lines),
        pictures=dict(_pictures(pages, chart)),
    )


def _last(order: Order):
    if order.meeting is None:
        return sittings_of(order.year).before
    return sitting_before(order.meeting)


def _agenda(reader: Standing, order: Order, read: YearRead, board: Dashboard):
    meeting = order.meeting
    return agenda_pages.agenda_of(reader, order.year, meeting, board, read.frame, False)


def _asked(order: Order):
    """What is open of the whole plan, and what was asked in this year."""
    plan = FollowUp.objects.asked().filter(decision__report__year__plan=order.year.plan_id)
    own = plan.filter(decision__report__year=order.year)
    return plan.open() | own


def _items(
    order: Order,
    lines: Sequence[AgendaLine],
    pages: Sequence[MeasurePage],
    attention: Sequence[Attention],
) -> list[ItemPage]:
    by_measure = {each.edition.plan.id: each for each in pages}
    if order.meeting is None:
        return list(items_of_attention(attention, by_measure))
    return list(items_of_agenda(lines, by_measure, attention))


def _terms(order: Order, pages: Iterable[MeasurePage]) -> list[Term]:
    """The glossary's entries that the texts refer to."""
    anchors = {
        url.partition("#")[2] for page in pages if page.is_readable for _, url in page.edition.terms
    }
    terms = Term.objects.of_plan(order.year.plan)
    return [each for each in terms if each.anchor in anchors]


def _paper(order: Order, lines: list[AgendaLine]) -> Paper | None:
    """次第 with who attends."""
    if order.meeting is None:
        return None
    members = members_of(order.meeting)
    return order_of(PaperMaterial(order.meeting, members, lines, []))


def _pictures(pages: Iterable[MeasurePage], chart: dict) -> Iterator[tuple[str, Picture]]:
    """(address, (chart, shape)) of each picture that a page shows; words stand in a table alone."""
    yield chart["wide_url"], (chart["chart"], "wide")
    for page in pages:
        for each in page.indicators:
            if each.chart and not isinstance(each.chart["chart"], WordsChart):
                yield each.chart["narrow_url"], (each.chart["chart"], "narrow")
