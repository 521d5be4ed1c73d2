"""What each report waits for, asked of all reports of some years at once."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When

from measures.models import MeasureDivision
from progress.models import (
    ApprovedReport,
    ContentCheck,
    Correction,
    Decision,
    IndicatorResult,
    ProgressReport,
    Publication,
    ReviewYear,
    StatusChange,
)
from progress.publication.content import WHOLE
from progress.rights import lookups
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import CityRole
from sakado_dx.prepared import prepared

State = ProgressReport.State
FACTS = (
    "state", "withheld", "is_unlocked", "is_decided", "is_approved", "is_checked", "is_published",
    "has_proposal", "is_compiling",
)  # fmt: skip
# Of the start page, beside these.
MORE = ("pk", "year_id", "lead_id", "submitted_at", "silent_since", "is_mine_to_confirm")


def facts_counted(year: ReviewYear, user_id: int, day: date) -> list:
    """The facts of a year's reports that say what they wait for (`FACTS`), each that occur together
    once, with the `number` of reports of which they hold; 1 query however many there are."""
    return _facts_counted(user_id, day, Correction.oldest(day), (year.pk,))


def more_facts_of(standing: Standing, years: Iterable[ReviewYear]) -> list:
    """The reports of the years in the plan's order, each with its facts and `MORE`, of closed years
    only those that may wait for something: of a plan's years most are closed, and of their reports
    nearly all are done with."""
    ids = tuple(each.pk for each in years)
    return _more_facts(standing.user.pk, standing.day, Correction.oldest(standing.day), ids)


@prepared
def _facts_counted(user_id: int, day: date, oldest: date, year_ids: tuple[int, ...]) -> QuerySet:
    reports = _with_facts(user_id, day, oldest, year_ids).order_by().values(*FACTS)
    return reports.annotate(number=Count("pk")).values_list(*FACTS, "number", named=True)


@prepared
def _more_facts(user_id: int, day: date, oldest: date, year_ids: tuple[int, ...]) -> QuerySet:
    reports = _with_more(user_id, day, _with_facts(user_id, day, oldest, year_ids))
    reports = reports.filter(_may_wait())
    return reports.values_list(*FACTS, *MORE, named=True)


def _may_wait() -> Q:
    """`waits_for` of a closed year as a condition; an open one is told of whole."""
    done = {"state": State.EVALUATED, "year__is_migrated": False}
    return (
        Q(year__closed_at=None)
        | Q(is_unlocked=True)
        | Q(has_proposal=True)
        | Q(is_compiling=True)
        | Q(is_published=False, **done)
        | Q(is_approved=False, year__asks_approval=True, **done)
    )


def _with_facts(user_id: int, day: date, oldest: date, year_ids: Collection[int]) -> QuerySet:
    own = {"report": OuterRef("pk")}
    decisions = Decision.objects.filter(**own).standing(OuterRef("submitted_version"))
    approvals = ApprovedReport.objects.in_force().filter(**own)
    checks = ContentCheck.objects.current().filter(**own, by=user_id)
    proposals = confirmable_proposals(user_id, day, oldest)
    reports = ProgressReport.objects.filter(year__in=year_ids).in_plan_order()
    return reports.annotate(
        is_decided=_where(State.CONFIRMED, Exists(decisions)),
        is_approved=_where(State.EVALUATED, Exists(approvals)),
        is_checked=_where(State.EVALUATED, Exists(checks)),
        is_published=_where(State.EVALUATED, Exists(Publication.objects.in_force().filter(**own))),
        has_proposal=Exists(proposals.filter(**own)),
        is_compiling=compiling(),
    )


def compiling() -> Exists:
    """Whether a report has a figure that is still being compiled."""
    results = IndicatorResult.objects.filter(
        report=OuterRef("pk"),
        status=IndicatorResult.Status.BEING_COMPILED,
        fiscal_year=OuterRef("year__fiscal_year"),
    )
    return Exists(results)


def _with_more(user_id: int, day: date, reports: QuerySet) -> QuerySet:
    """The lead division of today, since when one lies untouched after its return, and whether
    this person may confirm one that is submitted."""
    leads = MeasureDivision.objects.leading(day).filter(measure=OuterRef("measure"))
    returned = StatusChange.objects.filter(
        report=OuterRef("pk"), version=OuterRef("version"), verb__in=StatusChange.RETURNING_VERBS
    )
    lead = Subquery(leads.order_by().values("division")[:1])
    return reports.annotate(
        lead_id=Case(When(Q(year__closed_at=None) | Q(is_unlocked=True), then=lead), default=None),
        silent_since=_where(State.RETURNED, Subquery(returned.values("at")[:1])),
        is_mine_to_confirm=_where(State.SUBMITTED, lookups.confirmable_by(user_id, day)),
    )


def confirmable_proposals(user_id: int, day: date, oldest: date) -> QuerySet[Correction]:
    """What a person can still confirm: proposed by another, or by himself where nobody else
    may."""
    others = CityRole.objects.in_force(day).filter(user__is_active=True)
    others = others.filter(role=CityRole.Role.SECRETARIAT).exclude(user=user_id)
    return Correction.objects.confirmable(oldest).exclude(Exists(others), proposed_by=user_id)


def _where(state: str, expression) -> Case:
    """Ask only of reports in a state: a year may have hundreds, most of them elsewhere."""
    return Case(When(state=state, then=expression), default=None)


def waits_for_close(year: ReviewYear, states: Collection[str], today: date) -> bool:
    """Whether an open year of which every report is evaluated may be closed by now; at most 1
    query, of its extensions."""
    is_done = bool(states) and all(each == State.EVALUATED for each in states)
    return year.is_open and is_done and year.last_due < today


def waits_for(report, year: ReviewYear) -> Iterator[str]:
    """The steps of the year that a report's facts say are next."""
    if report.has_proposal:
        yield "proposal"
    if report.is_compiling and not year.is_open:
        yield "compiling"
    may_change = year.is_open or report.is_unlocked
    if report.state == State.SUBMITTED and may_change:
        yield "confirm"
    elif report.state == State.CONFIRMED and may_change:
        yield "evaluate" if report.is_decided else "decide"
    elif report.state == State.EVALUATED and not year.is_migrated:
        if year.asks_approval and year.is_open and not report.is_checked:
            yield "check"
        if year.asks_approval and not report.is_approved:
            yield "approve"
        elif not report.is_published and WHOLE not in report.withheld:
            yield "publish"
