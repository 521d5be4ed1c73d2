import re
from html import unescape

import pytest
from model_bakery import baker

from glossary.models import Term, TermAlias
from tests.list_pages import file_cells, words

PAGE = "/glossary/"


def make_term(plan, term: str, reading: str = "", aliases: tuple[str, ...] = (), **fields):
    row = baker.make("glossary.Term", plan=plan, term=term, reading=reading, **fields)
    for alias in aliases:
        baker.make("glossary.TermAlias", term=row, alias=alias)
    return row


@pytest.fixture
def terms(plan):
    make_term(plan, "ポータルサイト", "ぽーたるさいと", ("portal site",))
    make_term(
        plan,
        "AI",
        "えーあい",
        ("人工知能", "Artificial Intelligence"),
        explanation="考える技術<です>。",
        source="計画 第5章1",
    )
    make_term(plan, "マイナンバー（個人番号）", "まいなんばー", ("個人番号",))
    make_term(plan, "アウトソーシング", "あうとそーしんぐ", ("外部委託",))
    elsewhere = baker.make("measures.Plan", first_fiscal_year=2000, last_fiscal_year=2001)
    make_term(elsewhere, "ほかの計画の用語", "ほか")
    return plan


def shown(response) -> list[str]:
    """The terms on the page, in their order."""
    return re.findall(r"<dt>([^<]+)", response.content.decode())


def test_terms_stand_by_row_and_each_has_its_place_on_the_page(reader, terms):
    page = reader.get(PAGE).content.decode()
    assert re.findall(r'<h2 id="row-\d+">([^<]+)</h2>', page) == [
        "あ行", "は行", "ま行", "英数字",
    ]  # fmt: skip
    assert re.findall(r'<a href="#row-\d+">([^<]+)</a>', page) == ["あ", "は", "ま", "英数字"]
    assert re.findall(r"<dt>([^<]+)", page) == [
        "アウトソーシング", "ポータルサイト", "マイナンバー（個人番号）", "AI",
    ]  # fmt: skip
    assert f'id="term-{Term.objects.get(term="AI").pk}"' in page
    assert "全4語を載せています。" in page


def test_an_entry_shows_reading_explanation_aliases_and_chapter(reader, terms):
    page = reader.get(PAGE).content.decode()
    entry = page.split("<dt>AI")[1].split("</div>")[0]
    assert '<span class="support">えーあい</span>' in entry
    assert "考える技術&lt;です&gt;。" in entry
    assert "別の表記：人工知能、Artificial Intelligence" in entry
    assert "出典：計画 第5章1" in entry


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ポータル", ["ポータルサイト"]),
        ("ﾎﾟｰﾀﾙ", ["ポータルサイト"]),
        ("ぽーたる", ["ポータルサイト"]),
        ("ＰＯＲＴＡＬ　ＳＩＴＥ", ["ポータルサイト"]),
        ("site portal", ["ポータルサイト"]),
        ("じんこう", []),
        ("人工知能", ["AI"]),
        ("ａｉ", ["AI"]),
        ("個人番号", ["マイナンバー（個人番号）"]),
        ("外部　委託", ["アウトソーシング"]),
        ("外部 知能", []),
        ("%", []),
        ("_", []),
        ("・", ["アウトソーシング", "ポータルサイト", "マイナンバー（個人番号）", "AI"]),
    ],
)
def test_search_finds_terms_by_name_reading_and_alias_in_any_width(reader, terms, query, found):
    assert shown(reader.get(PAGE, {"q": query})) == found


@pytest.mark.parametrize("query", ["", "q=個人番号", "q=AI"])
def test_file_holds_the_terms_of_the_page_in_its_order_and_words(reader, terms, query):
    page = reader.get(f"{PAGE}?{query}").content.decode()
    entries = re.findall(r'<div id="term-\d+">(.*?)</div>', page, re.DOTALL)
    entries = [words(unescape(re.sub("<[^>]+>", "", each))) for each in entries]
    for kind in ("csv", "xlsx"):
        headings, *rows = file_cells(reader, f"{PAGE}?{query}", kind)
        assert headings == ["用語", "よみ", "説明", "別の表記", "出典"]
        assert entries == [_entry(*cells) for cells in rows]


def _entry(term: str, reading: str, explanation: str, others: str, source: str) -> str:
    """As the page says it."""
    others = f"別の表記：{others}" if others else ""
    return "".join([term, reading, explanation, others, f"出典：{source}" if source else ""])


def test_search_says_how_many_of_how_many_it_found(reader, terms):
    assert "全4語のうち1語が見つかりました。" in reader.get(PAGE, {"q": "AI"}).content.decode()


def test_search_without_result_says_what_comes_next(reader, terms):
    page = reader.get(PAGE, {"q": "ない言葉"}).content.decode()
    assert "見つかりませんでした" in page
    assert "すべての用語を見る" in page
    assert 'value="ない言葉"' in page


def test_a_query_that_cannot_be_read_is_an_error_and_hides_nothing(reader, terms):
    response = reader.get(PAGE, {"q": "あ" * 101})
    assert response.status_code == 200
    assert len(shown(response)) == 4
    assert "<title>エラー：用語集" in response.content.decode()


def test_without_a_plan_the_page_says_what_comes_next(reader):
    assert "計画を読み込むと" in reader.get(PAGE).content.decode()


def test_who_has_no_place_in_the_city_hall_sees_nothing(client, stranger, terms):
    assert client.get(PAGE).status_code == 404


def test_keys_follow_when_terms_are_renamed_or_made_in_bulk(plan):
    term = make_term(plan, "ＲＰＡ", "あーるぴーえー")
    assert term.search_key == "rpa\nあーるぴーえー"
    term.term = "BPR"
    term.save()
    assert Term.objects.get(pk=term.pk).search_key == "bpr\nあーるぴーえー"
    TermAlias.objects.bulk_create([TermAlias(term=term, alias="業務　改革")])
    assert TermAlias.objects.get().search_key == "業務改革"


@pytest.mark.parametrize("count", [37, 370])
def test_the_page_needs_the_same_queries_however_many_terms_there_are(
    reader, plan, count, django_assert_num_queries
):
    for number in range(count):
        make_term(plan, f"用語{number}", "ようご", (f"別名{number}",))
    with django_assert_num_queries(QUERIES):
        reader.get(PAGE)


# Session, user, roles, divisions and their successors; plan, years; terms and aliases.
QUERIES = 6
