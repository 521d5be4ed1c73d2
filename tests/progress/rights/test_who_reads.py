"""Who reads a report's content in which state (progress/README: 状態と操作), and what counts on dashboards."""

import pytest
from django.urls import reverse

from progress.rights import predicates
from sakado_dx.organization.access import standing_of
from tests.progress.state_table import DESK, READERS, STAFF


@pytest.mark.parametrize("state", READERS)
def test_content_is_read_in_each_state_by_exactly_these(world, state):
    report = world.bring_to(state)
    readers = {
        role
        for role, user in world.people.items()
        if predicates.may_read_content(standing_of(user), report)
    }
    assert readers == READERS[state]


@pytest.mark.parametrize("state", ["draft", "submitted", "confirmed"])
def test_measure_page_shows_the_text_to_its_readers_only(client, world, state):
    world.bring_to(state)
    for role in sorted(STAFF):
        client.force_login(world.people[role])
        page = client.get(reverse("progress:measure_detail", args=[world.measure.pk]))
        shown = "窓口の様式を見直した。" in page.content.decode()
        assert shown is (role in READERS[state]), role


def figures_on(client, world, **query) -> dict:
    board = client.get(reverse("progress:dashboard", args=[world.year.pk]), query).context["board"]
    return {"submitted": board.submitted, "good": board.share.good, "met": board.met}


def test_dashboard_counts_from_confirmation_on(client, world):
    world.bring_to("submitted")
    client.force_login(world.people["council"])
    assert figures_on(client, world) == {"submitted": 1, "good": 0, "met": 0}
    assert figures_on(client, world, pending=1) == {"submitted": 1, "good": 1, "met": 1}


def test_switch_for_pending_figures_is_the_secretariats_the_councils_and_the_executives(
    client, world
):
    world.bring_to("submitted")
    counted = {}
    for role in sorted(STAFF):
        client.force_login(world.people[role])
        counted[role] = figures_on(client, world, pending=1)["good"]
    assert counted == {role: int(role in DESK | {"council", "executive"}) for role in STAFF}


def test_shared_indicator_counts_once(client, world):
    world.bring_to("confirmed")
    client.force_login(world.people["council"])
    assert figures_on(client, world) == {"submitted": 1, "good": 1, "met": 1}


def test_return_reason_is_hidden_from_those_who_may_not_read(client, world):
    world.bring_to("returned")
    for role, seen in (("reporter", True), ("council", False), ("other", False)):
        client.force_login(world.people[role])
        page = client.get(reverse("progress:measure_detail", args=[world.measure.pk]))
        assert ("数値の根拠を書いてください。" in page.content.decode()) is seen, role
