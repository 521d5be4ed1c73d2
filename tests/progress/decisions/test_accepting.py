"""了承済みの遅れ: a meeting accepts until a day that a measure is behind, and goes on."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from progress.decisions import evaluating, verbs
from progress.decisions.paper_pages import material_of, minutes_of
from progress.meetings.agenda import candidates
from progress.models import Decision, Meeting, ProgressReport, ReviewYear
from progress.reading.before import years_before
from progress.workflow.refusals import Incomplete
from sakado_dx.organization.access import standing_of
from tests.progress.conftest import settle
from tests.progress.decisions.test_settling import HELD_ON, decide, plan
from tests.progress.editions.test_verbs import close
from tests.progress.meetings.test_agenda import meeting_of
from tests.progress.reading.test_heat_map import open_next

pytestmark = pytest.mark.one_database
UNTIL = date(2025, 3, 31)  # the last day of R6


@pytest.mark.parametrize(
    ("word", "until", "why"),
    [
        ("順調", UNTIL, "「遅れ」か「やや遅れ」にあたり"),
        ("遅れ", HELD_ON, "会議の開催日（令和6年7月10日）より後"),
    ],
)
def test_what_is_on_course_or_until_a_day_that_is_over_is_not_accepted(world, word, until, why):
    world.bring_to("confirmed")
    with pytest.raises(Incomplete, match=why):
        decide(world, plan(world), word, accepted_until=until)
    assert not Decision.objects.exists()


def test_the_day_is_asked_with_the_decision_and_told_with_it(world, client):
    world.bring_to("confirmed")
    meeting = plan(world)
    item = meeting.agenda.create(report=world.report, order=1)
    client.force_login(world.people["secretariat"])
    url = reverse("progress:decision_edit", args=[meeting.pk, item.pk])
    sent = {
        "version": 3, "manner": "each", "judgement": world.word("順調").pk,
        "outlook": world.word("継続", "outlook").pk, "accepted_until": "R7.3.31",
        "request-TOTAL_FORMS": 0, "request-INITIAL_FORMS": 0,
    }  # fmt: skip
    refused = client.post(url, sent)
    assert "ほかのときは空欄にしてください" in refused.context["form"].errors["accepted_until"][0]
    assert client.post(url, sent | {"judgement": world.word("遅れ").pk}).status_code == 302
    assert Decision.objects.get().accepted_until == UNTIL
    for page in (url, reverse("progress:meeting_settle", args=[meeting.pk])):
        assert "令和7年3月31日まで" in client.get(page).content.decode()


@pytest.mark.parametrize("is_closed", [False, True])
def test_the_year_after_puts_it_below_with_the_day(world, is_closed):
    report = world.bring_to("confirmed")
    decide(world, plan(world), accepted_until=UNTIL)
    settle(Decision.objects.get().meeting)
    evaluating.evaluate(report, by=world.people["secretariat"], version=3)
    if is_closed:
        close(world)
    later = open_next(world)
    late = {"progress": world.word("遅れ"), "outlook": world.word("継続", "outlook")}
    late |= {"done": "続けた。", "progress_reason": "人手が足りない。"}
    ProgressReport.objects.filter(year=later).update(state="confirmed", version=3, **late)
    before = years_before(ReviewYear.objects.select_related("plan").get(pk=later.pk))
    assert before.years[world.measure.pk][0].accepted_until == UNTIL
    found = candidates(meeting_of(world, year=later))
    assert [each.row.code for each in found] == ["I-1-2", "I-1-1"]
    assert "了承済みの遅れ：令和7年3月31日まで" in found[1].found


def meeting_above(world, held_on: date, word: str) -> Meeting:
    """A meeting of a higher body, after one that accepted the report's delay."""
    report = world.bring_to("confirmed")
    ProgressReport.objects.filter(pk=report.pk).update(secretariat_note="部品が届かない。")
    world.decide(report, judgement=world.word(word), accepted_until=UNTIL)
    return plan(world, kind="企画調整会議", held_on=held_on)


@pytest.mark.parametrize(
    ("held_on", "word", "day"),
    [
        (UNTIL - timedelta(days=1), "遅れ", UNTIL),
        (UNTIL, "遅れ", None),
        (HELD_ON + timedelta(days=9), "順調", None),  # as a correction left it
    ],
)
def test_the_rest_takes_over_the_day_while_it_may_be_set(world, client, held_on, word, day):
    above, by = meeting_above(world, held_on, word), world.people["secretariat"]
    client.force_login(by)
    told = "遅れの了承：令和7年3月31日まで"
    shown = client.get(reverse("progress:meeting_rest", args=[above.pk])).content.decode()
    assert (told in shown) is bool(day)
    [made] = verbs.decide_rest(above, by=by, versions={world.report.pk: 3})
    assert (made.judgement.word, made.accepted_until) == (word, day)
    for page in (above.get_absolute_url(), reverse("progress:meeting_settle", args=[above.pk])):
        assert (told in client.get(page).content.decode()) is bool(day)
    [line] = minutes_of(material_of(standing_of(by), above)).sections[-1].lines
    assert (told in line) is bool(day)


@pytest.mark.parametrize(
    ("held_on", "value"), [(HELD_ON + timedelta(days=9), "令和7年3月31日"), (UNTIL, None)]
)
def test_the_form_begins_with_the_day_and_names_the_year_that_it_bears_on(
    world, client, held_on, value
):
    above = meeting_above(world, held_on, "遅れ")
    item = above.agenda.create(report=world.report, order=1)
    client.force_login(world.people["secretariat"])
    answer = client.get(reverse("progress:decision_edit", args=[above.pk, item.pk]))
    assert answer.context["form"]["accepted_until"].value() == value
    # The report is of R5.
    told = "令和7年3月31日以後の日なら、令和6年度の「注意が必要な施策」と議題で"
    assert told in answer.content.decode()
