"""指摘事項と対応 as pages show them: lists, tasks, the head of the next entry."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from measures.models import Measure
from progress.models import FollowUp, FollowUpEntry, ReviewYear
from progress.models.follow_ups import ITS_REPORT
from progress.reading.edition import MeasureName
from progress.reading.reports import measures_of, reports_of
from progress.rights import lookups, predicates
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared

State = FollowUp.State
MOST_ON_DASHBOARD = 5


@dataclass(frozen=True)
class FollowUpLine:
    """A line of the list: what was asked, of which measure as the year names it, until when."""

    follow_up: FollowUp
    measure: MeasureName
    due: str


def readable_follow_ups(standing: Standing, follow_ups: QuerySet[FollowUp]) -> list[FollowUpLine]:
    """What of them this person may read, what is open first, then by its date; 2 queries, 3
    where a year is closed."""
    return _lines(standing, follow_ups.with_report().order_by("due", "pk"))


def asked_at(standing: Standing, meeting_id: int) -> list[FollowUpLine]:
    """What a meeting asked, for who reads meetings, in the same order; 1 query, 2 where its year
    is closed."""
    return _lines(standing, rows_asked_at(meeting_id))


@prepared
def rows_asked_at(meeting_id: int) -> QuerySet[FollowUp]:
    """The rows of `asked_at`. Who reads meetings reads them all, whatever the measure's divisions."""
    rows = FollowUp.objects.filter(decision__meeting=meeting_id)
    return rows.with_report_alone().order_by("due", "pk")


def _lines(standing: Standing, follow_ups: Iterable[FollowUp]) -> list[FollowUpLine]:
    readable = [each for each in follow_ups if predicates.may_read_follow_up(standing, each)]
    measures = measures_of(reports_of(readable, ITS_REPORT))
    lines = [
        FollowUpLine(each, measures[each.decision.report_id], due_words(each, standing.day))
        for each in readable
    ]
    return sorted(lines, key=lambda each: not each.follow_up.is_open)


def unfinished_url(year: ReviewYear) -> str:
    """The list of what is not finished of a year."""
    return f"{reverse('progress:follow_up_list')}?state=unfinished&year={year.pk}"


def thread_of(follow_up: FollowUp) -> list[FollowUpEntry]:
    """Answers and questions in the order in which they came; 1 query."""
    return list(follow_up.entries.select_related("by").order_by("pk"))


def open_of_measure(measure: Measure) -> list[FollowUp]:
    """What is asked of a measure and not yet accepted, for whoever writes its report; 1 query."""
    return _open_of(measure.pk)


@prepared
def _open_of(measure_id: int) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.open().of_measure(measure_id).order_by("due", "pk")
    return rows.select_related("division", "decision__meeting__year")


def due_words(follow_up: FollowUp, today: date) -> str:
    """``期限は令和6年10月1日（あと12日）``; after it, by how many days it has passed."""
    day, left = format_date(follow_up.due), (follow_up.due - today).days
    if left > 0:
        return f"期限は{day}（あと{left}日）"
    return f"期限は今日（{day}）" if left == 0 else f"期限（{day}）を{-left}日過ぎています"


@dataclass(frozen=True)
class OpenFollowUps:
    """The open ones of all years: how many, how many late, the most urgent ones."""

    total: int
    late: int
    answered: int
    first: list[FollowUpLine]


@prepared
def _first_of_all(day: date) -> QuerySet[FollowUp]:
    """Of all that are open, for who reads meetings, and so all of these."""
    return _first(FollowUp.objects.with_report_alone(), day)


def _first(rows: QuerySet[FollowUp], day: date) -> QuerySet[FollowUp]:
    return rows.open().counted(day).order_by("due", "pk")[:MOST_ON_DASHBOARD]


def open_follow_ups(standing: Standing) -> OpenFollowUps:
    """For the dashboard, as far as this person may read them; 2 queries, 3 where a year is
    closed, and 1 less for who reads meetings, however many are open."""
    day = standing.day
    if predicates.may_read_meetings(standing):
        rows = _first_of_all(day)
    else:
        readable = FollowUp.objects.filter(lookups.follow_ups_readable_by(standing))
        rows = list(_first(readable.with_report(), day))
    if not rows:
        return OpenFollowUps(0, 0, 0, [])
    first = rows[0]
    return OpenFollowUps(first.total, first.late, first.answered, _lines(standing, rows))
