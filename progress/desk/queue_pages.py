"""The reports on the secretariat's desk as a list, and how far each division is.

Both are made of all reports of a year, of which the page shows a hundred: so they are kept while
nothing that is recorded changes (`sakado_dx.records.kept`), as plain values.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from django import forms
from django.db.models import F, QuerySet, Subquery, prefetch_related_objects
from django.utils import timezone

from progress.desk.facts import compiling
from progress.models import ProgressReport, ReviewYear, StatusChange
from progress.models.shown_states import WORDS, shown_state
from progress.reading import stored
from progress.reading.edition import MeasureName
from progress.reading.kept import MOST_ROWS, MOST_YEARS, said
from progress.reading.live import divisions_by_measure, in_force_today
from progress.reading.names_then import names_then
from sakado_dx import deadlines, fiscal
from sakado_dx.addresses import reverse
from sakado_dx.clock import format_date_and_clock
from sakado_dx.lists import Column, ListForm
from sakado_dx.prepared import prepared
from sakado_dx.records.kept import KeptWhile, Parts

State = ProgressReport.State
FIRST_ON_THE_DESK = (State.SUBMITTED, State.RETURNED, State.DRAFT, State.NOT_STARTED)


class LastChange(NamedTuple):
    """The record of a report's present version."""

    verb: str
    at: datetime
    by: str

    def __str__(self) -> str:
        """``提出（課の人、令和8年5月20日 9時05分）``."""
        word = StatusChange.Verb(self.verb).label
        return f"{word}（{self.by}、{format_date_and_clock(self.at)}）"


class QueueRow(NamedTuple):
    """A line of the board; `title` is the measure's in the year."""

    report_id: int
    state: str
    shown_state: str
    is_compiling: bool
    title: str
    lead: str
    lead_id: int | str | None
    last: LastChange | None


@dataclass(frozen=True)
class DivisionCount:
    """A division that leads measures: how many of its reports stand in which state, and until
    when it has to hand them in, its extension counted."""

    division_id: int | str
    name: str
    states: Mapping[str, int]
    measures: int
    due: date
    is_extended: bool = False

    @property
    def is_waited_for(self) -> bool:
        """Whether something of it is not handed in yet."""
        return any(self.states.get(state) for state in ProgressReport.EDITABLE_STATES)

    @property
    def cells(self) -> list[int]:
        """Numbers in the order of the states, for a table's row."""
        return [self.states.get(state, 0) for state in State.values]


class Queue(Parts):
    """A year's reports as the desk takes them up (`rows`), and its lead divisions."""

    def __init__(self, year: ReviewYear, today: date):
        super().__init__()
        rows = queue_rows(year, today)
        self.year, self.divisions = year, by_division(rows, year)
        self.rows = in_desk_order(rows)


_kept: KeptWhile[Queue] = KeptWhile(MOST_YEARS, room=MOST_ROWS, size=lambda own: len(own.rows))


def queue_of(year: ReviewYear, today: date) -> Queue:
    """The board of a year; 1 query as long as nothing was recorded since, else at most 5."""
    return _kept.of((today, said(year)), partial(Queue, year, today))


def forget() -> None:
    """Keep nothing of any board."""
    _kept.forget()


def queue_rows(year: ReviewYear, today: date) -> list[QueueRow]:
    """The year's reports in the plan's order, each with its last record; 3 queries."""
    reports = [_Values(*each) for each in _report_rows(year.pk, today)]
    last = _last_changes(year)
    divisions = divisions_by_measure(year) if year.is_open else {}
    kept = {} if year.is_open else stored.names(year.pk)
    names = names_then(each.names_from for each in reports if year.is_open)
    found = []
    for each in reports:
        if own := kept.get(each.report_id):
            # Of a closed year the lead as it was called: its name stands for its id, too, since
            # who leads a measure today is another matter.
            lead = next(iter(own.divisions), "")
            named = (own.measure.title, lead, lead or None)
        else:
            measure = names.measure(MeasureName(each.measure_id, each.code, each.name))
            leads = in_force_today(divisions.get(each.measure_id, ()), each.last_day, today)
            named = (measure.title, *_lead(leads))
        shown = shown_state(
            each.state,
            is_closed=not (year.is_open or each.is_unlocked),
            is_published=each.is_published,
        )
        own_last = last.get(each.report_id)
        found.append(
            QueueRow(each.report_id, each.state, shown, each.is_compiling, *named, own_last)
        )
    return found


class _Values(NamedTuple):
    """A report as a line of the board is made of it, under the names of its columns."""

    report_id: int
    state: str
    is_unlocked: bool
    measure_id: int
    code: str
    name: str
    last_day: date | None
    is_compiling: bool
    is_published: bool
    names_from: int | None


@prepared
def _report_rows(year_id: int, today: date) -> QuerySet:
    names_from = Subquery(ReviewYear.objects.filter(pk=year_id).plan_then())
    reports = ProgressReport.objects.filter(year=year_id).with_published(today)
    reports = reports.annotate(is_compiling=compiling(), names_from=names_from)
    return reports.in_plan_order().values_list(
        "pk", "state", "is_unlocked", "measure_id", "measure__code", "measure__name",
        "measure__last_day", "is_compiling", "is_published", "names_from",
    )  # fmt: skip


def _lead(divisions) -> tuple[str, int | None]:
    return (divisions[0].name, divisions[0].division_id) if divisions else ("", None)


def _last_changes(year: ReviewYear) -> dict[int, LastChange]:
    return {
        report_id: LastChange(verb, at, name or username)
        for report_id, verb, at, name, username in _change_rows(year.pk)
    }


@prepared
def _change_rows(year_id: int) -> QuerySet:
    """The record of each report's present version: its last."""
    changes = StatusChange.objects.filter(report__year=year_id, version=F("report__version"))
    return changes.order_by().values_list(
        "report_id", "verb", "at", "by__name", "by__username"
    )  # fmt: skip


def deadline_of(year: ReviewYear, today: date) -> str:
    """Until when the divisions have time; of a closed year since when nothing is changed."""
    if year.is_open:
        return deadlines.deadline_words(year.report_due, today)
    day = fiscal.format_date(timezone.localdate(year.closed_at))
    return f"{year.label}は、{day}に締められています。"


def by_division(rows: Iterable[QueueRow], year: ReviewYear) -> list[DivisionCount]:
    """One line a lead division, in the order in which the plan names them; 1 query."""
    prefetch_related_objects([year], "extensions")
    counts: dict[int | str, Counter[str]] = {}
    names: dict[int | str, str] = {}
    for row in rows:
        if row.lead_id is not None:
            names[row.lead_id] = row.lead
            counts.setdefault(row.lead_id, Counter())[row.state] += 1
    return [_count(pk, names[pk], states, year) for pk, states in counts.items()]


def _count(pk: int | str, name: str, states: Counter[str], year: ReviewYear) -> DivisionCount:
    due = year.due_for(pk)
    return DivisionCount(pk, name, states, states.total(), due, due != year.report_due)


def in_desk_order(rows: Iterable[QueueRow]) -> list[QueueRow]:
    """The rows as the desk takes them up: what waits for the secretariat first."""
    return sorted(rows, key=lambda row: _place(row.state))


def _place(state: str) -> int:
    order = FIRST_ON_THE_DESK
    return order.index(state) if state in order else len(order)


COLUMNS = (
    Column(
        "施策",
        lambda each: each.title,
        url=lambda each: reverse("progress:report_review", args=[each.report_id]),
    ),
    Column("主管課", lambda each: each.lead or "（なし）", "division", css="column--name"),
    Column(
        "状態",
        lambda each: WORDS[each.shown_state],
        "state",
        order=lambda each: list(WORDS).index(each.shown_state),
        state=lambda each: each.shown_state,
    ),
    Column(
        "最後の操作",
        lambda each: str(each.last or "まだありません"),
        "at",
        order=lambda each: each.last and each.last.at,
    ),
)


class QueueFilter(ListForm):
    """By state, by lead division, and by figures that are still being compiled."""

    state = forms.ChoiceField(
        label="状態", choices=[("", "すべて"), *ProgressReport.State.choices], required=False
    )
    division = forms.ChoiceField(label="主管課", required=False)
    figures = forms.ChoiceField(label="実績", required=False)

    def __init__(self, data: Mapping[str, str], divisions: Sequence[DivisionCount], compiling: str):
        """`compiling` is the plan's word for such a figure."""
        super().__init__(data)
        being = ("compiling", f"{compiling}を含むもの")
        self.fields["figures"].choices = [("", "すべて"), being]
        named = ((each.division_id, each.name) for each in divisions)
        self.fields["division"].choices = [("", "すべて"), *named]

    def by_state(self, rows: list[QueueRow], state: str) -> list[QueueRow]:
        return [each for each in rows if each.state == state]

    def by_division(self, rows: list[QueueRow], division: str) -> list[QueueRow]:
        return [each for each in rows if str(each.lead_id) == division]

    def by_figures(self, rows: list[QueueRow], _: str) -> list[QueueRow]:
        return [each for each in rows if each.is_compiling]
