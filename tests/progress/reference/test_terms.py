"""用語の点検: terms used nowhere, abbreviations without a term."""

import pytest
from model_bakery import baker

from glossary.links import _index, abbreviations_in
from progress.models import ReviewYear
from progress.reference.term_pages import abbreviations_of, uses_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RPAとLGWANを使う", {"RPA", "LGWAN"}),
        ("ＬＧＷＡＮ系", {"LGWAN"}),
        ("AI-OCRとAI", set()),
        ("OCRとAIOCR", {"AIOCR"}),
        ("IoTとeLTAX、Web、Twitter", {"IoT", "eLTAX"}),
        ("施策IV-1-2、VII章、R5年度", set()),
        ("QRコード", {"QR"}),
        ("", set()),
    ],
)
def test_abbreviations_are_those_that_no_term_spells(text, found):
    assert abbreviations_in(text, _index({"AI": "#ai", "OCR": "#ocr"})) == found


@pytest.fixture
def glossary(world):
    """Three terms, of which the plan uses one and a report another."""
    names = ("人工知能", "窓口", "未使用語")
    terms = [
        baker.make("glossary.Term", plan=world.plan, term=name, order=order)
        for order, name in enumerate(names)
    ]
    baker.make("glossary.TermAlias", term=terms[0], alias="AI")
    type(world.measure).objects.filter(pk=world.measure.pk).update(summary="AIとPDCAによる。")
    baker.make("systems_inventory.InformationSystem", plan=world.plan, name="LGWAN接続")
    world.bring_to("draft")
    return world.plan


def test_terms_are_counted_by_the_texts_that_hold_them(world, glossary):
    uses = {each.term.term: each.use for each in uses_of(glossary)}
    assert uses["人工知能"].parts == {"計画": 1}
    assert uses["人工知能"].first.place == "I-1-1"
    assert uses["窓口"].parts["報告"] == 1
    assert uses["未使用語"].total == 0 and uses["未使用語"].first is None


def test_abbreviations_are_told_with_their_first_place(world, glossary):
    found = {each.name: each.use.first.place for each in abbreviations_of(glossary)}
    assert found == {"PDCA": "I-1-1", "LGWAN": "情報システム LGWAN接続"}


def test_the_page_shows_at_first_what_is_used_nowhere(world, glossary, client):
    client.force_login(world.people["secretariat"])
    page = client.get("/glossary/use/").content.decode()
    assert "全3件中1件を表示しています。" in page and "未使用語" in page and "人工知能" not in page
    assert "人工知能" in client.get("/glossary/use/?use=").content.decode()
    assert "PDCA" in client.get("/glossary/abbreviations/").content.decode()


def test_only_the_secretariat_is_led_there(world, glossary, client):
    for role, is_led in (("secretariat", True), ("reporter", False)):
        client.force_login(world.people[role])
        assert ("/glossary/use/" in client.get("/glossary/").content.decode()) == is_led


@pytest.mark.parametrize("count", [1, 50])
def test_the_pages_ask_the_same_whatever_the_number_of_terms(
    world, glossary, client, django_assert_max_num_queries, count
):
    for number in range(count):
        baker.make("glossary.Term", plan=glossary, term=f"語{number}")
    client.force_login(world.people["secretariat"])
    client.get("/help/")
    for address in ("/glossary/use/?use=", "/glossary/abbreviations/"):
        with django_assert_max_num_queries(14):
            assert client.get(address).status_code == 200


def test_reports_of_years_long_ago_are_looked_through_where_that_is_asked_for(
    world, glossary, client
):
    glossary.first_fiscal_year = 2010
    glossary.save()
    report = world.fresh()
    report.pk, report.done = None, "未使用語とXYZを使った。"
    report.year = ReviewYear.objects.create(
        plan=glossary, fiscal_year=2012, report_due=report.year.report_due
    )
    report.save(force_insert=True)
    client.force_login(world.people["secretariat"])
    for address, word in (("/glossary/use/?use=", "H24"), ("/glossary/abbreviations/", "XYZ")):
        page = client.get(address).content.decode()
        assert "報告は、平成30年度（H30）以後の年度の文章を調べています。" in page
        assert word not in page.partition("<main")[2]
        whole = client.get(address, {"use": "", "years": "all"}).content.decode()
        assert word in whole.partition("<main")[2] and "以後の年度の文章" not in whole
