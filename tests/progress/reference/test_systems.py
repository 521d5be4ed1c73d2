"""情報システムの状況 and the page of a system."""

import re
from datetime import date

import pytest
from model_bakery import baker

from progress.charts.bars import Bar, BarsChart
from progress.charts.bars_layout import bars_marks, bars_size
from progress.charts.marks import Box, Label
from progress.reading.live_plan import measure_part
from progress.reference.system_pages import chart_of, overview_of
from sakado_dx.records.acting import Door, acting
from systems_inventory.models import InformationSystem
from tests.list_pages import tables_of

OVERVIEW = "/systems/overview/"


def make_system(plan, name, order=0, **values):
    return baker.make(InformationSystem, plan=plan, name=name, order=order, **values)


@pytest.fixture
def inventory(world):
    """Three systems, two of which the city has filled in, one linked with the measure."""
    first = make_system(
        world.plan, "税務", renewal_year=2025, contract_to="2026-03-31", network_zone="基幹系"
    )
    make_system(world.plan, "予約", 1, renewal_year=2027, hosting="クラウド")
    make_system(world.plan, "台帳", 2)
    first.system_divisions.create(division=world.divisions["lead"])
    first.system_measures.create(measure=world.measure, source="第3章2 I①")
    first.amounts.create(fiscal_year=2024, budget=1200, spent=1100)
    first.amounts.create(fiscal_year=2025, budget=0)
    return first


def sign_in(client, world, role="reporter"):
    client.force_login(world.people[role])
    return client


def test_each_view_adds_up_to_all_systems_and_leads_to_exactly_these(world, inventory, client):
    sign_in(client, world)
    found = overview_of(world.plan)
    for view in found["views"]:
        assert sum(each.group.number for each in view.groups) == found["total"] == 3
        for each in view.groups:
            page = client.get(each.url).content.decode()
            assert f"全3件中{each.group.number}件を表示しています。" in page


def test_a_view_says_what_is_told_and_what_is_not(world, inventory):
    views = {each.key: each for each in overview_of(world.plan)["views"]}
    assert views["renewal"].finding == (
        "3件のうち、R7が1件、R9が1件です。計画に記載なしは1件です。"
    )
    assert views["standard"].finding == "標準化の状況は、3件すべてが計画に記載なしです。"
    assert views["standard"].chart is None and views["renewal"].chart is not None
    assert [each.label for each in chart_of(world.plan, "contract").bars] == [
        "R7",
        "計画に記載なし",
    ]


def test_systems_are_counted_under_each_of_the_twenty_works_that_they_serve(
    world, inventory, client
):
    works = ["国民年金", "児童手当"]
    InformationSystem.objects.filter(pk=inventory.pk).update(standard_works=works)
    shown = overview_of(world.plan)["works"]
    assert shown.finding == "標準化対象の20業務のうち、2業務のシステムが登録されています。"
    assert [(each.group.label, each.group.number) for each in shown.groups] == [
        ("児童手当", 1),
        ("国民年金", 1),
        ("計画に記載なし", 2),
    ]
    sign_in(client, world)
    for each in shown.groups:
        page = client.get(each.url).content.decode()
        assert f"全3件中{each.group.number}件を表示しています。" in page
        assert f"標準化対象業務：{each.group.label}のシステムです。" in page


def test_the_page_has_a_table_beside_each_chart_and_sums_what_is_registered(
    world, inventory, client
):
    page = sign_in(client, world, "council").get(OVERVIEW).content.decode()
    costs = next(table for table in tables_of(page) if table[0][0] == "年度")
    assert costs[1:] == [["R6", "1200", "1", "1100", "1"], ["R7", "0", "1", "記載なし", "0"]]
    pictures = re.findall(r'<img class="chart__image" src="([^"]+)" alt="([^"]+)"', page)
    assert [alt for _, alt in pictures][1] == (
        "横棒グラフ。更改の年度ごとの情報システムの数。R71件、R91件、計画に記載なし1件。"
    )
    for address, _ in pictures:
        answer = client.get(address)
        assert answer.status_code == 200 and answer.content.startswith(b"<?xml")
        assert "immutable" in answer["Cache-Control"]


def test_the_queries_of_the_overview_are_few_whatever_the_size(
    world, inventory, client, django_assert_max_num_queries
):
    sign_in(client, world)
    client.get(OVERVIEW)
    for number in (0, 30):
        for place in range(number):
            make_system(world.plan, f"別の{place}", 10 + place, renewal_year=2030 + place % 3)
        with django_assert_max_num_queries(10):
            assert client.get(OVERVIEW).status_code == 200


def test_a_system_shows_its_measures_with_their_source_and_what_is_not_told(
    world, inventory, client
):
    page = sign_in(client, world, "council").get(inventory.get_absolute_url()).content.decode()
    assert world.measure.title in page and "もと：第3章2 I①" in page
    assert "<dt>事業者</dt><dd>計画に記載なし</dd>" in page
    assert "<dt>契約の期間</dt><dd>開始日は記載なしから令和8年3月31日まで</dd>" in page
    assert "令和7年度（R7）" in page and "登録内容を変える" not in page
    assert tables_of(page)[0][1:] == [
        ["令和6年度（R6）", "1200", "1100"],
        ["令和7年度（R7）", "0", "記載なし"],
    ]


@pytest.mark.parametrize(("role", "is_told"), [("reporter", False), ("secretariat", True)])
def test_the_history_comes_from_the_record_and_names_people_to_who_reads_it(
    world, inventory, client, role, is_told
):
    secretary = world.people["secretariat"]
    with acting(secretary, Door.PAGE, "契約の更新"):
        inventory.renewal_year, inventory.vendor = 2030, "見本情報"
        inventory.save()
        inventory.amounts.get(fiscal_year=2025).delete()
    page = sign_in(client, world, role).get(inventory.get_absolute_url()).content.decode()
    history = page.partition('id="history"')[2]
    assert "令和12年度（R12）" in history and "見本情報" in history
    assert "税務 R7" in history  # of the amount that is gone
    assert (secretary.name in history) == is_told
    other = make_system(world.plan, "別の", 9)
    assert "見本情報" not in client.get(other.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_of_a_system_asks_the_same_however_much_hangs_on_it(
    world, inventory, client, django_assert_max_num_queries, count
):
    for year in range(2026, 2026 + count):
        inventory.amounts.create(fiscal_year=year, budget=1)
    sign_in(client, world, "secretariat")
    with django_assert_max_num_queries(24):
        assert client.get(inventory.get_absolute_url()).status_code == 200


def test_a_measure_shows_its_systems_by_link_and_not_by_its_division(world, inventory, client):
    own = make_system(world.plan, "同じ課の", 5)
    own.system_divisions.create(division=world.divisions["lead"])
    part = measure_part(world.fresh().measure, date(2024, 5, 1))
    assert [str(each) for each in part.linked_systems] == ["税務"]
    page = sign_in(client, world).get(world.measure.get_absolute_url()).content.decode()
    assert f'<a href="{inventory.get_absolute_url()}">税務</a>' in page
    assert "同じ課の" not in page


def test_bars_have_one_scale_and_what_is_not_told_is_drawn_empty():
    chart = BarsChart("数", "件", (Bar("R7", 40), Bar("R9", 20), Bar("計画に記載なし", 80, False)))
    for shape in ("wide", "narrow"):
        marks, (width, height) = bars_marks(chart, shape), bars_size(chart, shape)
        boxes = [mark for mark in marks if isinstance(mark, Box)]
        assert [round(box.area.width / boxes[1].area.width, 6) for box in boxes] == [2, 1, 4]
        assert [box.dash for box in boxes] == ["solid", "solid", "dashed"]
        labels = [mark.area for mark in marks if isinstance(mark, Label)]
        assert all(area.x >= 0 and area.right <= width and area.top <= height for area in labels)
