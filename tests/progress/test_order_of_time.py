"""A clock that is set back changes no order: what came after is told by key."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from progress.approvals import verbs as approvals
from progress.audit.marking import Marks
from progress.decisions.evaluating import decision_in_force
from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.models import Decision, FollowUp, FollowUpEntry, ReviewYear, StatusChange
from progress.publication.pages import last_edition, lines_after
from progress.revisions.effect_verbs import apply_due
from progress.revisions.undoing import against_undoing
from progress.workflow.refusals import OF_CLOSED_YEAR
from sakado_dx.records.models import AuditRecord
from tests.progress.conftest import World
from tests.progress.editions.test_verbs import close
from tests.progress.publication.test_errata import act, correct
from tests.progress.revisions.drafts import DAY, decided, in_force, new_target

ROOT = Path(__file__).resolve().parents[2]
BY_MOMENT = re.compile(r"""order_by\([^)]*"-?(?:\w+__)?(?:\w+_)?at\"""")
# Moments of one row that come later than it: no key tells their order, or each is read apart.
OF_MOMENTS = {
    "progress/corrections/list_pages.py",  # 訂正 in the order of their second yes
    "progress/desk/plan_lines.py",
    "progress/editions/exporting.py",  # the moments themselves
    "progress/publication/views.py",
    "progress/reading/live_editions.py",
    "sakado_dx/imports/choices.py",  # written again each time
}


def test_no_query_orders_by_the_clock():
    found = {
        str(path.relative_to(ROOT))
        for app in ("sakado_dx", "measures", "glossary", "systems_inventory", "progress")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and BY_MOMENT.search(path.read_text())
    }
    assert found == OF_MOMENTS


# Rows that are written again: their moment is that of the last time, and no key tells it.
WRITTEN_AGAIN = {"ColumnChoice", "UnsentInput"}


def test_no_list_has_its_order_from_the_clock():
    found = {
        model.__name__
        for app in ("organization", "records", "jobs", "imports", "search", "measures", "glossary",
                    "systems_inventory", "progress")
        for model in apps.get_app_config(app).get_models()
        for name in model._meta.ordering
        if _is_moment(model, name.lstrip("-"))
    }  # fmt: skip
    assert found == WRITTEN_AGAIN


def _is_moment(model: type[models.Model], name: str) -> bool:
    named = {each.name: each for each in model._meta.fields}
    return isinstance(named.get(name), models.DateTimeField)


@pytest.fixture
def set_back(monkeypatch) -> Callable[[], None]:
    """Sets the clock back by two hours, as often as it is called."""

    def act() -> None:
        now = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: now() - timedelta(hours=2))

    return act


@pytest.mark.one_database
def test_decision_after_the_submission_counts_and_one_before_it_does_not(world, set_back):
    report = world.bring_to("confirmed")
    set_back()
    decision = world.decide(report)
    assert decision.at < report.submitted_at and decision_in_force(report) == decision
    assert list(Decision.objects.standing(report.submitted_version)) == [decision]
    desk.send_back(report, by=world.people["secretariat"], version=3, reason="数値の誤り")
    set_back()
    entry.submit(report, by=world.people["head"], version=4, without_parts="急ぐため")
    assert report.submitted_at < decision.at and decision_in_force(report) is None
    assert not Decision.objects.standing(report.submitted_version).exists()


@pytest.mark.one_database
def test_content_that_was_read_after_the_confirmation_is_that_of_today(world, set_back):
    report = world.bring_to("evaluated")
    set_back()
    check = approvals.check_content(report, by=world.people["executive"], version=4)
    assert check.at < report.confirmed_at and check.is_current
    assert report.content_checks.current().get() == check


@pytest.mark.one_database
def test_correction_after_a_publication_has_its_line_and_one_before_it_none(world, set_back):
    ReviewYear.objects.update(publish_on=timezone.localdate() - timedelta(days=1))
    world.bring_to("evaluated")
    correct(world, "done", "様式を減らした。")
    set_back()
    act(world, "publish")
    act(world, "unpublish", reason="誤りのため")
    assert lines_after(world.report, last_edition(world.report)) == []
    set_back()
    correct(world, "done", "様式をなくした。")
    lines = lines_after(world.report, last_edition(world.report))
    assert [(each.before, each.after) for each in lines] == [
        ("様式を減らした。", "様式をなくした。")
    ]


def test_closed_year_takes_corrections_and_publications_after_a_clock_was_set_back(world, set_back):
    ReviewYear.objects.update(publish_on=timezone.localdate() - timedelta(days=1))
    world.bring_to("evaluated")
    act(world, "publish")
    close(world)
    for text in ("様式を減らした。", "様式をなくした。"):
        set_back()
        correct(world, "done", text)
        act(world, "unpublish", reason="誤りのため")
        act(world, "publish")
    report = world.fresh()
    assert list(report.publications.values_list("edition", flat=True)) == [1, 2, 3, 4, 5]
    assert [each.cause for each in report.snapshots.all()] == ["close", *["correction"] * 2]
    with pytest.raises(IntegrityError, match=OF_CLOSED_YEAR), transaction.atomic():
        last = report.publications.last()
        last.pk, last.edition = None, 6
        last.save(force_insert=True)


@pytest.mark.one_database
def test_revision_is_not_undone_once_a_report_that_it_touched_was_worked_on(world, set_back):
    world.bring_to("draft")
    in_force(world.plan)
    by = world.people["secretariat"]
    decided(world.plan, by, new_target("I-1-1", "20", year=2023))
    (edition,) = apply_due(DAY).editions
    today = timezone.localdate()  # set back after midnight, the clock says another
    assert against_undoing(edition, today) == ""
    set_back()
    entry.save(
        world.fresh(), by=world.people["reporter"], version=1, fields={"done": "様式を減らした。"}
    )
    assert "報告が保存されたため" in against_undoing(edition, today)


@pytest.mark.one_database
def test_what_was_written_after_the_evaluation_is_told_by_the_record(world):
    world.bring_to("evaluated")
    StatusChange.objects.update(at=timezone.now() + timedelta(hours=2))
    type(world.report).objects.filter(pk=world.report.pk).update(done="直した。")
    records = AuditRecord.objects.filter(table_name="progress_progressreport").order_by("pk")
    first, last = records.first(), records.last()
    marks = Marks([first, last])
    assert (marks.of(first, "done"), marks.of(last, "done")) == ("意思形成過程", "")


@pytest.mark.one_database
def test_last_words_of_a_follow_up_are_the_last_ones_after_a_clock_was_set_back(world: World):
    asked = world.decide(world.report).follow_ups.create(
        division=world.divisions["lead"], what="予約を増やすこと。", due="2024-10-01"
    )
    head, now = world.people["head"], timezone.now()
    for text, at in (("はじめ", now + timedelta(hours=1)), ("あと", now)):
        FollowUpEntry.objects.create(follow_up=asked, verb="answer", by=head, at=at, text=text)
    [told] = FollowUp.objects.with_last_words()
    assert told.last_text == "あと"
    assert asked.was_done("answer", head, version=asked.version - 1, text="あと")
