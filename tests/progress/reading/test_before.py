"""What earlier years say: of an open year from its rows, of a closed one from its editions."""

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.meetings import verbs as meetings
from progress.models import AgendaItem, FollowUp, ProgressReport, ReviewYear
from progress.reading.before import years_before
from progress.reading.years import read_year
from tests.progress.editions.test_verbs import close
from tests.progress.meetings.test_agenda import meeting_of
from tests.progress.reading.test_heat_map import open_next


def differ(world, *, state: str) -> None:
    """R5, in which the direction slipped and the two opinions differ."""
    ProgressReport.objects.filter(pk=world.report.pk).update(
        state=state, actual_direction="検討", second_judgement=world.word("遅れ")
    )


def said(world, year) -> list[tuple]:
    told = years_before(ReviewYear.objects.select_related("plan").get(pk=year.pk))
    own = told.years[world.measure.pk]
    return [(each.fiscal_year, each.progress, each.slipped, each.disagreed) for each in own]


@pytest.mark.parametrize("is_closed", [False, True])
def test_earlier_years_tell_whether_direction_slipped_and_opinions_differed(world, is_closed):
    world.bring_to("evaluated")
    differ(world, state="evaluated")
    if is_closed:
        close(world)
    assert said(world, open_next(world)) == [(2023, "順調", True, True)]


def test_what_does_not_count_yet_tells_neither(world):
    world.bring_to("submitted")
    differ(world, state="submitted")
    assert said(world, open_next(world)) == [(2023, "", False, False)]


def test_oldest_open_request_tells_since_when(world):
    decision = world.decide(world.bring_to("confirmed"))
    row = FollowUp.objects.create(
        decision=decision, division=world.divisions["lead"], what="示すこと。", due="2024-10-01"
    )
    later = open_next(world)
    assert [each.asked_from for each in read_year(later).rows] == [2023, 0]
    FollowUp.objects.filter(pk=row.pk).update(state="accepted")
    assert [each.asked_from for each in read_year(later).rows] == [0, 0]


def test_list_and_agenda_tell_the_last_decision_with_the_causes(world, client):
    world.bring_to("evaluated")
    differ(world, state="evaluated")
    close(world)
    later = open_next(world)
    world.measure.yearly_directions.create(fiscal_year=2024, printed="⇒", resolved="導入・運用")
    now = later.reports.get(measure=world.measure)
    ProgressReport.objects.filter(pk=now.pk).update(
        state="confirmed", version=3, done="続けた。", actual_direction="検討", progress=world.word("順調"),
        outlook=world.word("継続", "outlook"), submitted_at=timezone.now(), submitted_version=2,
    )  # fmt: skip
    slip = "方向性が計画（導入・運用）と違い、「検討」でした（R5年度から2年続けて）。"
    told = [slip, "前回の決定：順調、継続（R5）"]
    meeting = meeting_of(world, year=later)
    meetings.fill_agenda(meeting, by=world.people["secretariat"])
    assert AgendaItem.objects.get(meeting=meeting).causes == told
    client.force_login(world.people["council"])
    query = {"year": later.pk, "attention": 1}
    page = client.get(reverse("progress:measure_list"), query)
    [row] = page.context["list"].lines
    assert (row[-1].label, row[-1].text) == ("理由", "\n".join(told))
