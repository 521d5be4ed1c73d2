"""What of all years waits beside the reports: parts, 指摘事項, corrections, meetings, mail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Min, Q, QuerySet, Value, When
from django.utils import timezone

from progress.desk.facts import confirmable_proposals
from progress.models import Contribution, Correction, FollowUp, Meeting, ProgressReport, ReviewYear
from progress.models.contributions import parts_due
from sakado_dx.organization.access import Standing
from sakado_dx.organization.office_days import office_days
from sakado_dx.prepared import prepared
from sakado_dx.records.mail import OutgoingMail

SOON = timedelta(days=14)  # how far the page looks ahead
RECENTLY = timedelta(days=30)  # how long a mail that did not arrive is told of


@dataclass(frozen=True)
class Asked:
    """Something that a division is asked for: of which year, until when, on which page."""

    year_id: int
    division: str
    division_id: int
    due: date
    is_answered: bool = False
    pk: int | None = None


@dataclass(frozen=True)
class Proposed:
    """A correction that waits; `is_for_me`: this person may confirm it."""

    pk: int
    year_id: int
    confirm_by: date
    is_for_me: bool
    is_mine: bool


def parts_open(dues: Mapping[int, date], years: Mapping[int, ReviewYear]) -> list[Asked]:
    """What other divisions have not answered while it can be; `dues` are those of the leads, by
    report. At most 2 queries."""
    rows = [each for each in _parts() if each[0] in dues]  # not of a report that came in between
    office = office_days() if rows else None
    days: dict[tuple, date] = {}
    for report_id, year_id, _, _ in rows:
        key = (dues[report_id], year_id)
        if key not in days:
            days[key] = parts_due(key[0], years[year_id], office)
    return [
        Asked(year_id, name, division_id, days[dues[report_id], year_id])
        for report_id, year_id, division_id, name in rows
    ]


@prepared
def _parts() -> QuerySet:
    waiting = ProgressReport.objects.unsubmitted().taking_changes()
    rows = Contribution.objects.filter(answered_at=None, report__in=waiting)
    columns = ("report_id", "report__year_id", "division_id", "division__name")
    return rows.order_by("division__order", "division").values_list(*columns)


def follow_ups_open() -> list[Asked]:
    """指摘事項 that are not accepted yet, of all years, by their dates; 1 query."""
    return [
        Asked(year_id, name, division_id, due, state == FollowUp.State.ANSWERED, pk)
        for pk, state, due, division_id, name, year_id in _follow_ups()
    ]


@prepared
def _follow_ups() -> QuerySet:
    columns = ("pk", "state", "due", "division_id", "division__name", "decision__report__year_id")
    return FollowUp.objects.open().order_by("due", "pk").values_list(*columns)


def corrections_open(standing: Standing) -> list[Proposed]:
    """Proposals that nobody has confirmed or taken back, the oldest first; 1 query."""
    rows = _corrections(standing.user.pk, standing.day, Correction.oldest(standing.day))
    return [_proposed(each, standing) for each in rows]


@prepared
def _corrections(user_id: int, day: date, oldest: date) -> QuerySet[Correction]:
    own = Q(pk__in=confirmable_proposals(user_id, day, oldest).values("pk"))
    rows = Correction.objects.waiting().annotate(
        is_for_me=Case(When(own, then=Value(True)), default=Value(False))
    )
    rows = rows.select_related("report").only("proposed_at", "proposed_by", "report__year")
    return rows.order_by("pk")


def _proposed(each: Correction, standing: Standing) -> Proposed:
    is_mine = each.proposed_by_id == standing.user.pk
    return Proposed(each.pk, each.report.year_id, each.confirm_by, each.is_for_me, is_mine)


def meetings_of(years: Iterable[ReviewYear], today: date) -> list[Meeting]:
    """Those that lack their result or their minutes, and those to come within two weeks, by their
    days; 1 query."""
    return _meetings(tuple(each.pk for each in years), today, today + SOON)


@prepared
def _meetings(year_ids: tuple[int, ...], today: date, until: date) -> QuerySet[Meeting]:
    soon = Meeting.objects.filter(held_on__gte=today, held_on__lte=until)
    found = Meeting.objects.lacking_minutes(today) | Meeting.objects.unsettled(today) | soon
    return found.filter(year__in=year_ids).order_by("held_on", "pk")


def undelivered() -> tuple[int, date | None]:
    """How many mails of late may not have arrived, and the day of the oldest; 1 query."""
    now = timezone.now()
    mails = OutgoingMail.objects.stranded(now) | OutgoingMail.objects.given_up()
    found = mails.filter(created_at__gte=now - RECENTLY).aggregate(
        number=Count("pk"), first=Min("created_at")
    )
    return found["number"], found["first"] and timezone.localdate(found["first"])
