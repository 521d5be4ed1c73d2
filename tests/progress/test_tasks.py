"""What is left to do, and what is said of a deadline when nothing is."""

from datetime import date

from progress.tasks import groups_for
from sakado_dx.organization.access import standing_of

AFTER = date(2099, 6, 10)  # the world's deadline is the 31st of May


def test_a_deadline_that_has_passed_warns_while_something_is_left(world):
    years = groups_for(standing_of(world.people["reporter"]), AFTER)
    assert (years[0].is_late, years[0].deadline) == (
        True,
        "報告の締切（令和81年5月31日）を10日過ぎています。",
    )


def test_a_deadline_warns_nobody_who_has_handed_everything_in(world):
    world.bring_to("submitted")
    years = groups_for(standing_of(world.people["reporter"]), AFTER)
    assert (years[0].is_late, years[0].deadline) == (False, "報告はすべて提出済みです。")
