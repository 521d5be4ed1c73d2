"""Canary words in all that people write: in the API only where the reader has the right to them.

The words are planted as for publications (publication/test_canaries.py), so that a new text
column is among them.
"""

import pytest
from django.test import Client
from django.utils import timezone

from progress.models import Meeting, ProgressReport, ReviewYear
from sakado_dx.organization.models import User
from sakado_dx.resources.schema import document
from tests.progress.conftest import World
from tests.progress.publication.test_canaries import (
    LEAST,
    Canaries,
    fill,
    full_report,
    plant_the_rest,
    publish_all_ways,
)

pytestmark = pytest.mark.one_database

# Of the plan, which is public, the API says more than a publication.
OF_PLAN = {
    "glossary.Term.term", "glossary.Term.reading", "glossary.Term.explanation",
    "glossary.TermAlias.alias", "measures.ChronologyEvent.event", "measures.Policy.label",
}  # fmt: skip
TAGS = {f"measures.MeasureTag.{name}" for name in ("kind", "name", "edition")}
FOR_STAFF = OF_PLAN | TAGS | {"measures.Indicator.definition"}
# What staff read of a report that was confirmed, as on its page.
OF_REPORT = {
    *(f"progress.ProgressReport.{name}" for name in (
        "done", "progress_reason", "effects", "issues", "next_work", "budget_name", "funding",
        "secretariat_note",
    )),
    "progress.Decision.opinion", "opinion that is not public", "second judgement",
    "a withheld item", "自己評価 beside the meeting's", "the council's outlook",
}  # fmt: skip


def everything(client: Client) -> str:
    """All that the API says to this person, but for the plan's vocabulary: a word stands there
    whether it was chosen or not."""
    names = {"fiscal_year": "2023", "key": "I-1-1", "measure_key": "I-1-1"}
    answers = []
    for path in set(document()["paths"]) - {"/api/v1/words/"}:
        response = client.get(path.format(**names))
        answers.append(response.content.decode() if response.status_code == 200 else "")
    return "".join(answers)


def client_of(world: World, role: str) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(User.objects.get(pk=world.people[role].pk))
    return client


@pytest.fixture
def planted(world) -> tuple[World, Canaries]:
    report = full_report(world)
    canaries = Canaries()
    ProgressReport.objects.filter(pk=report.pk).update(
        public_text="公表用の記載", actual_direction="導入・運用"
    )
    Meeting.objects.update(chair_title="部長", chair_name="議長", chair_on="2024-08-01")
    fill(canaries)
    plant_the_rest(canaries, world)
    ReviewYear.objects.update(publish_on=timezone.localdate())
    assert len(canaries.places) >= LEAST
    return world, canaries


def leaked(world: World, canaries: Canaries, role: str) -> set[str]:
    said = everything(client_of(world, role))
    return {place for word, place in canaries.places.items() if word in said}


def test_nobody_reads_a_canary_without_the_right_to_it(planted):
    world, canaries = planted
    publish_all_ways(world, User.objects.get(pk=world.people["secretariat"].pk))
    for role in ("anonymous", "nobody"):
        assert leaked(world, canaries, role) <= OF_PLAN, role
    for role in ("other", "reporter", "council", "administrator", "secretariat"):
        assert leaked(world, canaries, role) <= FOR_STAFF | OF_REPORT, role
    assert "公表用の記載" in everything(client_of(world, "anonymous"))
    assert "progress.ProgressReport.done" in leaked(world, canaries, "other")  # it is seen


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_a_draft_is_read_by_its_own_alone(planted, state):
    world, canaries = planted
    ProgressReport.objects.filter(pk=world.report.pk).update(state=state)
    strangers = ["anonymous", "nobody", "administrator"]
    own = ["reporter", "co_owner", "department", "secretariat"]
    (own if state == "submitted" else strangers).append("council")
    decided = {"progress.Decision.opinion", "opinion that is not public", "the council's outlook"}
    for role in strangers:
        # Who reads meetings reads their decisions, whatever becomes of the report.
        plan = OF_PLAN if role in ("anonymous", "nobody") else FOR_STAFF
        allowed = plan | (decided if role == "council" else set())
        assert leaked(world, canaries, role) <= allowed, role
    for role in own:
        assert "progress.ProgressReport.issues" in leaked(world, canaries, role), role
