"""A confirmation is taken back while something is built on it: one of the two comes first.

20 rounds in `make test`, 1,000 with TEST_LONG=1.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from progress.decisions import evaluating
from progress.desk import back_verbs as back
from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.meetings import verbs as meetings
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.records.models import AuditRecord
from tests.progress.conftest import World, make_world
from tests.racing import Racers, rounds

ROUNDS = rounds(1000, 20)


@pytest.fixture
def world(own_database) -> World:
    return make_world()


def refusal_of(act: Callable[[], object]) -> str:
    """What refused the act, or nothing."""
    try:
        act()
    except (Conflict, NotAllowed) as refusal:
        return str(refusal)
    return ""


def confirmed_again(world: World):
    """The report, confirmed (again)."""
    report = world.fresh()
    if report.state == "evaluated":
        by = world.people["secretariat"]
        desk.reopen(report, by=by, version=report.version, reason="もう一度")
        entry.submit(report, by=world.people["head"], version=report.version)
    if report.state == "submitted":
        desk.confirm(report, by=world.people["second_secretariat"], version=report.version)
    return world.fresh()


def test_of_taking_back_and_evaluating_one_happens(world):
    world.decide(world.bring_to("confirmed"), manner="amended")
    acts = {"unconfirm": ("second_secretariat", back.unconfirm)}
    acts["evaluate"] = ("secretariat", evaluating.evaluate)
    with Racers(2) as racers:
        for _ in range(ROUNDS):
            version = confirmed_again(world).version
            going = [
                partial(
                    refusal_of, partial(act, world.fresh(), by=world.people[who], version=version)
                )
                for who, act in acts.values()
            ]
            refusals = racers.run(going)
            assert sorted(map(bool, refusals)) == [False, True]
            change = world.report.changes.latest("version")
            assert (change.version, change.verb) == (version + 1, list(acts)[refusals.index("")])


def test_no_report_on_an_agenda_loses_its_confirmation(world):
    """Taken back first, it comes to the agenda as 提出済み; on the agenda first, it stays."""
    world.bring_to("confirmed")
    by, second = world.people["secretariat"], world.people["second_secretariat"]
    meeting = meetings.plan_meeting(world.year, by=by, kind="推進会議", held_on=date(2024, 7, 10))
    with Racers(2) as racers:
        for _ in range(ROUNDS):
            meeting.agenda.all().delete()
            report = confirmed_again(world)
            take_back = partial(back.unconfirm, report, by=second, version=report.version)
            put = partial(meetings.add_to_agenda, meeting, by=by, reports=[world.fresh()])
            refused, _ = racers.run([partial(refusal_of, take_back), put])
            assert meeting.agenda.count() == 1
            state = world.fresh().state
            assert state == ("confirmed" if refused else "submitted")
            if not refused:
                assert newest("progress_statuschange") < newest("progress_agendaitem")


def newest(table: str) -> int:
    return AuditRecord.objects.filter(table_name=table, operation="insert").latest("pk").pk
