"""Several who let the same revision take effect at once, or take it back meanwhile: one does it."""

from datetime import timedelta
from functools import partial

import pytest

from measures.models import Measure
from progress.models import PlanEdition, PlanRevision
from progress.revisions.effect_verbs import apply_due, undo_effect
from progress.workflow.refusals import Conflict, NotAllowed
from tests.progress.conftest import World, make_world
from tests.progress.revisions.drafts import DAY, decided, renamed
from tests.racing import Racers, rounds

ROUNDS = rounds(200, 8)


@pytest.fixture
def world(own_database) -> World:
    return make_world()


def test_of_many_first_requests_one_lets_it_take_effect(world):
    by, name = world.people["secretariat"], "施策I-1-1"
    with Racers(4) as racers:
        for number in range(ROUNDS):
            day = DAY + timedelta(days=number)
            decided(
                world.plan, by, renamed("I-1-1", name, f"名称{number}"),
                title=f"見直し{number}", effective_on=day,
            )  # fmt: skip
            name = f"名称{number}"
            applied = racers.run([partial(apply_due, day)] * 4)
            assert sum(len(each.editions) for each in applied) == 1
            assert [each.left for each in applied] == [[]] * 4
            assert Measure.objects.get(key="I-1-1").name == name
    assert PlanEdition.objects.count() == ROUNDS + 1


def test_of_many_who_take_it_back_one_does(world):
    by = world.people["secretariat"]

    def undo(edition, version):
        try:
            return undo_effect(edition, by=by, version=version, reason="誤り")
        except (Conflict, NotAllowed) as refusal:
            return refusal

    with Racers(3) as racers:
        for number in range(ROUNDS):
            line = renamed("I-1-1", "施策I-1-1", f"名称{number}")
            decided(world.plan, by, line, title=f"見直し{number}")
            (edition,) = apply_due(DAY).editions
            version = PlanRevision.objects.get(pk=edition.revision_id).version
            answers = racers.run([partial(undo, edition, version)] * 3)
            assert sum(isinstance(each, PlanRevision) for each in answers) == 1
            assert Measure.objects.get(key="I-1-1").name == "施策I-1-1"
            PlanRevision.objects.filter(state="draft").update(
                state="withdrawn", withdrawn_reason="試験"
            )
    assert PlanEdition.objects.count() == 1
