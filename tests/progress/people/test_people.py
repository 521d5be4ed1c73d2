"""The register of デジタル推進員, handover, and rights that begin and end on a day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from progress.models import FollowUp
from progress.people.pages import handover_of, promoter_register
from progress.rights import predicates
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


@pytest.fixture
def asked(world) -> FollowUp:
    """What a meeting asks of the lead division, in a year whose report is still a draft."""
    world.leave_parts_open()
    decision = world.decide(world.bring_to("draft"))
    return FollowUp.objects.create(
        decision=decision, division=world.divisions["lead"], what="枠を増やす。", due="2026-05-01"
    )


def left_by(world, role: str, *, day: date = TODAY, reader: str = "secretariat"):
    return handover_of(world.people[role], standing_of(world.people[reader], day))


def asked_in(handover) -> list[tuple[FollowUp, str]]:
    return [(each, str(measure)) for each, measure in handover.follow_ups]


def test_handover_lists_what_somebody_leaves(world, asked):
    own = left_by(world, "reporter")
    assert [each.division.name for each in own.memberships] == ["情報課"]
    assert [str(each.measure) for each in own.reports] == ["I-1-1 施策I-1-1"]
    assert (asked_in(own), own.hidden) == ([(asked, "I-1-1 施策I-1-1")], 0)
    (place,) = own.places
    assert {each.username for each in place.colleagues} == {"deputy", "head", "promoter"}
    own = left_by(world, "co_owner")
    (part,) = own.contributions
    assert part == (world.report.contributions.get(), "I-1-1 施策I-1-1 R5")
    assert (own.reports, own.follow_ups, own.places[0].colleagues) == ((), (), ())


def test_handover_names_who_is_to_come(world):
    heir = world.people["nobody"]
    heir.memberships.create(
        division=world.divisions["second"], role="head", first_day=date(2026, 4, 2)
    )
    (place,) = left_by(world, "co_owner").places
    assert [each.user for each in place.ahead] == [heir]
    assert left_by(world, "nobody").places == ()


@pytest.mark.parametrize(("days", "number"), [(0, 1), (1, 1), (92, 1), (93, 0)])
def test_who_has_moved_in_april_still_has_something_to_hand_over(world, days, number):
    last = date(2026, 3, 31)
    world.people["reporter"].memberships.update(last_day=last)
    own = left_by(world, "reporter", day=last + timedelta(days=days))
    assert len(own.memberships) == len(own.places) == len(own.reports) == number


def test_handover_of_a_renamed_division_has_its_predecessor_s_work(world, asked):
    new = type(world.divisions["lead"]).objects.create(name="デジタル課", order=4)
    world.divisions["lead"].successors.add(new)
    world.people["nobody"].memberships.create(division=new, role="head", first_day=date(2026, 4, 1))
    own = left_by(world, "nobody")
    assert (len(own.reports), asked_in(own)) == (1, [(asked, "I-1-1 施策I-1-1")])


def test_administrator_reads_in_a_handover_no_more_than_elsewhere(client, world, asked):
    own = left_by(world, "reporter", reader="administrator")
    assert (own.follow_ups, own.hidden) == ((), 1)
    client.force_login(world.people["administrator"])
    page = client.get(reverse("progress:handover", args=[world.people["reporter"].pk]))
    assert "枠を増やす。" not in page.content.decode()
    assert "1件の内容は見られません" in page.content.decode()


def test_handover_takes_the_same_queries_at_any_size(world, asked, django_assert_num_queries):
    reader = standing_of(world.people["secretariat"], TODAY)
    _enter_for(world, "second")
    with django_assert_num_queries(12):
        handover_of(world.people["reporter"], reader)
    for number in range(5):
        FollowUp.objects.create(
            decision=asked.decision, division=asked.division, what=f"{number}", due="2026-05-01"
        )
    _enter_for(world, "other")
    with django_assert_num_queries(12):
        handover_of(world.people["reporter"], reader)


def _enter_for(world, division: str) -> None:
    world.people["reporter"].memberships.create(
        division=world.divisions[division], role="head", first_day=date(2026, 4, 1)
    )


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("reporter", "/my/"),
        ("secretariat", "/people/promoters/"),
        ("secretariat", "/years/{year}/reminders/"),
        ("administrator", "/admin/organization/user/{reporter}/change/"),
    ],
)
def test_pages_lead_to_the_handover(client, world, role, page):
    reporter = world.people["reporter"].pk
    world.people["reporter"].memberships.update(role="promoter")
    client.force_login(world.people[role])
    shown = client.get(page.format(year=world.year.pk, reporter=reporter)).content.decode()
    assert reverse("progress:handover", args=[reporter]) in shown


def test_pages_lead_staff_to_nobody_else_s_handover(client, world):
    client.force_login(world.people["other"])
    assert "handover" not in client.get("/people/promoters/").content.decode()


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
    rights = [predicates.may_save(standing_of(heir, day), world.report) for day in days]
    assert rights == [False, True, True, False]


def test_department_head_reads_the_drafts_of_its_divisions_only(world):
    report = world.bring_to("draft")
    standing = standing_of(world.people["department"])
    assert predicates.may_read_content(standing, report)
    assert not predicates.may_save(standing, report)
