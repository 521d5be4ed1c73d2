"""What a plan's revisions put on 事務局トップ."""

from datetime import timedelta

import pytest
from django.utils import timezone

from progress.desk import verbs as desk
from progress.desk.lines import Part
from progress.desk.start_pages import start_of
from progress.models import PlanRevision
from progress.revisions.effect_verbs import apply_due, publish
from sakado_dx.organization.access import standing_of
from tests.progress.revisions.drafts import DAY, decided, new_target, renamed

TODAY = timezone.localdate()
TOUCHED = "計画の見直しで目標などが変わった、提出済みの報告"


@pytest.fixture
def by(world):
    return world.people["secretariat"]


def told(by) -> list[tuple]:
    lines = start_of(standing_of(by)).lines
    return [
        (each.part, each.what, each.act, each.number)
        for each in lines
        if "/plan/revisions/" in each.url
    ]


def test_revision_is_told_of_before_its_day_and_after_it(world, by):
    line = renamed("I-1-1", "施策I-1-1", "一つ目")
    revision = decided(world.plan, by, line, effective_on=TODAY + timedelta(days=14))
    assert told(by) == [(Part.SOON, "第1次改定の施行", "見直しを見る", 0)]
    PlanRevision.objects.update(effective_on=TODAY + timedelta(days=15))
    assert told(by) == []
    PlanRevision.objects.update(effective_on=TODAY)
    late = "第1次改定が、施行日を過ぎても反映されていません"
    assert told(by) == [(Part.NOW, late, "わけを見る", 0)]
    apply_due()
    public = "第1次改定の公表日が決まっていません"
    assert told(by) == [(Part.NOW, public, "公表日を決める", 0)]
    revision.refresh_from_db()
    publish(revision, by=by, version=revision.version, published_on=TODAY)
    assert told(by) == []


def test_submitted_reports_that_it_touched_are_told_of_until_somebody_works_on_them(world, by):
    world.bring_to("submitted")
    decided(world.plan, by, new_target("I-1-1", "20", year=2023), published_on=TODAY)
    apply_due(DAY)
    assert told(by) == [(Part.NOW, TOUCHED, "報告を確かめる", 1)]
    desk.confirm(world.fresh(), by=world.people["second_secretariat"], version=2)
    assert told(by) == []
