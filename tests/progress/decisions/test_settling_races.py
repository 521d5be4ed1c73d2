"""Of a draft's end and of what builds on it at the same moment one wins."""

from datetime import date
from functools import partial

import pytest

from progress.decisions import settling_verbs as settling
from progress.decisions import verbs as decisions
from progress.meetings import verbs as meetings
from progress.models import Decision, Meeting
from progress.workflow.refusals import Conflict, NotAllowed
from tests.progress.conftest import World, make_world
from tests.racing import Racers, rounds

ROUNDS = rounds(1000, 20)
HELD_ON = date(2024, 7, 10)
CHAIR = {"chair_title": "副市長", "chair_name": "坂戸 花子", "chair_on": HELD_ON}


@pytest.fixture
def world(own_database) -> World:
    world = make_world()
    world.bring_to("confirmed")
    return world


def plan(world: World) -> Meeting:
    by = world.people["secretariat"]
    return meetings.plan_meeting(world.year, by=by, kind="推進会議", held_on=HELD_ON)


def decide(world: World, meeting: Meeting) -> Decision:
    report = world.fresh()
    return decisions.decide(
        meeting, report, by=world.people["second_secretariat"], version=report.version,
        judgement=world.word("遅れ"), outlook=world.word("継続", "outlook"),
    )  # fmt: skip


def drop_decision(world: World, decision: Decision) -> None:
    report = world.fresh()
    settling.drop_decision(
        report, by=world.people["secretariat"], version=report.version, decision=decision
    )


def settle(world: World, meeting: Meeting, decision: Decision) -> None:
    by = world.people["second_secretariat"]
    settling.settle(meeting, by=by, decision_ids=[decision.pk], **CHAIR)


def drop_meeting(world: World, meeting: Meeting) -> None:
    meetings.drop_meeting(meeting, by=world.people["secretariat"], reason="日程の変更")


def tried(act, *args) -> str:
    """The name of what wins; blank where it was refused."""
    try:
        act(*args)
    except (NotAllowed, Conflict):
        return ""
    return act.__name__


def test_dropping_a_decision_and_settling_its_meeting_have_one_winner(world):
    with Racers(2) as racers:
        for _ in range(ROUNDS):
            meeting = plan(world)
            decision = decide(world, meeting)
            run = [
                partial(tried, drop_decision, world, decision),
                partial(tried, settle, world, Meeting.objects.get(pk=meeting.pk), decision),
            ]
            (winner,) = filter(None, racers.run(run))
            is_settled = Meeting.objects.settled().filter(pk=meeting.pk).exists()
            left = Decision.objects.filter(pk=decision.pk).exists()
            assert (is_settled, left) == ((winner == "settle"), (winner == "settle"))
            Decision.objects.all().delete()
            Meeting.objects.all().delete()


def test_dropping_a_meeting_and_deciding_have_one_winner(world):
    with Racers(2) as racers:
        for _ in range(ROUNDS):
            meeting = plan(world)
            run = [
                partial(tried, drop_meeting, world, Meeting.objects.get(pk=meeting.pk)),
                partial(tried, decide, world, Meeting.objects.get(pk=meeting.pk)),
            ]
            (winner,) = filter(None, racers.run(run))
            number = int(winner == "decide")
            assert (Meeting.objects.count(), Decision.objects.count()) == (number, number)
            Decision.objects.all().delete()
            Meeting.objects.all().delete()
