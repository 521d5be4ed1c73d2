"""Closing beside others who write: the year is fixed once, with all that was saved before."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction
from django.urls import reverse

from progress.entry import contribution_verbs
from progress.entry import verbs as entry
from progress.models import Contribution, ProgressReport, ReportSnapshot, ReviewYear, YearChange
from progress.workflow.refusals import Conflict, NotAllowed
from tests.progress.closing import close_year, pass_due
from tests.progress.conftest import World, make_world
from tests.racing import Browser, Racers


@pytest.fixture
def world(own_database) -> World:
    return make_world()


def reasons(world) -> dict[int, str]:
    left = ProgressReport.objects.exclude(state="evaluated")
    return dict.fromkeys(left.values_list("pk", flat=True), "災害対応のため")


def test_twenty_parallel_closings_fix_the_year_once(world):
    world.bring_to("evaluated")
    data = {f"reason-{pk}": text for pk, text in reasons(world).items()}
    address = reverse("progress:year_close", args=[world.year.pk])
    pass_due(world.year)
    send = partial(Browser(world.people["secretariat"]).post, address, data)
    with Racers(20) as racers:
        answers = {each.status_code for each in racers.run([send] * 20)}
    assert answers <= {200, 302}
    assert send().status_code == 302
    assert ReportSnapshot.objects.count() == 2
    assert YearChange.objects.filter(verb="close").count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_closing_waits_for_a_save_that_is_under_way(world):
    world.bring_to("draft")
    saved, go_on = threading.Event(), threading.Event()
    why = reasons(world)

    def save() -> None:
        try:
            with transaction.atomic():
                fields = {"done": "締める直前の文"}
                entry.save(world.fresh(), by=world.people["reporter"], version=1, fields=fields)
                saved.set()
                go_on.wait(30)
        finally:
            connection.close()

    def close() -> None:
        try:
            saved.wait(30)
            year = ReviewYear.objects.select_related("plan").get()
            close_year(year, by=world.people["secretariat"], reasons=why)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        saving, closing = pool.submit(save), pool.submit(close)
        saved.wait(30)
        assert not ReportSnapshot.objects.exists()
        go_on.set()
        saving.result(30)
        closing.result(30)
    snapshot = ReportSnapshot.objects.get(report=world.report)
    assert snapshot.content["report"]["texts"]["done"] == "締める直前の文"


def saving(world) -> partial:
    """Of a report as it was read."""
    fields = {"done": "遅れた文"}
    return partial(entry.save, world.fresh(), by=world.people["reporter"], version=1, fields=fields)


def answering(world) -> partial:
    """The part of another division, as it was read."""
    world.leave_parts_open()
    part = Contribution.objects.with_report().get(report=world.report)
    by = world.people["co_owner"]
    return partial(contribution_verbs.contribute, part, by=by, version=0, text="遅れた文")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("writing", [saving, answering])
def test_who_waited_for_a_closing_is_refused_in_words(world, writing):
    world.bring_to("draft")
    write, why = writing(world), reasons(world)
    closing, go_on, said = threading.Event(), threading.Event(), []

    def close() -> None:
        try:
            with transaction.atomic():
                year = ReviewYear.objects.select_related("plan").get()
                close_year(year, by=world.people["secretariat"], reasons=why)
                closing.set()
                go_on.wait(30)
        finally:
            connection.close()

    def save() -> None:
        try:
            write()
        except (NotAllowed, Conflict) as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(close)
        closing.wait(30)
        second = pool.submit(save)
        threading.Event().wait(1)
        go_on.set()
        first.result(30)
        second.result(30)
    assert len(said) == 1
    assert world.fresh().done == "窓口の様式を見直した。"
    assert not Contribution.objects.filter(text="遅れた文").exists()
