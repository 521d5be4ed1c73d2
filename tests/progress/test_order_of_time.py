"""A clock that is set back changes no order: what came after is told by key."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from progress.models import FollowUp, FollowUpEntry
from tests.progress.conftest import World

ROOT = Path(__file__).resolve().parents[2]
BY_MOMENT = re.compile(r"""order_by\([^)]*"-?(?:\w+__)?(?:\w+_)?at\"""")
# Moments of one row that come later than it: no key tells their order, or each is read apart.
OF_MOMENTS = {
    "progress/corrections/list_pages.py",  # 訂正 in the order of their second yes
    "progress/desk/plan_lines.py",
    "progress/editions/exporting.py",  # the moments themselves
    "progress/publication/pages.py",
    "progress/publication/views.py",
    "progress/reading/live_editions.py",
    "sakado_dx/imports/choices.py",  # written again each time
}


def test_no_query_orders_by_the_clock():
    found = {
        str(path.relative_to(ROOT))
        for app in ("sakado_dx", "measures", "glossary", "systems_inventory", "progress")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and BY_MOMENT.search(path.read_text())
    }
    assert found == OF_MOMENTS


@pytest.mark.one_database
def test_last_words_of_a_follow_up_are_the_last_ones_after_a_clock_was_set_back(world: World):
    asked = world.decide(world.report).follow_ups.create(
        division=world.divisions["lead"], what="予約を増やすこと。", due="2024-10-01"
    )
    head, now = world.people["head"], timezone.now()
    for text, at in (("はじめ", now + timedelta(hours=1)), ("あと", now)):
        FollowUpEntry.objects.create(follow_up=asked, verb="answer", by=head, at=at, text=text)
    [told] = FollowUp.objects.with_last_words()
    assert told.last_text == "あと"
    assert asked.was_done("answer", head, version=asked.version - 1, text="あと")
