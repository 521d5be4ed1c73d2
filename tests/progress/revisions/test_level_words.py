"""Pages of a revision call the levels of the plan what that plan calls them."""

import re
from datetime import date

import pytest
from django.urls import reverse

from progress.models import PlanEdition
from progress.revisions.deciding import against_deciding
from progress.revisions.drafting import draft
from progress.revisions.impact_pages import WILL
from tests.progress.revisions.drafts import change, in_force, new_measure

NAMES = re.compile(r"施策I-[-0-9]+")  # of the measures of the world


@pytest.fixture
def revision(world):
    """A draft of a plan of 柱 and 取組, that begins a measure of an open year."""
    in_force(world.plan)
    world.plan.level_names = ["柱", "取組"]
    world.plan.save()
    direction = world.measure.direction
    lines = new_measure("I-9", (direction.key,), [(world.divisions["other"].key,)])
    return draft(
        world.plan, by=world.people["secretariat"], title="第1次改定", lines=lines,
        effective_on=date(2023, 10, 1),
    )  # fmt: skip


def main_of(client, url: str, *, post=False) -> str:
    response = client.post(url) if post else client.get(url)
    assert response.status_code == 200
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    text = re.sub(r"<[^>]+>", "", main)
    return NAMES.sub("", text)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("detail", "新しい取組を加える"),
        ("words", "取組や成果指標の名称は、それぞれの取組の画面の"),
        ("measure", "新しい取組（第1次改定）"),
        ("measure?measure=I-1-1", "引き継ぐ取組の番号"),
        ("indicator?measure=I-1-1", "からこの取組の指標になります"),
        ("indicator?measure=I-1-1&indicator={}", "から、この取組の指標です"),
        ("impact", "取組年度どうなるか"),
        ("summary", "新しく始まる取組"),
    ],
)
def test_pages_call_measures_by_the_word_of_the_plan(client, world, revision, page, said):
    client.force_login(world.people["secretariat"])
    name, _, query = page.partition("?")
    url = reverse(f"progress:revision_{name}", args=[revision.pk])
    url += f"?{query.format(world.indicator.key)}" if query else ""
    text = main_of(client, url, post=name == "impact")
    assert said in re.sub(r"\s+", "", text)
    assert "施策" not in text


def test_empty_draft_says_where_changes_begin(client, world, revision):
    revision.changes.all().delete()
    client.force_login(world.people["secretariat"])
    text = main_of(client, revision.get_absolute_url())
    assert "取組や柱のページの「改定案で変更する」から、変更を加えます。" in text


def test_measure_that_is_taken_away_is_refused_by_the_word_of_the_plan(world, revision):
    revision.changes.all().delete()
    line = change("measures", ("I-1-1",), before={"name": "施策I-1-1"})
    line.revision = revision
    line.save()
    found = against_deciding(revision, date(2023, 9, 1))
    assert any("取り除けません。取組は終了、" in each for each in found)


def test_each_outcome_of_a_trial_is_told():
    """All that may become of a report, but that its targets change: those are told one by one."""
    assert {*WILL} == {*PlanEdition.Outcome} - {PlanEdition.Outcome.CHANGED}
