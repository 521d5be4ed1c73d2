"""The first head of a plan's letters, kept by two at the same moment: one of them is told."""

from functools import partial

import pytest

from progress.letters import verbs
from progress.models import LetterHead
from progress.workflow.refusals import Conflict
from tests.progress.conftest import World, make_world
from tests.racing import Racers, rounds

ROUNDS = rounds(20, 20)


@pytest.fixture
def world(own_database) -> World:
    return make_world()


def kept(world: World, who: str) -> str:
    """What became of it: nothing, or the conflict with what the other kept."""
    head = LetterHead(plan=world.plan, sender=who)
    as_read = verbs.read_mark_of(LetterHead(plan=world.plan))
    try:
        verbs.change_head(head, by=world.people[who], as_read=as_read)
    except Conflict as conflict:
        return conflict.current.sender
    return ""


def test_of_two_first_heads_one_is_kept_and_the_other_is_told(world):
    people = ("secretariat", "second_secretariat")
    with Racers(2) as racers:
        for _ in range(ROUNDS):
            LetterHead.objects.all().delete()
            told = racers.run([partial(kept, world, who) for who in people])
            [winner] = [who for who, said in zip(people, told, strict=True) if not said]
            assert sorted(told) == ["", winner]
            assert LetterHead.objects.get().sender == winner
