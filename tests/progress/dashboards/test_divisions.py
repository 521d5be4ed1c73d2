"""課ごとの状況: what a division promised in a year, and how it stands."""

from datetime import date

import pytest
from django.urls import reverse

from progress.models import FollowUp, ReviewYear
from sakado_dx.organization.models import Division
from tests.progress.editions.test_verbs import close
from tests.progress.reading.test_heat_map import open_next


@pytest.fixture
def council(client, world):
    client.force_login(world.people["council"])
    return client


def page_of(client, year, name: str, **query):
    return client.get(reverse("progress:division_year", args=[year.pk, name]), query)


def parts_in(answer) -> dict[str, list[str]]:
    """The measures' codes by the division's part in them."""
    return {
        part: sorted(line.row.code for line in strip.lines)
        for part, strip in answer.context["parts"]
    }


def ask(world, name: str = "lead") -> FollowUp:
    decision = world.year.meetings.get().decisions.get()
    return FollowUp.objects.create(
        decision=decision, division=world.divisions[name], what="件数を示すこと。",
        due=date(2024, 9, 1),
    )  # fmt: skip


def test_lead_co_owner_and_contributor_are_told_apart(world, council):
    world.report.contributions.create(division=world.divisions["other"], is_named=True)
    names = {key: each.name for key, each in world.divisions.items()}
    told = {
        key: parts_in(page_of(council, world.year, names[key]))
        for key in ("lead", "second", "other")
    }
    assert told["lead"].keys() == {"主管する"}
    assert told["second"] == {"共同で所管する": ["I-1-1"]}
    assert told["other"] == {"主管する": ["I-1-2"], "関係課として加わる": ["I-1-1"]}


def test_closed_year_keeps_its_divisions_whatever_they_are_called_since(world, council):
    world.report.contributions.create(division=world.divisions["other"], is_named=True)
    world.bring_to("evaluated")
    names = [world.divisions[key].name for key in ("lead", "second", "other")]
    before = [parts_in(page_of(council, world.year, each)) for each in names]
    close(world)
    Division.objects.filter(pk=world.divisions["other"].pk).update(name="新しい名の課")
    year = ReviewYear.objects.get(pk=world.year.pk)
    assert [parts_in(page_of(council, year, each)) for each in names] == before
    assert parts_in(page_of(council, year, "新しい名の課")) == {}
    assert page_of(council, year, "どの課でもない").status_code == 404


def test_open_requests_stand_under_who_is_asked_and_who_leads(world, council):
    world.bring_to("evaluated")
    asked = ask(world, "other")
    lead, other = (world.divisions[key].name for key in ("lead", "other"))
    for state, expected in (("open", [asked.pk]), ("answered", [asked.pk]), ("accepted", [])):
        FollowUp.objects.filter(pk=asked.pk).update(state=state)
        context = page_of(council, world.year, lead).context
        assert context["own"].follow_ups == expected
        assert [each.follow_up.pk for each in context["follow_ups"]] == expected
    assert page_of(council, world.year, other).context["own"].follow_ups == []  # has no part


def test_figures_of_the_divisions_lead_to_as_many_rows(world, council):
    world.bring_to("submitted")
    later = open_next(world)
    for year in (world.year, later):
        for pending in (0, 1):
            address = reverse("progress:division_list", args=[year.pk])
            listed = council.get(address, {"pending": pending}).context["list"]
            figures = [
                (cell.text, cell.url) for line in listed.lines for cell in line if cell.is_number
            ]
            to_list = [each for each in figures if "/measures/" in each[1]]
            assert len(to_list) == 4 * listed.count > 0
            assert all(("pending=1" in url) is bool(pending) for _, url in figures)
            for number, url in to_list:
                assert f"{council.get(url).context['list'].count}" == number, url


def test_switch_counts_what_is_only_submitted(world, council):
    world.bring_to("submitted")
    lead = world.divisions["lead"].name
    assert page_of(council, world.year, lead).context["own"].on_course == 0
    shown = page_of(council, world.year, lead, pending=1)
    assert shown.context["own"].on_course == 1
    assert "pending=1" in shown.context["list_url"]


def test_switch_of_years_keeps_the_division(world, council):
    later = open_next(world)
    lead = world.divisions["lead"].name
    page = page_of(council, later, lead).content.decode()
    assert reverse("progress:division_year", args=[world.year.pk, lead]) in page
