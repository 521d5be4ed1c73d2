import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from model_bakery import baker

from measures.models import ChronologyEvent, Direction, Measure, Policy
from tests.list_pages import file_cells, page_cells, tables_of

OVERVIEW = "/plan/"
CHRONOLOGY = "/chronology/"


def make_measure(direction: Direction, code: str, **fields) -> Measure:
    plan = direction.policy.plan
    return baker.make(
        "measures.Measure", plan=plan, direction=direction, key=code, code=code, **fields
    )


@pytest.fixture
def frame(plan):
    """A plan with two policies, two challenges, three bodies and slips in every place."""
    plan.review_every = 3
    plan.position = "総合計画を支える計画です。"
    plan.laws = ["官民データ活用推進基本法"]
    plan.frame_source = "計画 第2章2"
    plan.challenges = [
        {"number": 1, "name": "人手の不足", "policies": [2, 1]},
        {"number": 2, "name": "費用の増加", "policies": [9]},
    ]
    plan.bodies = [
        {
            "name": "最高責任者",
            "short_name": "CDO",
            "role": "責任者です。",
            "source": "計画 第4章1",
        },
        {"name": "推進員", "role": "各課の職員です。", "source": "計画 第4章1"},
    ]
    plan.other_readings = [{"place": "第4章2", "text": "PPLAN"}]
    plan.save()
    policies = [
        baker.make("measures.Policy", plan=plan, number=number, name=name, aim="ねらい")
        for number, name in ((1, "新しい技術"), (2, "手続のデジタル化"))
    ]
    directions = [
        baker.make("measures.Direction", policy=policies[0], number=number, name=name)
        for number, name in ((1, "業務の見直し"), (2, "AIの活用"))
    ]
    make_measure(directions[0], "I-1-1")
    make_measure(directions[0], "I-1-2", last_day="2020-03-31")
    make_measure(directions[1], "I-2-1")
    return plan


def page_of(client, path: str = OVERVIEW, **query) -> str:
    return re.sub(r"[ \n]+", " ", client.get(path, query).content.decode())


def test_overview_tells_period_review_place_and_laws(reader, frame):
    page = page_of(reader)
    assert "<dt>期間</dt><dd>令和5年度〜令和7年度（3年間）</dd>" in page
    assert "<dt>見直し</dt><dd>3年ごと</dd>" in page
    assert "総合計画を支える計画です。" in page
    assert "<li>官民データ活用推進基本法</li>" in page
    assert "出典：計画 第2章2" in page


def test_each_challenge_names_the_policies_that_answer_it(reader, frame):
    first, second = Policy.objects.order_by("number")
    page = page_of(reader)
    assert (
        f'人手の不足</th> <td data-label="応える基本方針"><a href="{second.get_absolute_url()}">'
        f'II 手続のデジタル化</a><br><a href="{first.get_absolute_url()}">I 新しい技術</a></td>'
    ) in page
    assert '費用の増加</th> <td data-label="応える基本方針">登録なし</td>' in page


def test_directions_come_with_the_number_of_measures_that_stand_today(reader, frame):
    page = page_of(reader)
    assert "<li>① 業務の見直し（1件）</li>" in page
    assert "<li>② AIの活用（1件）</li>" in page
    assert "個別施策は全部で2件あります。" in page


def test_a_plan_of_two_levels_shows_no_direction(reader, plan):
    plan.level_names = ["柱", "取組"]
    plan.save()
    policy = baker.make("measures.Policy", plan=plan, number=1, name="窓口")
    make_measure(baker.make("measures.Direction", policy=policy, number=1, name=""), "1-1")
    assert "<li>取組（1件）</li>" in page_of(reader)


def test_bodies_stand_in_words_beside_their_picture(reader, frame):
    page = page_of(reader)
    assert 'alt="推進体制の図。計画 第4章1：CDO、推進員。"' in page
    assert 'srcset="/plan/structure-narrow.svg"' in page
    assert "<dt>CDO</dt> <dd> <p>正式な名称：最高責任者</p> <p>責任者です。</p>" in page


@pytest.fixture
def slips(frame):
    """A slip on each level, and a measure whose divisions differ between matrix and detail."""
    reading = [{"place": "体系", "text": "別の書き方"}]
    Policy.objects.filter(number=1).update(other_readings=reading)
    Direction.objects.filter(number=2).update(other_readings=reading)
    measure = Measure.objects.get(code="I-1-1")
    Measure.objects.filter(pk=measure.pk).update(name="棚卸", other_readings=reading)
    for order, (name, in_detail) in enumerate((("情報課", True), ("各課", False))):
        division = baker.make("organization.Division", name=name, reading="")
        fields = {"in_detail": in_detail, "order": order}
        baker.make("measures.MeasureDivision", measure=measure, division=division, **fields)


def test_slips_of_every_level_are_shown_to_the_secretariat(secretary, slips):
    page = page_of(secretary)
    rows = re.findall(r'data-label="箇所">(.+?)</th> <td[^>]+>(.+?)</td>.*?<li>(.+?)<', page)
    assert rows == [
        ("計画全体", "計画の表記のまま", "PPLAN"),
        ("基本方針I", "新しい技術", "別の書き方"),
        ("I ②", "AIの活用", "別の書き方"),
        ("I-1-1", "棚卸", "別の書き方"),
        ("I-1-1の所管課", "情報課", "情報課・各課"),
    ]


def test_slips_are_no_business_of_others(reader, slips):
    page = page_of(reader)
    assert "PPLAN" not in page
    assert "表記の違い" not in page


def test_chronology_goes_by_year_and_month_with_both_eras_of_2019(reader, plan):
    for order, (year, month, event) in enumerate(
        [(2019, 5, "無線LAN"), (1997, 6, "庁内LAN"), (2019, 4, "研修"), (1997, 10, "<b>")]
    ):
        fields = {"year": year, "month": month, "event": event, "order": order}
        baker.make("measures.ChronologyEvent", plan=plan, **fields)
    page = page_of(reader, CHRONOLOGY)
    assert "全4件中4件を表示しています。" in page
    (rows,) = tables_of(page)
    assert rows[1:] == [
        ["平成9年（1997年）6月", "庁内LAN"],
        ["平成9年（1997年）10月", "<b>"],
        ["平成31年（2019年）4月", "研修"],
        ["令和元年（2019年）5月", "無線LAN"],
    ]
    (newest,) = tables_of(page_of(reader, CHRONOLOGY, sort="-when"))
    assert newest[1:] == rows[:0:-1]
    for query in ("", "sort=-when&q=LAN"):
        address = f"{CHRONOLOGY}?{query}"
        saved = file_cells(reader, address, "csv")
        assert saved == page_cells(reader, address, saved[0])
        assert len(saved) == (3 if query else 5)


def test_chronology_is_searched_whatever_the_width(reader, plan):
    for event in ("庁内ＬＡＮの運用", "研修"):
        baker.make("measures.ChronologyEvent", plan=plan, year=2019, month=1, event=event)
    page = page_of(reader, CHRONOLOGY, q="lan 運用")
    assert "全2件中1件を表示しています。" in page
    assert "研修" not in page
    assert "条件に合うものはありません" in page_of(reader, CHRONOLOGY, q="条例")


def test_library_counts_what_there_is(reader, plan):
    baker.make("glossary.Term", plan=plan, term="AI", _quantity=1)
    for name in ("税", "窓口"):
        baker.make("systems_inventory.InformationSystem", plan=plan, name=name)
    page = page_of(reader, "/library/")
    found = re.findall(r'<h2><a href="([^"]+)">[^<]+</a></h2> <p><strong>(.+?)</strong>', page)
    assert found == [
        ("/plan/", "令和5年度〜令和7年度"),
        ("/systems/", "2"),
        ("/chronology/", "0"),
        ("/glossary/", "1"),
    ]


@pytest.mark.parametrize("path", ["/library/", OVERVIEW, CHRONOLOGY])
def test_without_a_plan_the_page_says_what_comes_next(reader, path):
    assert "計画を読み込むと" in page_of(reader, path)


@pytest.mark.parametrize("path", ["/library/", OVERVIEW, CHRONOLOGY, "/plan/structure-wide.svg"])
def test_who_has_no_place_in_the_city_hall_sees_nothing(client, stranger, frame, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/help/", "/accessibility/"])
def test_help_is_there_for_those_who_cannot_sign_in(client, db, path):
    assert client.get(path).status_code == 200


def test_overview_needs_the_same_queries_however_many_measures_there_are(
    reader, frame, django_assert_num_queries
):
    policy = Policy.objects.get(number=2)
    for number in range(1, 21):
        direction = baker.make("measures.Direction", policy=policy, number=number, name="方向")
        for place in range(3):
            make_measure(direction, f"II-{number}-{place}")
    # Session, user with standing; plan, years; policies, directions with their counts.
    with django_assert_num_queries(6):
        page_of(reader)


def test_slips_need_three_queries_more(secretary, slips, django_assert_num_queries):
    # As above; measures twice, and divisions.
    with django_assert_num_queries(9):
        page_of(secretary)


@pytest.mark.parametrize("year", [2, 1899, 2201, 32767])
def test_event_of_a_year_without_an_era_is_refused_in_words(plan, year):
    event = ChronologyEvent(plan=plan, year=year, month=5, event="出来事")
    with pytest.raises(ValidationError, match="1900から2200までの西暦"):
        event.full_clean()
    with pytest.raises(IntegrityError):
        event.save()
