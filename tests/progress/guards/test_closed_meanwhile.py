"""A closing that comes between a door's reading and its writing: told, and nothing is lost.

The year is closed by SQL right before the statement that writes, so that no check of the
code can have seen it: the database's guard refuses.
"""

import re
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from progress.entry import evidence_verbs
from progress.entry import verbs as entry
from progress.meetings import verbs as meetings
from progress.models import Contribution, EvidenceFile, ProgressReport
from progress.year import verbs as years
from sakado_dx.organization.keeping import owner_field
from tests.progress.attached_files import PDF
from tests.progress.doors import as_stored
from tests.progress.entry.test_evidence import stored
from tests.progress.meetings.test_views import decision_data
from tests.records.reading import run_sql

CLOSE = "UPDATE progress_reviewyear SET closed_at = %s WHERE id = %s AND closed_at IS NULL"
WRITING = re.compile(r'(INSERT|UPDATE|DELETE)[^"]*"progress_')
TYPED = "締めと同時に送った文章。"
TOLD = "は締められました。データは変わっていません。"


@contextmanager
def closing_first(world):
    """Close the world's year right before each statement that writes to progress."""
    closed = []

    def close(execute, sql, params, many, context):
        if WRITING.match(sql):
            closed.append(sql)
            run_sql(CLOSE, "2024-09-01 00:00:00+00:00", world.year.pk)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(close):
        yield
    assert closed, "nothing was written"


def said(client, world, role: str, name: str, args: list, data: dict, status: int) -> str:
    """What a door says whose POST meets the closing; of a redirect the page that it leads to."""
    client.force_login(world.people[role])
    with closing_first(world):
        answer = client.post(reverse(f"progress:{name}", args=args), data)
    assert answer.status_code == status
    answer = client.get(answer.url, follow=True) if status == 302 else answer
    return answer.content.decode()


@pytest.mark.parametrize(
    ("state", "role", "name", "data", "status"),
    [
        ("draft", "reporter", "report_edit", {"version": 1, "done": TYPED}, 409),
        ("draft", "head", "report_submit", {"version": 1}, 409),
        ("submitted", "head", "report_withdraw", {"version": 2}, 302),
        ("submitted", "secretariat", "report_send_back",
         {"version": 2, "send_back-reason": TYPED}, 409),
        ("submitted", "secretariat", "report_comment", {"version": 2, "comment-note": TYPED}, 409),
        ("submitted", "secretariat", "report_confirm", {"version": 2}, 409),
        ("evaluated", "secretariat", "report_reopen", {"version": 4, "reason": TYPED}, 409),
    ],
)  # fmt: skip
def test_verbs_on_a_report_say_it_and_keep_the_text(world, client, state, role, name, data, status):
    world.bring_to(state)
    before = ProgressReport.objects.values().get(pk=world.report.pk)
    page = said(client, world, role, name, [world.report.pk], data, status)
    assert TOLD in page
    assert TYPED in page or TYPED not in data.values()
    assert ProgressReport.objects.values().get(pk=world.report.pk) == before


def test_evidence_is_neither_attached_nor_left_in_the_storage(world, client):
    world.bring_to("draft")
    files = {"files": [SimpleUploadedFile("集計.pdf", PDF)]}
    data = as_stored(world) | {"version": 1} | files
    page = said(client, world, "reporter", "report_edit", [world.report.pk], data, 302)
    assert TOLD in page and "集計.pdf" not in page
    assert not EvidenceFile.objects.exists() and stored() == []


def test_evidence_is_not_taken_off(world, client):
    world.bring_to("draft")
    kept = evidence_verbs.attach_evidence(
        world.fresh(), by=world.people["reporter"], name="集計.pdf", content=PDF
    )
    data = as_stored(world) | {"version": 1, "detach": kept.pk}
    assert TOLD in said(client, world, "reporter", "report_edit", [world.report.pk], data, 302)
    assert EvidenceFile.objects.get().removed_at is None


def test_contribution_stays_in_its_field(world, client):
    world.leave_parts_open()
    part = Contribution.objects.get(report=world.report)
    data = {f"version-{part.pk}": 0, f"part-{part.pk}-text": TYPED}
    where = [world.year.pk, part.division_id]
    page = said(client, world, "co_owner", "part_sheet", where, data, 409)
    assert TOLD in page and TYPED in page
    assert not Contribution.objects.get().is_answered


def test_words_beside_a_warning_stay_on_the_page(world, client):
    entry.save(
        world.report,
        by=world.people["head"],
        version=0,
        fields=world.complete,
        results=world.entry("1"),
    )
    client.force_login(world.people["head"])
    check = client.get(reverse("progress:report_check", args=[world.report.pk]))
    (field, *_) = check.context["cautions"]
    owner = owner_field(world.people["head"], check.request["PATH_INFO"])
    data = {field.html_name: TYPED, "signed_user": re.search('value="(.*?)"', owner).group(1)}
    page = said(client, world, "head", "report_cautions", [world.report.pk], data, 409)
    assert TOLD in page and TYPED in page
    assert not world.report.warning_answers.exists()


def test_contributors_are_not_named(world, client):
    data = {"divisions": [world.divisions["other"].pk]}
    page = said(client, world, "secretariat", "report_contributors", [world.report.pk], data, 200)
    assert TOLD in page


@pytest.fixture
def meeting(world):
    by = world.people["secretariat"]
    meeting = meetings.plan_meeting(world.year, by=by, kind="推進会議", held_on=date(2024, 7, 10))
    world.bring_to("confirmed")
    meetings.add_to_agenda(meeting, by=by, reports=[world.fresh()])
    return meeting


def test_meetings_doors_say_it(world, client, meeting):
    item = meeting.agenda.get()
    other = ProgressReport.objects.exclude(pk=world.report.pk).get()
    doors = {
        "agenda_add": ([meeting.pk], {"reports": [other.pk]}, 409),
        "agenda_remove": ([meeting.pk, item.pk], {}, 302),
        "agenda_place": ([meeting.pk, item.pk], {"place": "1"}, 302),
        "decision_edit": ([meeting.pk, item.pk], decision_data(world, opinion=TYPED), 409),
    }
    for name, (args, data, status) in doors.items():
        page = said(client, world, "secretariat", name, args, data, status)
        assert TOLD in page, name
        assert name != "decision_edit" or TYPED in page
    assert meeting.agenda.get() == item and not meeting.decisions.exists()


def test_rest_of_a_meeting_and_the_years_dates_say_it(world, client, meeting):
    meeting.agenda.all().delete()
    data = {f"version-{world.report.pk}": 3}
    assert TOLD in said(client, world, "secretariat", "meeting_rest", [meeting.pk], data, 409)
    dates = {"opened_on": "R6.4.1", "report_due": "R6.5.31", "notice": TYPED}
    dates |= {"extension-TOTAL_FORMS": 0, "extension-INITIAL_FORMS": 0}
    dates["as_read"] = years.read_mark_of(world.year)
    page = said(client, world, "secretariat", "year_change", [world.year.pk], dates, 200)
    assert "締められ" in page and TYPED in page


def test_bulk_confirmation_names_the_report_that_was_closed(world, client):
    world.bring_to("submitted")
    pk = world.report.pk
    data = {"report": [pk], f"version-{pk}": 2}
    page = said(client, world, "secretariat", "confirm_bulk", [world.year.pk], data, 302)
    assert TOLD in page and world.fresh().state == "submitted"


@pytest.mark.urls("tests.progress.guards.bare_pages")
def test_any_other_door_gets_a_page_in_the_portals_shell(world, client):
    """A page that writes without a verb: the guard's own sentence, 409, and the menu."""
    client.force_login(world.people["secretariat"])
    with closing_first(world):
        answer = client.post(f"/bare/{world.year.pk}/", {"notice": TYPED})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "締められた年度のため、変えられません。" in page and "事務局確認" in page
