import csv
import re
from io import BytesIO

import pytest
from model_bakery import baker
from openpyxl import load_workbook

from sakado_dx.organization.models import Division
from systems_inventory.models import InformationSystem
from tests.list_pages import ABOVE, tables_of

PAGE = "/systems/"
ROWS = [
    ("税務システム", ["課税課", "納税課"], "基幹系"),
    ("ＧＩＳビューア", ["納税課"], "GIS"),
    ("窓口予約システム", ["市民課"], ""),
    ("AI 議事録システム", [], ""),
]


def make_system(plan, name: str, divisions=(), category: str = "", order: int = 0):
    system = baker.make(
        "systems_inventory.InformationSystem", plan=plan, name=name, category=category, order=order
    )
    for place, division in enumerate(divisions):
        row = Division.objects.get(name=division)
        baker.make("systems_inventory.SystemDivision", system=system, division=row, order=place)
    return system


@pytest.fixture
def inventory(plan):
    for order, name in enumerate(["市民課", "課税課", "納税課", "道路課"]):
        baker.make("organization.Division", name=name, reading="", order=order)
    # Made from the last to the first: the plan's order is not that of the rows' making.
    for order, row in reversed(list(enumerate(ROWS))):
        make_system(plan, *row, order=order)
    elsewhere = baker.make("measures.Plan", first_fiscal_year=2000, last_fiscal_year=2001)
    make_system(elsewhere, "ほかの計画のシステム", ["道路課"])
    return plan


def shown(response) -> list[str]:
    """The systems on the page, in their order."""
    return re.findall(r'<th scope="row"><a[^>]*>([^<]+)', response.content.decode())


def division_id(name: str) -> int:
    return Division.objects.get(name=name).pk


def test_the_page_lists_the_systems_of_the_plan_in_its_order(reader, inventory):
    response = reader.get(PAGE)
    assert shown(response) == [name for name, _, _ in ROWS]
    page = response.content.decode()
    assert "全4件中4件を表示しています。" in page
    (rows,) = tables_of(page)
    blank = [""] * 7
    assert rows[1] == ["税務システム", "課税課・納税課", "基幹系", *blank, "なし"]
    assert rows[4] == ["AI議事録システム", "", "なし", *blank, "なし"]


def test_the_page_says_as_of_when_it_holds_and_what_to_know(reader, inventory):
    notes = ["すべてのシステムではありません。", "<b>契約</b>は情報課が行います。"]
    baker.make("systems_inventory.InventoryNote", plan=inventory, as_of="令和4年12月", notes=notes)
    page = reader.get(PAGE).content.decode()
    assert "計画に載っている令和4年12月現在の一覧です。" in page
    assert "市が登録するまで、空欄のままにしています。" in page
    assert "<li>すべてのシステムではありません。</li>" in page
    assert "&lt;b&gt;契約&lt;/b&gt;は情報課が行います。" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("gis", ["ＧＩＳビューア"]),
        ("ＧＩＳ", ["ＧＩＳビューア"]),
        ("ﾋﾞｭｰｱ", ["ＧＩＳビューア"]),
        ("AI議事録", ["AI 議事録システム"]),
        ("ａｉ　議事録", ["AI 議事録システム"]),
        ("しすてむ 税務", ["税務システム"]),
        ("%", []),
        ("税_システム", []),
        ("", [name for name, _, _ in ROWS]),
    ],
)
def test_names_are_found_whatever_their_width_case_and_spaces(reader, inventory, query, found):
    assert shown(reader.get(PAGE, {"q": query})) == found


@pytest.mark.parametrize(
    ("category", "found"),
    [
        ("基幹系", ["税務システム"]),
        ("GIS", ["ＧＩＳビューア"]),
        ("none", ["窓口予約システム", "AI 議事録システム"]),
    ],
)
def test_systems_are_filtered_by_category_with_none_among_them(reader, inventory, category, found):
    response = reader.get(PAGE, {"category": category})
    assert shown(response) == found
    assert f"全4件中{len(found)}件を表示しています。" in response.content.decode()


def test_systems_are_filtered_by_any_of_their_divisions(reader, inventory):
    response = reader.get(PAGE, {"division": division_id("納税課")})
    assert shown(response) == ["税務システム", "ＧＩＳビューア"]


def test_only_divisions_of_this_inventory_can_be_chosen(reader, inventory):
    page = reader.get(PAGE).content.decode()
    choices = page.partition('name="division"')[2].partition("</select>")[0]
    options = re.findall(r'<option value="\d+">([^<]+)', choices)
    assert options == ["市民課", "課税課", "納税課"]


def test_a_division_that_cannot_be_chosen_is_an_error_and_hides_nothing(reader, inventory):
    response = reader.get(PAGE, {"division": division_id("道路課")})
    assert len(shown(response)) == 4
    assert "<title>エラー：情報システム一覧" in response.content.decode()


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", "3102"),
        ("-name", "2013"),
        ("division", "2013"),
        ("-division", "3102"),
        ("category", "0123"),
        ("-category", "2310"),
        ("divisions__name", "0123"),
        ("--name", "0123"),
    ],
)
def test_systems_sort_by_column_and_stay_in_the_plans_order_where_equal(
    reader, inventory, sort, order
):
    names = [ROWS[int(place)][0] for place in order]
    assert shown(reader.get(PAGE, {"sort": sort})) == names


def test_sorting_and_filters_keep_each_other(reader, inventory):
    page = reader.get(PAGE, {"category": "none", "sort": "name"}).content.decode()
    assert '<input type="hidden" name="sort" value="name">' in page
    assert 'href="?category=none&amp;sort=-name"' in page
    assert 'href="?category=none&amp;sort=name&amp;file=csv"' in page


def test_a_filter_without_result_says_what_comes_next(reader, inventory):
    page = reader.get(PAGE, {"q": "ない名前"}).content.decode()
    assert "条件に合うものはありません" in page
    assert "すべてを見る" in page


def test_without_a_plan_the_page_says_what_comes_next(reader):
    assert "計画を読み込むと" in reader.get(PAGE).content.decode()


def test_the_csv_holds_the_rows_of_the_page_as_text(reader, inventory):
    make_system(inventory, "=1+1システム", ["市民課"], order=9)
    response = reader.get(PAGE, {"file": "csv", "category": "none", "sort": "-division"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    rows = list(csv.reader(response.content.decode("utf-8-sig").splitlines()))
    assert [row[:3] for row in rows] == [
        ["業務システム名", "課名等", "区分"],
        ["AI 議事録システム", "", "なし"],
        ["窓口予約システム", "市民課", "なし"],
        ["'=1+1システム", "市民課", "なし"],
    ]
    assert rows[1][3:] == [*[""] * 7, "なし"]


def test_the_workbook_holds_the_rows_of_the_page(reader, inventory):
    response = reader.get(PAGE, {"file": "xlsx", "q": "システム", "sort": "name"})
    sheet = load_workbook(BytesIO(response.content)).active
    assert [row[:3] for row in list(sheet.values)[ABOVE:]] == [
        ("業務システム名", "課名等", "区分"),
        ("AI 議事録システム", None, "なし"),
        ("税務システム", "課税課・納税課", "基幹系"),
        ("窓口予約システム", "市民課", "なし"),
    ]


def test_no_file_is_made_of_filters_that_cannot_be_read(reader, inventory):
    assert reader.get(PAGE, {"file": "csv", "division": "0"}).status_code == 400


def test_letters_that_an_old_encoding_lacks_are_named_before_the_file_is_made(reader, inventory):
    assert reader.get(PAGE, {"file": "cp932"})["Content-Type"] == "text/csv; charset=Shift_JIS"
    InformationSystem.objects.filter(name=ROWS[0][0]).update(name="𠮷野〜システム")
    response = reader.get(PAGE, {"file": "cp932", "sort": "name"})
    page = response.content.decode()
    assert "書けない文字（2種類）" in page and "attachment" not in response.headers
    assert 'href="?file=cp932&amp;sort=name&amp;stand_ins=1"' in page
    assert 'href="?sort=name"' in page
    content = reader.get(PAGE, {"file": "cp932", "stand_ins": "1"}).content
    assert "〓野～システム" in content.decode("cp932")


@pytest.mark.parametrize(
    "path", [PAGE, f"{PAGE}?file=csv", f"{PAGE}?file=cp932", f"{PAGE}?file=xlsx"]
)
def test_who_has_no_place_in_the_city_hall_sees_nothing(client, stranger, path):
    assert client.get(path).status_code == 404


def fill(plan, count: int) -> None:
    for number in range(count):
        baker.make("organization.Division", name=f"課{number}", reading="", order=number)
        make_system(plan, f"システム{number}", [f"課{number}", "課0"][: 1 + bool(number)])


@pytest.mark.parametrize("count", [89, 890])
def test_the_page_needs_the_same_queries_however_many_systems_there_are(
    reader, plan, count, django_assert_num_queries
):
    fill(plan, count)
    # Session, user with roles and structure; plan, years; note, divisions to choose from; how many
    # there are, this page, and the divisions and the measures of its systems.
    with django_assert_num_queries(10):
        response = reader.get(PAGE, {"sort": "division"})
    assert len(shown(response)) == min(count, 100)


def test_a_long_list_has_pages_that_keep_the_filters(reader, plan):
    for number in range(101):
        make_system(plan, f"システム{number}")
    page = reader.get(PAGE, {"q": "システム", "page": "2"}).content.decode()
    assert "2 / 2 ページ" in page
    assert 'href="?q=%E3%82%B7%E3%82%B9%E3%83%86%E3%83%A0&amp;page=1"' in page


def test_the_search_key_follows_the_name_in_bulk_too(plan):
    InformationSystem.objects.bulk_create([InformationSystem(plan=plan, name="ＧＩＳ　台帳")])
    assert InformationSystem.objects.get().search_key == "gis台帳"


@pytest.fixture
def registered(inventory):
    """The inventory of which one system is filled in by the city."""
    system = InformationSystem.objects.get(name="税務システム")
    InformationSystem.objects.filter(pk=system.pk).update(
        vendor="見本情報",
        contract_from="2021-04-01",
        contract_to="2026-03-31",
        renewal_year=2026,
        network_zone="基幹系",
        hosting="クラウド",
        standard_state="移行作業中",
        cloud_state="着手前",
    )
    policy = baker.make("measures.Policy", plan=inventory, number=1)
    measure = baker.make(
        "measures.Measure",
        plan=inventory,
        direction=baker.make("measures.Direction", policy=policy, number=1),
        code="I-1-1",
        key="I-1-1",
        name="窓口の改善",
    )
    system.system_measures.create(measure=measure, source="第3章2")
    return system


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"zone": "基幹系"}, True),
        ({"zone": "none"}, False),
        ({"hosting": "クラウド"}, True),
        ({"standard": "移行作業中"}, True),
        ({"standard": "none"}, False),
        ({"cloud": "対象外"}, False),
        ({"contract": "2025"}, True),
        ({"contract": "2026"}, False),
        ({"contract": "none"}, False),
        ({"renewal": "2026"}, True),
        ({"renewal": "none"}, False),
        ({"measure": "I-1-1"}, True),
    ],
)
def test_systems_are_filtered_by_what_the_city_has_registered(reader, registered, query, is_found):
    names = shown(reader.get(PAGE, query))
    assert (registered.name in names) == is_found
    assert len(names) == (1 if is_found else 3 if "none" in query.values() else 0)


def test_the_list_says_what_another_page_asked_it_for(reader, registered):
    page = reader.get(PAGE, {"renewal": "2026", "measure": "I-1-1"}).content.decode()
    assert "更改の年度：R8、関係する施策：I-1-1のシステムです。" in page
    assert '<input type="hidden" name="renewal" value="2026"' in page
    (rows,) = tables_of(page)
    assert rows[1][3:] == [
        "見本情報", "令和8年3月31日", "R8", "基幹系", "クラウド", "移行作業中", "着手前", "I-1-1",
    ]  # fmt: skip


def test_a_year_that_is_none_is_an_error_and_hides_nothing(reader, registered):
    response = reader.get(PAGE, {"renewal": "いつか"})
    assert len(shown(response)) == 4 and "年度を読み取れません。" in response.content.decode()


@pytest.mark.parametrize("sort", ["contract", "-contract", "renewal", "-renewal"])
def test_what_is_not_registered_stands_behind(reader, registered, sort):
    assert shown(reader.get(PAGE, {"sort": sort}))[0] == registered.name
