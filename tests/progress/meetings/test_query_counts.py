"""The number of SQL statements of the meetings' pages: the same at 47 and at 470 measures.

Every report stands on the agenda, has its decision, and its division is asked for something.
"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from progress.demo.people import leading_divisions, make_cast
from progress.models import AgendaItem, Decision, FollowUp, Meeting, ProgressReport, ReviewYear
from sakado_dx import fiscal
from sakado_dx.organization.models import User
from tests.bench.copies import enlarge
from tests.bench.figures import fill_years

pytestmark = pytest.mark.one_database  # as many statements on both

STATEMENTS = {
    "meeting_list": 4,
    "meeting_detail": 8,
    "meeting_agenda": 11,
    "meeting_project": 11,
    "decision_edit": 14,
    "meeting_rest": 11,
    "evaluate_bulk": 7,
    "approve_bulk": 9,
    "follow_up_list": 7,
}


@pytest.fixture
def year(sakado_plan, request) -> ReviewYear:
    enlarge(sakado_plan, request.param)
    divisions = leading_divisions(sakado_plan, timezone.localdate())
    since = fiscal.first_day(sakado_plan.first_fiscal_year)
    fill_years(sakado_plan, make_cast(divisions, since=since), sakado_plan.fiscal_years[-1:])
    year = ReviewYear.objects.newest()
    assert year.reports.count() == 47 * request.param
    return year


def hold(year: ReviewYear, kind: str, *, decided: bool) -> AgendaItem:
    """A meeting with all reports on its agenda; its last item."""
    by, now = User.objects.get(username="secretariat1"), timezone.now()
    meeting = Meeting.objects.create(year=year, kind=kind, held_on=date(2028, 7, 1), by=by)
    reports = ProgressReport.objects.for_year(year).in_plan_order()
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, report=report, cause="late", order=place)
        for place, report in enumerate(reports)
    )
    if decided:
        decisions = Decision.objects.bulk_create(
            Decision(meeting=meeting, report=report, version=report.version, by=by, at=now)
            for report in reports
        )
        division = leading_divisions(year.plan, timezone.localdate())[0]
        FollowUp.objects.bulk_create(
            FollowUp(decision=each, division=division, what="示すこと。", due="2028-10-01")
            for each in decisions
        )
        Meeting.objects.filter(pk=meeting.pk).update(settled_at=now, settled_by=by)
    return meeting.agenda.last()


@pytest.mark.parametrize("year", [1, 10], indirect=True)
def test_pages_of_a_meeting_take_the_same_statements_at_any_size(year, client):
    hold(year, "council", decided=True)
    item = hold(year, "policy", decided=False)
    meeting = item.meeting_id
    arguments = {
        "meeting_list": [year.pk],
        "meeting_project": [meeting, item.pk],
        "decision_edit": [meeting, item.pk],
        "evaluate_bulk": [year.pk],
        "approve_bulk": [year.pk],
        "follow_up_list": [],
    }
    counts = {}
    for name in STATEMENTS:
        url = reverse(f"progress:{name}", args=arguments.get(name, [meeting]))
        # Anew each time: a session a minute old is written again, which costs more.
        client.force_login(User.objects.get(username="secretariat1"))
        client.get(url)
        with CaptureQueriesContext(connection) as statements:
            assert client.get(url).status_code == 200, url
        counts[name] = len(statements)

    assert counts == STATEMENTS
