"""What `manage.py demo_years` makes, and in the open year what it leaves to those who try it."""

from datetime import timedelta

from django.utils import timezone

from progress.corrections import verbs as corrections
from progress.decisions import evaluating
from progress.decisions import verbs as decisions
from progress.demo.years import load_years
from progress.follow_ups.requests import Request
from progress.meetings import verbs as meetings
from progress.models import Contribution, Correction, ProgressReport, ReviewYear
from sakado_dx.organization.models import Division, User
from tests.conftest import load_document
from tests.e2e.city import SAKADO
from tests.progress.conftest import settle


def play_years() -> None:
    """R5 to R7 closed, R8 open, with reports in each state and something of each kind."""
    load_document(SAKADO)
    load_years()
    year = ReviewYear.objects.select_related("plan").newest()
    _ask_a_division(year)
    _hold_a_meeting(year)
    _leave_a_correction_to_the_second()


def reports(year: ReviewYear):
    return ProgressReport.objects.for_year(year).with_measure().in_plan_order()


def _ask_a_division(year: ReviewYear) -> None:
    """The smaller division contributes to a draft of the secretariat's."""
    contributor = Division.objects.get(memberships__user__username="head2")
    draft = (
        reports(year)
        .filter(state="draft")
        .exclude(measure__divisions=contributor)
        .exclude(contributions__division=contributor)
    )
    Contribution.objects.create(report=draft[0], division=contributor, is_named=True)


def _hold_a_meeting(year: ReviewYear) -> None:
    """Two reports decided, one of them evaluated; the rest of the agenda still to come."""
    by = User.objects.get(username="secretariat1")
    today = timezone.localdate()
    meeting = meetings.plan_meeting(year, by=by, kind="推進会議", held_on=today)
    confirmed = list(reports(year).filter(state="confirmed")[:3])
    meetings.add_to_agenda(meeting, by=by, reports=confirmed)
    for report in confirmed[:2]:
        lead = report.lead_division(today)
        decisions.decide(
            meeting,
            report,
            by=by,
            version=report.version,
            judgement=report.progress,
            outlook=report.outlook,
            requests=[Request(lead, "件数を四半期ごとに示すこと。", today + timedelta(days=30))],
        )
    settle(meeting)
    evaluating.evaluate(confirmed[0], by=by, version=confirmed[0].version)


def _leave_a_correction_to_the_second() -> None:
    """A figure's text of a closed year, proposed and not yet confirmed."""
    report = ProgressReport.objects.with_measure().filter(year__fiscal_year=2024).first()
    corrections.propose_correction(
        report,
        by=User.objects.get(username="secretariat1"),
        kind=Correction.Kind.CORRECT,
        place="done",
        after="集計をやり直した。",
        reason="集計の誤り",
    )
