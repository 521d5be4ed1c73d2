"""Policy × year: how much of each policy was on course, year by year."""

import re
from datetime import date

import pytest
from django.urls import reverse

from measures.models import Measure
from progress.models import ProgressReport, ReviewYear
from progress.reading.before import years_before
from progress.reading.dashboard import dashboard_of
from progress.reading.heat_map import heat_map
from progress.reading.years import read_year
from progress.year import verbs as year_verbs
from tests.progress.closing import close_year
from tests.progress.editions.test_verbs import close


def heat_of(year, **more):
    year = ReviewYear.objects.select_related("plan").get(pk=year.pk)
    before = years_before(year, **more)
    board = dashboard_of(read_year(year, **more).rows, before)
    return heat_map(year.pk, year.fiscal_year, board, before)


def numbers(heat):
    return [
        [
            (
                cell.label,
                cell.share.good,
                cell.share.judged,
                cell.share.rate_words,
                cell.share.level,
            )
            for cell in line.cells
        ]
        for line in heat.lines
    ]


def open_next(world) -> ReviewYear:
    return year_verbs.open_year(
        world.plan,
        fiscal_year=2024,
        by=world.people["secretariat"],
        report_due=date(2099, 5, 29),
    )


@pytest.fixture
def next_year(world):
    """R5 is closed with one report on course and one never begun; R6 stands open."""
    world.bring_to("evaluated")
    close(world)
    return open_next(world)


def test_year_without_confirmed_reports_has_no_share(world):
    world.bring_to("submitted")
    heat = heat_of(world.year)
    assert numbers(heat) == [[("R5", 0, 0, "", 0)]]
    assert heat.findings == ["R5は、2件すべてが確認前です。"]


def test_switch_for_reports_before_confirmation_counts_them(world):
    world.bring_to("submitted")
    assert numbers(heat_of(world.year, pending=True)) == [[("R5", 1, 1, "", 0)]]
    assert numbers(heat_of(world.year)) == [[("R5", 0, 0, "", 0)]]


def test_measure_that_is_out_of_the_count_is_in_no_share(world):
    world.bring_to("confirmed")
    ProgressReport.objects.filter(pk=world.report.pk).update(progress=world.word("休止"))
    assert numbers(heat_of(world.year)) == [[("R5", 0, 0, "", 0)]]


def test_earlier_years_stand_beside_this_one(world, next_year):
    assert numbers(heat_of(next_year)) == [[("R5", 1, 1, "100.0%", 4), ("R6", 0, 0, "", 0)]]
    assert heat_of(next_year).findings == [
        "順調・完了の割合は、R5に100.0%（除いた1件）です。",
        "R6は、2件すべてが確認前です。",
    ]


def test_open_year_before_counts_live_and_is_in_progress_too(world):
    world.bring_to("confirmed")
    later = heat_of(open_next(world))
    assert numbers(later) == [[("R5", 1, 1, "", 0), ("R6", 0, 0, "", 0)]]
    assert [(each.year_id, each.share.range_words) for each in later.totals] == [
        (world.year.pk, "1〜2件"),
        (ReviewYear.objects.get(fiscal_year=2024).pk, "0〜2件"),
    ]
    assert later.findings == [
        "R5は途中で、順調・完了は1〜2件です。",
        "R6は、2件すべてが確認前です。",
    ]


def test_year_in_progress_is_set_beside_the_year_before_by_the_same_measures(world, next_year):
    """R5: one on course, one never confirmed; R6: both are confirmed, the first now late."""
    confirmed = {
        "state": "confirmed",
        "version": 3,
        "outlook": world.word("継続", "outlook"),
        "done": "行いました。",
    }
    own = next_year.reports.filter(measure=world.report.measure_id)
    own.update(**confirmed, progress=world.word("遅れ"))
    assert heat_of(next_year).findings == [
        "順調・完了の割合は、R5に100.0%（除いた1件）です。",
        "R6は途中で、順調・完了は0〜1件です。",
        "R5とR6の両方で進捗を判断した1件では、順調・完了は1件から0件になりました。",
    ]
    next_year.reports.update(**confirmed, progress=world.word("順調"))
    assert heat_of(next_year).findings == [
        "順調・完了の割合は、R5に100.0%（除いた1件）、R6に100.0%です。",
        "R5とR6の両方で進捗を判断した1件では、順調・完了は1件から1件になりました。",
    ]


def test_closed_year_keeps_its_share_whatever_becomes_of_the_plan(world, next_year):
    elsewhere = world.plan.policies.create(number=9, name="新しい方針")
    Measure.objects.update(direction=elsewhere.directions.create(number=1, name="新しい方向性"))
    assert numbers(heat_of(world.year)) == [[("R5", 1, 1, "100.0%", 4)]]


def test_heat_map_of_a_closed_year_never_counts_an_open_one(world):
    """R5 stays open while R6 is closed: what R5 comes to later is no part of R6 as it was."""
    later = open_next(world)
    left = dict.fromkeys(later.reports.values_list("pk", flat=True), "災害対応")
    close_year(later, by=world.people["secretariat"], reasons=left)
    before = numbers(heat_of(later))
    assert before == [[("R6", 0, 0, "", 0)]]
    world.bring_to("confirmed")
    assert numbers(heat_of(later)) == before


def test_dashboard_writes_the_share_in_words(client, world, next_year):
    client.force_login(world.people["council"])
    page = client.get(reverse("progress:dashboard", args=[next_year.pk])).content.decode()
    assert "<strong>100.0%</strong>" in page and "（1／1件）" in re.sub("<[^>]+>", "", page)
    assert "0〜2件" in re.sub("<[^>]+>", "", page) and "R6（2件中0件を確認、途中）" in page
    left = f"{reverse('progress:measure_list')}?year={world.year.pk}&amp;progress=left_out"
    assert f'href="{left}">除いた1件</a>' in page
    listed = client.get(left.replace("&amp;", "&")).context["list"]
    assert [row.code for row in listed.found] == ["I-1-2"]


def test_dashboard_of_a_year_in_progress_tells_ranges_and_says_how_many_are_confirmed(
    client, world
):
    world.bring_to("confirmed")
    client.force_login(world.people["council"])
    response = client.get(reverse("progress:dashboard", args=[world.year.pk]))
    page = response.content.decode()
    assert [(card.label, card.value, card.note) for card in response.context["cards"]][1:3] == [
        ("順調・完了", "1〜2", "1件の時点で1件、残り1件"),
        ("達成した指標", "1", "判定が決まった1件のうち"),
    ]
    assert "今の状況　R5（2件中1件を確認、途中）" in page
    assert "2件中1件を集計した途中で、順調・完了は1〜2件" in page
    with_switch = client.get(f"{response.request['PATH_INFO']}?pending=1").content.decode()
    assert "（2件中1件を集計（確定前を含む）、途中）" in with_switch
    for name in ("measure_list", "policy_list"):
        assert "2件中1件を確認、途中" in client.get(reverse(f"progress:{name}")).content.decode()
