"""The register of デジタル推進員, handover, and rights that begin and end on a day."""

from datetime import date

import pytest
from django.urls import reverse

from progress.people import handover_of, promoter_register
from progress.rules import permissions
from sakado_dx.organization.access import standing_of

TODAY = date(2026, 4, 1)


def test_register_shows_who_has_no_promoter(world):
    shown = {
        each.division.name: [row.user.username for row in each.now]
        for each in promoter_register(TODAY)
    }
    assert shown == {"情報課": ["promoter"], "市民課": [], "道路課": []}


def test_promoter_named_ahead_is_shown_as_such(world):
    world.divisions["other"].memberships.create(
        user=world.people["nobody"], role="promoter", first_day=date(2026, 4, 2)
    )
    (row,) = [each for each in promoter_register(TODAY) if each.division.name == "道路課"]
    assert (row.now, [each.user.username for each in row.ahead]) == ((), ["nobody"])


def test_handover_lists_what_somebody_leaves(world):
    world.bring_to("draft")
    own = handover_of(world.people["reporter"], TODAY)
    assert [each.division.name for each in own.memberships] == ["情報課"]
    assert [str(each.measure) for each in own.reports] == ["I-1-1 施策I-1-1"]
    lead = world.divisions["lead"].pk
    assert {each.username for each in own.colleagues[lead]} == {"deputy", "head", "promoter"}


@pytest.mark.parametrize(
    ("role", "status"),
    [("reporter", 200), ("secretariat", 200), ("administrator", 200), ("head", 404)],
)
def test_handover_is_for_the_person_secretariat_and_administrators(client, world, role, status):
    client.force_login(world.people[role])
    url = reverse("progress:handover", args=[world.people["reporter"].pk])
    assert client.get(url).status_code == status


def test_membership_prepared_ahead_gives_rights_from_its_first_day(world):
    heir = world.people["nobody"]
    world.divisions["lead"].memberships.create(
        user=heir, role="head", first_day=date(2027, 4, 1), last_day=date(2028, 3, 31)
    )
    days = (date(2027, 3, 31), date(2027, 4, 1), date(2028, 3, 31), date(2028, 4, 1))
    rights = [permissions.may_save(standing_of(heir, day), world.report) for day in days]
    assert rights == [False, True, True, False]


def test_department_head_reads_the_drafts_of_its_divisions_only(world):
    report = world.bring_to("draft")
    standing = standing_of(world.people["department"])
    assert permissions.may_read_content(standing, report)
    assert not permissions.may_save(standing, report)
