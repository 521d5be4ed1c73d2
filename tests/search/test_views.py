"""The page of the search: what is answered to which words, and in how many lines."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_bakery import baker

from glossary.models import Term
from sakado_dx.search import finding, pages
from sakado_dx.search.pages import OF_EACH_KIND, PER_PAGE
from sakado_dx.search.writing import rebuild

STATEMENTS = 11


def make_terms(plan, *names: str, explanation: str = "") -> None:
    Term.objects.bulk_create(Term(plan=plan, term=each, explanation=explanation) for each in names)
    rebuild()


def titles(response) -> list[str]:
    return [
        "".join(part.text for part in line.title)
        for group in response.context["results"].groups
        for line in group.lines
    ]


def found(client, query: str, **more) -> list[str]:
    return titles(client.get("/search/", {"q": query} | more))


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("ＲＰＡ", "rpa"),
        ("マイナポータル", "まいなぽーたる"),
        ("まいなんばー", "ﾏｲﾅﾝﾊﾞｰ"),
        ("⼾籍", "戸籍"),
        ("戸籍", "⼾籍"),
        ("⻑期計画", "長期"),
        ("髙齢者", "高齢"),
        ("オープン・データ", "オープンデータ"),
        ("100%達成", "0%達"),
        ("a_b", "A_B"),
        (r"C:\work", r"c:\w"),
        ("絵文字🎉の日", "字🎉"),
        ("住基", "住基"),
    ],
)
def test_words_are_found_however_they_are_written(reader, plan, name, query):
    make_terms(plan, name, "ほかの用語")
    assert found(reader, query) == [name]


def test_wildcards_of_the_database_stand_for_themselves(reader, plan):
    make_terms(plan, "百分率", "a-b", "axb")
    for query in ("百_率", "%%", "__", "a_b", r"\\", "百%率"):
        assert found(reader, query) == [], query


def test_all_words_must_occur_in_any_order_in_any_part(reader, plan):
    make_terms(plan, "窓口", "様式", explanation="様式を\n減らすこと")
    assert found(reader, "窓口　減らす") == found(reader, "減らす 窓口") == ["窓口"]
    assert found(reader, "様式を減らす") == ["窓口", "様式"]
    assert found(reader, "窓口 予算") == []


def test_what_is_named_so_comes_first(reader, plan):
    make_terms(plan, "基盤", explanation="住民の情報を持つ。")
    make_terms(plan, "住民の参加")
    assert found(reader, "住民") == ["住民の参加", "基盤"]


def test_found_words_are_marked_and_texts_escaped(reader, plan):
    make_terms(plan, "<b>窓口</b>", explanation="窓口の<script>alert(1)</script>")
    page = reader.get("/search/", {"q": "窓口"}).content.decode()
    assert "&lt;b&gt;<mark>窓口</mark>&lt;/b&gt;" in page
    assert "<mark>窓口</mark>の&lt;script&gt;" in page
    page = reader.get("/search/", {"q": "<i>x</i>"}).content.decode()
    assert "<i>x</i>" not in page and "&lt;i&gt;x&lt;/i&gt;" in page


def test_kinds_are_counted_shown_in_part_and_paged(reader, plan):
    make_terms(plan, *(f"窓口{number:02}" for number in range(PER_PAGE + 5)))
    baker.make("systems_inventory.InformationSystem", plan=plan, name="窓口システム")
    rebuild()
    results = reader.get("/search/", {"q": "窓口"}).context["results"]
    assert [(each.label, each.number, len(each.lines)) for each in results.groups] == [
        ("情報システム", 1, 1), ("用語", PER_PAGE + 5, OF_EACH_KIND),
    ]  # fmt: skip
    more = next(each.more_url for each in results.groups if each.more_url)
    assert more == "?q=%E7%AA%93%E5%8F%A3&kind=term"
    assert len(titles(reader.get(f"/search/{more}"))) == PER_PAGE
    last = reader.get(f"/search/{more}&page=2")
    assert titles(last) == [f"窓口{number:02}" for number in range(PER_PAGE, PER_PAGE + 5)]
    assert "2 / 2 ページ" in last.content.decode()


def test_of_many_years_the_newest_are_offered_and_the_way_to_all_others():
    found = [finding.Found(year, "report", year, year) for year in range(2006, 2026)]

    def offered(year: str = "", years: str = "") -> list[tuple]:
        choices = pages._years(pages._Asked("窓口", "", year, years), found)
        return [(each.label, each.number, each.is_current) for each in choices]

    newest = [(f"R{number}", 1, False) for number in range(7, 1, -1)]
    first, others = ("すべて", 20, True), "ほかの年度を選ぶ"
    assert offered() == [first, *newest, (others, 14, False)]
    own = ("H22", 1, True)
    assert offered("2010") == [("すべて", 20, False), *newest, own, (others, 13, False)]
    *_, more = pages._years(pages._Asked("窓口", "report", ""), found)
    assert more.url == "?q=%E7%AA%93%E5%8F%A3&kind=report&years=all"
    whole = offered(years="years=all")
    assert len(whole) == 21 and others not in [label for label, *_ in whole]


@pytest.mark.parametrize("junk", ["&kind=x", "&fiscal_year=x", "&fiscal_year=99999"])
def test_made_up_choices_find_nothing_and_lead_back(reader, plan, junk):
    make_terms(plan, "窓口")
    answer = reader.get(f"/search/?q=窓口{junk}")
    assert (answer.status_code, titles(answer)) == (200, [])
    assert "見つかりませんでした。" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "さがす言葉を入力してください。"),
        ("　", "さがす言葉を入力してください。"),
        ("窓", "「窓」ではさがせません。記号を除いて2文字以上の言葉を入力してください。"),
        ("・・・", "「・・・」ではさがせません。"),
        ("窓" * 400, "さがす言葉は100文字までです（今は400文字）。短くしてください。"),
    ],
)
def test_words_that_cannot_be_searched_for_are_answered_in_words(reader, plan, query, sentence):
    answer = reader.get("/search/", {"q": query})
    assert answer.status_code == 200 and "results" not in answer.context
    assert sentence in answer.content.decode()


def test_too_much_is_said_and_bounded(reader, plan, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    monkeypatch.setattr("sakado_dx.search.pages.MOST", 3)
    make_terms(plan, *(f"窓口{number}" for number in range(5)))
    answer = reader.get("/search/", {"q": "窓口"})
    assert len(titles(answer)) == 3
    assert "言葉を加えてください" in answer.content.decode()


def test_box_is_in_the_header_for_staff_alone(reader, client, plan):
    box = re.compile(r'<form class="site-search" method="get" action="/search/" role="search"')
    assert box.search(reader.get("/library/").content.decode())
    assert reader.post("/search/", {"q": "窓口"}).status_code == 405
    client.logout()
    assert not box.search(client.get("/help/").content.decode())


def test_box_is_not_there_for_who_has_no_place(client, stranger):
    assert 'class="site-search"' not in client.get("/help/").content.decode()


@pytest.mark.one_database  # as many statements on both
@pytest.mark.parametrize("number", [1, 30])
def test_page_takes_the_same_statements_at_any_size(reader, plan, number):
    make_terms(plan, *(f"窓口{each}" for each in range(number)))
    reader.get("/search/", {"q": "窓口"})
    with CaptureQueriesContext(connection) as statements:
        assert len(found(reader, "窓口")) == min(number, OF_EACH_KIND)
    assert len(statements) <= STATEMENTS


ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("%_\\\x00'\";-\u3000\u200b🎉ｶﾞ゛⼾"),
    ),
    max_size=130,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(query=ODD, kind=st.sampled_from(["", "term", "x\x00"]))
def test_no_query_is_a_fault(reader, plan, query, kind):
    data = {"q": query.encode(errors="surrogatepass"), "kind": kind}
    is_refused = "\0" in query + kind
    assert reader.get("/search/", data).status_code == (400 if is_refused else 200)
