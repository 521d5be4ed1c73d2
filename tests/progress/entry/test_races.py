"""Two people act on one report at the same moment: one wins, the other loses nothing.

Of two editors there are 20 rounds in `make test` and 1,000 with TEST_LONG=1; on SQLite in a
file, as the portal runs.
"""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, transaction
from django.urls import reverse

from progress.models import ProgressReport
from progress.workflow.refusals import Conflict, NotAllowed
from tests.filled_forms import fields_of
from tests.progress.conftest import World, make_world
from tests.progress.verbs import VERBS
from tests.racing import Browser, Racers, rounds

ROUNDS, ROUNDS_OF_A_PAIR = rounds(1000, 20), rounds(300, 10)
# (the state it is about, two of (who, what))
PAIRS = {
    "submit_and_save": ("draft", ("head", "submit"), ("reporter", "save")),
    "withdraw_and_confirm": ("submitted", ("head", "withdraw"), ("secretariat", "confirm")),
    "confirm_and_send_back": (
        "submitted",
        ("second_secretariat", "confirm"),
        ("secretariat", "send_back"),
    ),
}
# How a report that lost its state gets it back, verb by verb.
BACK = {
    ("submitted", "draft"): [("head", "withdraw")],
    ("draft", "submitted"): [("head", "submit")],
    ("confirmed", "submitted"): [("secretariat", "send_back"), ("head", "submit")],
    ("returned", "submitted"): [("head", "submit")],
}


@pytest.fixture
def world(own_database) -> World:
    return make_world()


def test_of_two_editors_one_wins_and_the_other_gets_both_texts(world):
    report = world.bring_to("draft")
    address, form = reverse("progress:report_edit", args=[report.pk]), entry_form(world)
    editors = [Browser(world.people[name]) for name in ("reporter", "deputy")]
    with Racers(2) as racers:
        for version in range(1, ROUNDS + 1):
            texts = [f"{version}回目の{name}の文" for name in ("前者", "後者")]
            answers = racers.run(
                [
                    partial(browser.post, address, form | {"version": version, "done": text})
                    for browser, text in zip(editors, texts, strict=True)
                ]
            )
            statuses = [each.status_code for each in answers]
            assert sorted(statuses) == [302, 409]
            page = answers[statuses.index(409)].content.decode()
            assert [text in page for text in texts] == [True, True]
            stored = ProgressReport.objects.values_list("version", "done").get(pk=report.pk)
            assert stored == (version + 1, texts[statuses.index(302)])
    assert_record_leads_to_report(world, ROUNDS + 1)


def entry_form(world: World) -> dict:
    return {
        "progress": world.word("順調").pk,
        "outlook": world.word("継続", "outlook").pk,
        f"result-{world.indicator.pk}-value": "12",
    }


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL waits for as long as it takes"
)
def test_who_waits_too_long_for_the_one_writer_is_told_and_gets_the_text_back(world, monkeypatch):
    address = reverse("progress:report_edit", args=[world.bring_to("draft").pk])
    browser = Browser(world.people["reporter"])
    form = fields_of(browser.get(address).content.decode()) | {"done": "待たされた文"}
    options = connection.settings_dict["OPTIONS"] | {"timeout": 0.1}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    with Racers(1) as racers:
        with transaction.atomic():
            (answer,) = racers.run([partial(browser.post, address, form)])
        (after,) = racers.run([partial(browser.post, address, form)])
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "待たされた文" in answer.content.decode()
    assert (after.status_code, world.fresh().done) == (302, "待たされた文")


@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_verbs_on_one_version_one_happens(world, pair):
    state, *pairs = PAIRS[pair]
    world.bring_to(state)
    with Racers(2) as racers:
        for number in range(ROUNDS_OF_A_PAIR):
            version = bring_back(world, state)
            refusals = racers.run([verb_on(world, *each, number) for each in pairs])
            assert [bool(each) for each in sorted(refusals)] == [False, True]
            who, verb = pairs[refusals.index("")]
            change = world.report.changes.select_related("by").latest("version")
            assert (change.version, change.verb, change.by.name) == (version + 1, verb, who)
    assert_record_leads_to_report(world, world.fresh().version)


def bring_back(world: World, state: str) -> int:
    """The version at which the report is in the state (again)."""
    report = world.fresh()
    for who, verb in BACK.get((report.state, state), []):
        verb_on(world, who, verb)()
        report = world.fresh()
    assert report.state == state
    return report.version


def verb_on(world: World, who: str, verb: str, number: int = 0) -> Callable[[], str]:
    """The verb on the report as it is read now; what it gives is its refusal, or nothing."""
    report, more = world.fresh(), {}
    if verb == "save":
        more = {"fields": {"done": f"{who}の{number}回目の文"}}
    elif verb == "send_back":
        more = {"reason": "根拠を書いてください。"}

    def act() -> str:
        try:
            VERBS[verb](report, by=world.people[who], version=report.version, **more)
        except (Conflict, NotAllowed) as refusal:
            return str(refusal)
        return ""

    return act


def assert_record_leads_to_report(world: World, version: int) -> None:
    """Each version has one record, each record begins where the one before ended."""
    report, state = world.fresh(), "not_started"
    changes = report.changes.order_by("version")
    for number, change in enumerate(changes, start=1):
        assert (change.version, change.from_state) == (number, state)
        state = change.to_state
    assert (report.state, report.version, len(changes)) == (state, version, version)
