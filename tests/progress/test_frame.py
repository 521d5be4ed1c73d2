"""The frame of every page: main menu by role, years, and what it costs."""

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.models import ReviewYear

BOARD, POLICIES = "全体の状況", "方針と施策"
START, MINE, QUEUE, MEETINGS, LIBRARY = "事務局トップ", "担当施策", "事務局確認", "会議", "資料"


def frame(client, address: str):
    return client.get(address).context


@pytest.mark.parametrize(
    ("person", "labels"),
    [
        ("reporter", [MINE, BOARD, POLICIES, LIBRARY]),
        ("head", [MINE, BOARD, POLICIES, LIBRARY]),
        ("secretariat", [START, BOARD, POLICIES, QUEUE, MEETINGS, LIBRARY]),
        ("council", [BOARD, POLICIES, MEETINGS, LIBRARY]),
        ("executive", [BOARD, POLICIES, MEETINGS, LIBRARY]),
        ("administrator", [BOARD, POLICIES, LIBRARY]),
    ],
)
def test_main_menu_offers_what_the_person_may_open(client, world, person, labels):
    client.force_login(world.people[person])
    items = frame(client, "/library/")["nav_items"]
    assert [item["label"] for item in items] == labels
    assert [item["label"] for item in items if item["current"]] == [LIBRARY]
    for item in items:
        assert client.get(item["url"], follow=True).status_code == 200


def test_menu_has_six_entries_at_most(client, world):
    everything = world.people["secretariat"]
    everything.memberships.create(
        division=world.divisions["lead"], role="head", first_day="2020-04-01"
    )
    for role in ("council", "executive", "administrator"):
        everything.city_roles.create(role=role, first_day="2020-04-01")
    client.force_login(everything)
    assert len(frame(client, "/library/")["nav_items"]) == 6


@pytest.mark.parametrize(
    ("person", "shown"),
    [("secretariat", True), ("administrator", True), ("head", False), ("council", False)],
)
def test_way_to_the_admin_stands_beside_the_name(client, world, person, shown):
    client.force_login(world.people[person])
    header = client.get("/library/").content.decode().partition("</header>")[0]
    assert ('href="/admin/"' in header) is shown


def test_who_holds_no_place_today_is_offered_nothing(client, world):
    client.force_login(world.people["nobody"])
    assert list(frame(client, "/help/")["nav_items"]) == []


def test_stranger_sees_no_menu(client, world):
    page = client.get("/accounts/login/").content.decode()
    assert "主なメニュー" not in page and "年度の切替え" not in page


def test_years_are_links_newest_first_with_the_chosen_one_marked(client, world):
    newer = ReviewYear.objects.create(
        plan=world.plan, fiscal_year=2024, opened_on="2025-02-01", report_due="2025-05-31"
    )
    client.force_login(world.people["council"])
    address = reverse("progress:dashboard", args=[world.year.pk])
    assert list(frame(client, address)["year_links"]) == [
        {"label": "R6", "url": f"/years/{newer.pk}/", "current": False},
        {"label": "R5", "url": address, "current": True},
    ]


@pytest.mark.parametrize(("person", "queries"), [("council", 3), ("reporter", 3)])
def test_frame_of_a_page_costs_few_queries(
    client, world, django_assert_num_queries, person, queries
):
    client.force_login(world.people[person])
    client.get("/accessibility/")
    with django_assert_num_queries(queries):  # session, user with standing, years
        client.get("/accessibility/")


def count_beside(client, label: str) -> int:
    items = frame(client, "/library/")["nav_items"]
    return next(item["count"] for item in items if item["label"] == label)


def test_menu_counts_what_the_division_owes(client, world):
    world.leave_parts_open()
    for person, number in (("reporter", 1), ("co_owner", 1), ("other", 1)):
        client.force_login(world.people[person])
        assert count_beside(client, MINE) == number, person
    world.answer_parts()
    world.bring_to("submitted")
    for person, number in (("reporter", 0), ("co_owner", 0), ("other", 1)):
        client.force_login(world.people[person])
        assert count_beside(client, MINE) == number, person


def test_menu_counts_as_many_as_the_page_lists(client, world):
    world.bring_to("returned")
    for person in ("reporter", "head", "co_owner", "other"):
        client.force_login(world.people[person])
        page = client.get(reverse("progress:my_measures"))
        assert count_beside(client, MINE) == len(page.context["tasks"].owed), person


@pytest.mark.parametrize(
    ("person", "place"),
    [
        ("reporter", "/my/"),
        ("head", "/my/"),
        ("department", "/my/"),
        ("secretariat", "/desk/"),
        ("council", "/years/{}/"),
        ("executive", "/years/{}/"),
        ("administrator", "/years/{}/"),
    ],
)
def test_everybody_begins_where_his_work_is(client, world, person, place):
    client.force_login(world.people[person])
    assert client.get("/").url == place.format(world.year.pk)


def test_head_who_sits_in_the_council_begins_on_the_dashboard(client, world):
    world.people["head"].city_roles.create(role="council", first_day="2020-04-01")
    client.force_login(world.people["head"])
    assert client.get("/").url == f"/years/{world.year.pk}/"


def test_overview_in_the_menu_stays_in_the_year_of_the_page(client, world):
    ReviewYear.objects.create(
        plan=world.plan, fiscal_year=2024, opened_on="2025-02-01", report_due="2025-05-31"
    )
    client.force_login(world.people["secretariat"])
    here = reverse("progress:queue", args=[world.year.pk])
    urls = {item["label"]: item["url"] for item in frame(client, here)["nav_items"]}
    assert urls[BOARD] == reverse("progress:dashboard", args=[world.year.pk])


def many_years(world, first: int = 2011) -> dict[int, ReviewYear]:
    """The world's year and closed ones before it, each with a meeting, by their fiscal years."""
    by = world.people["secretariat"]
    for fiscal_year in range(first, world.year.fiscal_year):
        year = ReviewYear.objects.create(
            plan=world.plan, fiscal_year=fiscal_year, report_due="2099-05-31"
        )
        year.meetings.create(kind="推進会議", held_on=f"{fiscal_year + 1}-07-01", by=by)
    old = ReviewYear.objects.exclude(pk=world.year.pk)
    old.update(closed_at=timezone.now())
    return {each.fiscal_year: each for each in ReviewYear.objects.all()}


def test_menu_holds_the_newest_years_and_the_pages_own_and_leads_to_all(client, world):
    years, newest = many_years(world), ["R5", "R4", "R3", "R2", "R1", "H30"]
    client.force_login(world.people["council"])
    for address, own in (
        ("/library/", []),
        (reverse("progress:dashboard", args=[years[2012].pk]), ["H24"]),
        (f"{reverse('progress:policy_list')}?year={years[2013].pk}", ["H25"]),
    ):
        page = client.get(address)
        assert [each["label"] for each in page.context["year_links"]] == newest + own
        assert '/years/#closed">すべての年度</a>' in page.content.decode()
    assert "（R5実績" not in page.content.decode()
    whole = client.get("/years/").content.decode()
    for fiscal_year in range(2011, 2023):
        assert f'<a href="/years/{years[fiscal_year].pk}/">' in whole


def test_with_few_years_all_are_in_the_menu_alone(client, world):
    many_years(world, 2020)
    client.force_login(world.people["council"])
    page = client.get("/library/")
    assert [each["label"] for each in page.context["year_links"]] == ["R5", "R4", "R3", "R2"]
    assert "すべての年度" not in page.content.decode()


def test_page_of_a_thing_of_an_old_year_stands_in_its_year(client, world):
    year = many_years(world)[2012]
    client.force_login(world.people["council"])
    page = client.get(reverse("progress:meeting_detail", args=[year.meetings.get().pk]))
    links = [each["label"] for each in page.context["year_links"] if each["current"]]
    assert links == ["H24"]
    board = {each["label"]: each["url"] for each in page.context["nav_items"]}[BOARD]
    assert board == reverse("progress:dashboard", args=[year.pk])
