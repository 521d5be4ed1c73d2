"""Taking back that a year was opened, and which measures take part in it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.models import Measure
from progress.entry import contribution_verbs as parts
from progress.entry import verbs as entry
from progress.meetings import verbs as meetings
from progress.models import (
    Contribution,
    IndicatorResult,
    Letter,
    Meeting,
    ProgressReport,
    ReviewYear,
)
from progress.models.contributions import SHEET
from progress.workflow.refusals import Conflict, Gone, Incomplete, NotAllowed
from progress.year import back_verbs as back
from progress.year import verbs as years
from sakado_dx.organization.models import UnsentInput
from sakado_dx.records.mail import OutgoingMail
from sakado_dx.records.models import AuditRecord
from tests.filled_forms import fields_of
from tests.progress.doors import clients_of
from tests.progress.state_table import ROLES, STATES, year_cell

WHY = {"reason": "対象の誤り"}


@pytest.fixture
def fresh(world):
    """The world, with a year of which nothing is answered yet."""
    world.leave_parts_open()
    return world


@pytest.fixture
def mailing(fresh, mailing):
    return fresh


def other_of(world) -> Measure:
    return Measure.objects.exclude(pk=world.measure.pk).get()


def left_out(world) -> None:
    """The second measure, without a report."""
    report = ProgressReport.objects.with_measure().get(measure=other_of(world))
    by = world.people["secretariat"]
    back.take_out_measure(report, by=by, version=0, **WHY)


# Every state and role, through the pages


def address(world, verb: str) -> str:
    own = [] if verb == "undo_open" else [world.measure.pk]
    name = {"undo_open": "year_undo_open", "take_out_measure": "measure_take_out"}[verb]
    return reverse(f"progress:{name}", args=[world.year.pk, *own])


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", ["undo_open", "take_out_measure"])
def test_only_the_cells_of_the_table_pass_through_the_pages(fresh, state, verb):
    report, who, done = fresh.bring_to(state), year_cell(state, verb), []
    for role, client in clients_of(fresh).items():
        if role in who:
            continue
        answer = client.post(address(fresh, verb), WHY | {"version": report.version})
        assert answer.status_code in ((302,) if role == "anonymous" else (404, 409)), role
    assert ReviewYear.objects.count() == 1 and fresh.fresh().version == report.version
    for role in who:
        client = clients_of(fresh, role)[role]
        done.append(client.post(address(fresh, verb), WHY | {"version": 0}).status_code)
    assert done == [302] * len(who)
    assert ProgressReport.objects.filter(pk=report.pk).exists() is not bool(who)


@pytest.mark.parametrize("role", ROLES)
def test_only_the_secretariat_adds_a_measure(fresh, role):
    left_out(fresh)
    own = [fresh.year.pk, other_of(fresh).pk]
    client = clients_of(fresh, role)[role]
    answer = client.post(reverse("progress:measure_add", args=own), WHY)
    is_done = ProgressReport.objects.filter(measure=other_of(fresh)).exists()
    assert (answer.status_code, is_done) == (
        (302, True) if role in year_cell("", "add_measure") else (404, False)
    )


def test_closed_year_is_not_taken_back_and_keeps_its_measures(fresh):
    by = fresh.people["secretariat"]
    left_out(fresh)
    ReviewYear.objects.update(closed_at="2024-09-01T00:00Z")
    year = ReviewYear.objects.select_related("plan").get()
    with pytest.raises(NotAllowed, match="締められているため"):
        back.undo_open(year, by=by, **WHY)
    with pytest.raises(NotAllowed, match="締められているため"):
        back.add_measure(year, other_of(fresh), by=by, **WHY)
    with pytest.raises(NotAllowed, match="締められているため"):
        back.take_out_measure(fresh.fresh(), by=by, version=0, **WHY)


# The year


def test_opening_is_taken_back_by_another_of_the_office_and_the_record_names_both(fresh):
    back.undo_open(fresh.year, by=fresh.people["second_secretariat"], **WHY)
    assert not (ReviewYear.objects.exists() or ProgressReport.objects.exists())
    gone = AuditRecord.objects.filter(table_name="progress_reviewyear", operation="delete").get()
    assert gone.actor_name == "second_secretariat"
    assert gone.reason.startswith("令和5年度（R5）を開いたこと（secretariat、")
    assert gone.reason.endswith("の取消し：対象の誤り")
    again = years.open_year(
        fresh.plan,
        by=fresh.people["secretariat"],
        fiscal_year=2023,
        report_due=date(2099, 5, 31),
    )
    assert again.reports.count() == 2


def test_opening_needs_a_reason_to_be_taken_back(fresh):
    with pytest.raises(Incomplete, match="取り消す理由"):
        back.undo_open(fresh.year, by=fresh.people["secretariat"], reason=" ")


def saved(world):
    entry.save(world.report, by=world.people["reporter"], version=0, fields={"done": "一文字"})


def answered(world):
    part = Contribution.objects.select_related("division").get()
    part.report = world.fresh()
    parts.contribute(part, by=world.people["co_owner"], version=0, text="市民へ知らせた。")


def met(world):
    by, held_on = world.people["secretariat"], date(2024, 7, 10)
    meetings.plan_meeting(world.year, by=by, kind="推進会議", held_on=held_on)


@pytest.mark.parametrize(
    ("build", "said"),
    [(saved, "既に1件の報告が保存"), (answered, "関係課の回答がある"), (met, "会議がある")],
)
def test_opening_stands_once_something_is_built_on_it(fresh, build, said, client):
    build(fresh)
    by = fresh.people["secretariat"]
    with pytest.raises(NotAllowed, match=said):
        back.undo_open(fresh.year, by=by, **WHY)
    assert ReviewYear.objects.exists()
    client.force_login(by)
    text = client.get(address(fresh, "undo_open")).content.decode()
    assert said in text and "data-consequences" not in text


def test_each_division_that_was_written_to_is_written_to_again(mailing):
    by, plan = mailing.people["secretariat"], mailing.plan
    Letter.objects.all().delete()
    year = years.open_year(plan, by=by, fiscal_year=2024, report_due=date(2099, 5, 31))
    back.undo_open(year, by=by, **WHY)
    told = Letter.objects.order_by("pk").values_list("kind", "division__name", "year")
    assert list(told) == [
        ("request", "情報課", None),
        ("request", "道路課", None),
        ("inquiry", "市民課", None),
        ("withdrawn", "情報課", None),
        ("withdrawn", "市民課", None),
        ("withdrawn", "道路課", None),
    ]
    last = OutgoingMail.objects.filter(subject__contains="取消し")
    names = last.order_by("recipient").values_list("recipient__username", flat=True)
    assert sorted(names) == ["co_owner", "deputy", "head", "other", "promoter", "reporter"]
    assert "理由：対象の誤り" in last.latest("pk").body


def test_page_names_the_consequences_first_and_a_second_click_says_what_was_done(fresh, client):
    client.force_login(fresh.people["secretariat"])
    url = address(fresh, "undo_open")
    text = client.get(url).content.decode()
    assert "data-consequences" in text and "令和5年度（R5）の報告2件、関係課回答票の1行" in text
    assert client.post(url, WHY).status_code == 302
    again = client.post(url, WHY, follow=True).content.decode()
    assert "年度を開いたことは、既に取り消しています。" in again


# Its measures


def test_measure_is_taken_out_and_added_again_on_record(fresh):
    by, second = fresh.people["secretariat"], fresh.people["second_secretariat"]
    back.take_out_measure(fresh.report, by=by, version=0, **WHY)
    assert not ProgressReport.objects.filter(measure=fresh.measure).exists()
    report = back.add_measure(fresh.year, fresh.measure, by=second, reason="やはり対象")
    assert (report.state, report.contributions.get().division.name) == ("not_started", "市民課")
    told = fresh.year.changes.order_by("pk").values_list("verb", "by__name", "reason")
    assert list(told)[1:] == [
        ("take_out_measure", "secretariat", "I-1-1 施策I-1-1：対象の誤り"),
        ("add_measure", "second_secretariat", "I-1-1 施策I-1-1：やはり対象"),
    ]


def test_what_was_typed_into_a_sheet_stays_with_it_when_its_first_measure_is_taken_out(fresh):
    by, user = fresh.people["secretariat"], fresh.people["other"]
    second = fresh.year.reports.exclude(pk=fresh.report.pk).get()
    division = fresh.report.contributions.get().division
    parts.name_contributors(second, by=by, divisions=[division])
    rows = Contribution.objects.filter(division=division)
    first, later = rows.order_by("pk").values_list("pk", flat=True)
    typed = {"user": user, "form": SHEET, "changed_at": timezone.now()}
    UnsentInput.objects.create(subject=first, **typed)
    back.take_out_measure(fresh.report, by=by, version=0, **WHY)
    assert UnsentInput.objects.get().subject == later


def test_measure_stays_once_something_stands_on_its_report(fresh):
    by = fresh.people["secretariat"]
    answered(fresh)
    with pytest.raises(NotAllowed, match="関係課の回答があるため、外せません"):
        back.take_out_measure(fresh.report, by=by, version=0, **WHY)
    Contribution.objects.update(answered_by=None, answered_at=None, version=0, text="")
    met(fresh)
    Meeting.objects.get().agenda.create(report=fresh.report, cause="by_hand")
    with pytest.raises(NotAllowed, match="議題があるため、外せません"):
        back.take_out_measure(fresh.report, by=by, version=0, **WHY)


def test_measure_that_was_read_at_an_older_version_stays(fresh):
    saved(fresh)
    with pytest.raises(Conflict):
        back.take_out_measure(fresh.report, by=fresh.people["secretariat"], version=0, **WHY)


def test_figure_that_is_entered_elsewhere_does_not_change_hands(fresh):
    by = fresh.people["secretariat"]
    back.take_out_measure(fresh.report, by=by, version=0, **WHY)
    report = ProgressReport.objects.with_measure().get(measure=other_of(fresh))
    other = {"by": fresh.people["other"], "version": 0}
    entry.save(report, **other, fields={"done": "一文字"}, results=fresh.entry("3"))
    with pytest.raises(NotAllowed, match="既に「I-1-2 施策I-1-2」の報告に入力されている"):
        back.add_measure(fresh.year, fresh.measure, by=by, **WHY)
    assert IndicatorResult.objects.get().report == report


def test_measure_is_added_once_and_only_while_the_year_schedules_it(fresh):
    by = fresh.people["secretariat"]
    with pytest.raises(NotAllowed, match="既に令和5年度.R5.の対象"):
        back.add_measure(fresh.year, fresh.measure, by=by, **WHY)
    left_out(fresh)
    Measure.objects.filter(pk=other_of(fresh).pk).update(last_day=date(2023, 3, 31))
    with pytest.raises(NotAllowed, match="令和5年度.R5.に行う施策ではありません"):
        back.add_measure(fresh.year, other_of(fresh), by=by, **WHY)


def test_divisions_are_told_once_of_a_measure_that_comes_or_goes(mailing):
    by = mailing.people["secretariat"]
    Letter.objects.all().delete()
    back.take_out_measure(mailing.report, by=by, version=0, **WHY)
    back.add_measure(mailing.year, mailing.measure, by=by, **WHY)
    told = Letter.objects.order_by("pk").values_list("kind", "division__name", "mailed_to")
    assert list(told) == [
        ("withdrawn", "情報課", 4),
        ("withdrawn", "市民課", 1),
        ("inquiry", "市民課", 1),
        ("request", "情報課", 4),
    ]
    withdrawn, request = Letter.objects.order_by("pk").first(), Letter.objects.latest("pk")
    assert "理由：対象の誤り" in withdrawn.body and "I-1-1 施策I-1-1" in withdrawn.particulars
    assert "「I-1-1 施策I-1-1」を、新たに対象に加えました。" in request.body


@pytest.mark.parametrize("taken", ["undo_open", "take_out_measure"])
def test_who_saves_what_is_gone_is_told_and_keeps_the_text(fresh, taken, client):
    by, report = fresh.people["secretariat"], fresh.fresh()
    client.force_login(fresh.people["reporter"])
    edit = reverse("progress:report_edit", args=[report.pk])
    form = fields_of(client.get(edit).content.decode()) | {"done": "遅れた文"}
    if taken == "undo_open":
        back.undo_open(fresh.year, by=by, **WHY)
    else:
        back.take_out_measure(fresh.fresh(), by=by, version=0, **WHY)
    with pytest.raises(Gone, match="データは変わっていません"):
        entry.save(report, by=fresh.people["reporter"], version=0, fields={"done": "遅れた文"})
    answer = client.post(edit, form)
    assert answer.status_code == 404 and "遅れた文" in answer.content.decode()


def test_list_of_measures_offers_what_can_be_done(fresh, client):
    left_out(fresh)
    client.force_login(fresh.people["secretariat"])
    text = client.get(reverse("progress:year_parts", args=[fresh.year.pk])).content.decode()
    links = [
        reverse("progress:measure_add", args=[fresh.year.pk, other_of(fresh).pk]),
        reverse("progress:measure_take_out", args=[fresh.year.pk, fresh.measure.pk]),
    ]
    assert [link in text for link in links] == [True, True]
    saved(fresh)
    text = client.get(reverse("progress:year_parts", args=[fresh.year.pk])).content.decode()
    assert [link in text for link in links] == [True, False]
