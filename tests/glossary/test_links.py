import html
import re
from dataclasses import replace

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from model_bakery import baker

from glossary.links import LATIN, SMALL, TermIndex, _index, link_terms, spellings_in, term_index
from glossary.models import Term

SPELLINGS = {
    "AI": "#ai",
    "人工知能": "#ai",
    "IT": "#ict",
    "OCR": "#ocr",
    "AI-OCR": "#ocr",
    "Open Data": "#open-data",
    "オープンデータ": "#open-data",
    "ポータルサイト": "#portal",
    "クラウド": "#cloud",
    "クラウドサービス": "#cloud",
    "マイナンバー": "#number",
    "マイナンバーカード": "#card",
    "R&D": "#rd",
    "5G": "#5g",
}
INDEX = _index(SPELLINGS)


def linked(text: str) -> list[str]:
    """What the links of a text say and where they lead."""
    return re.findall(r'href="([^"]+)">([^<]+)<', link_terms(text, INDEX))


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("AIを使う。AIとは人工知能です。", [("#ai", "AI")]),
        ("人工知能（AI）", [("#ai", "人工知能")]),
        ("AI-OCRとAI", [("#ocr", "AI-OCR"), ("#ai", "AI")]),
        ("ＡＩ－ＯＣＲ", [("#ocr", "ＡＩ－ＯＣＲ")]),
        ("マイナンバーカードとマイナンバー", [("#card", "マイナンバーカード"), ("#number", "マイナンバー")]),
        ("BIT、ITEM、MAIL、it", []),
        ("ITツールと庁内IT", [("#ict", "IT")]),
        ("open data", [("#open-data", "open data")]),
        ("クラウドファンディング", []),
        ("パブリッククラウド", []),
        ("クラウドサービスを使うクラウド", [("#cloud", "クラウドサービス")]),
        ("オープンデータポータルサイト", [("#open-data", "オープンデータ"), ("#portal", "ポータルサイト")]),
        ("R&D部門", [("#rd", "R&amp;D")]),
        ("", []),
    ],
)  # fmt: skip
def test_each_term_is_linked_at_its_first_place(text, links):
    assert linked(text) == links


def test_tags_in_a_text_are_shown_and_not_obeyed():
    assert link_terms('<b title="x">AI</b>', INDEX) == (
        '&lt;b title=&quot;x&quot;&gt;<a class="term-link" href="#ai">AI</a>&lt;/b&gt;'
    )


def test_circled_digits_are_left_alone():
    assert link_terms("⑤G", INDEX) == "⑤G"


def test_without_terms_a_text_is_only_escaped():
    assert link_terms("AI<", TermIndex()) == "AI&lt;"


text_with_terms = st.lists(
    st.one_of(st.text(max_size=5), st.sampled_from([*SPELLINGS, "<a>", "&", "ー", "ｱ"]))
).map("".join)


@given(text_with_terms)
def test_links_change_nothing_but_add_links(text):
    result = link_terms(text, INDEX)
    shown = re.sub(r'<a class="term-link" href="[^"<>]+">|</a>', "", result)
    assert html.unescape(shown) == text
    assert re.findall("[<>]", shown) == []


@given(text_with_terms)
def test_no_term_is_linked_twice(text):
    urls = [url for url, _ in linked(text)]
    assert len(urls) == len(set(urls))


def pattern_of(spellings: dict[str, str]) -> re.Pattern[str]:
    """The same terms as one alternation, the longest first: plain, and slow with many terms."""
    latin = "".join(sorted(LATIN))

    def part(text: str) -> str:
        before = f"(?<![{latin}])" if text[0] in LATIN else ""
        after = f"(?![{latin}])" if text[-1] in LATIN else ""
        body = re.escape(text)
        return f"({before}{body if text.upper() == text else f'(?i:{body})'}{after})"

    return re.compile("|".join(map(part, sorted(spellings, key=len, reverse=True))))


PATTERN = pattern_of(SPELLINGS)


@given(text_with_terms)
def test_at_each_place_stands_what_an_alternation_finds_there(text):
    small = text.translate(SMALL)
    for start in range(len(text)):
        match, found = PATTERN.match(text, start), INDEX.at(text, small, start)
        assert (found and found.text.lower()) == (match and match.group().lower())


class Counted(dict):
    """Spellings that know how often they were asked for."""

    asked = 0

    def get(self, *args):
        self.asked += 1
        return super().get(*args)


@pytest.mark.parametrize("number", [1, 100, 10_000])
def test_a_scan_asks_no_more_often_the_more_terms_there_are(number):
    terms = _index({f"用語{each:05}": f"#{each}" for each in range(number)})
    counted = replace(terms, spellings=Counted(terms.spellings))
    text = "用語00000と用紙、用語00009999。" * 10
    assert spellings_in(text, counted)[0] == ("用語00000", "#0")
    assert counted.spellings.asked == 30


def test_index_is_kept_and_follows_what_another_process_changes(plan):
    baker.make("glossary.Term", plan=plan, term="ＲＰＡ")
    terms = term_index(plan)
    assert term_index(plan) is terms
    Term.objects.filter(term="ＲＰＡ").update(term="RPA技術")  # as if by another: nobody is told
    assert [text for text, _ in spellings_in("RPAとRPA技術", term_index(plan))] == ["RPA技術"]


def test_index_knows_terms_of_one_plan_by_all_spellings(plan, django_assert_num_queries):
    term = baker.make("glossary.Term", plan=plan, term="マイナンバー（個人番号）")
    baker.make("glossary.TermAlias", term=term, alias="個人番号")
    elsewhere = baker.make("measures.Plan", first_fiscal_year=2000, last_fiscal_year=2001)
    baker.make("glossary.Term", plan=elsewhere, term="DX")
    with django_assert_num_queries(1):
        terms = term_index(plan)
    url = f"/glossary/#term-{term.pk}"
    assert link_terms("個人番号とDX", terms) == (
        f'<a class="term-link" href="{url}">個人番号</a>とDX'
    )
    assert link_terms("マイナンバー（個人番号）", terms) == (
        f'<a class="term-link" href="{url}">マイナンバー（個人番号）</a>'
    )


def test_a_spelling_of_two_terms_is_the_first_ones(plan):
    first = baker.make("glossary.Term", plan=plan, term="ICT", order=1)
    baker.make("glossary.Term", plan=plan, term="IT", order=2)
    baker.make("glossary.TermAlias", term=first, alias="IT")
    assert f"#term-{first.pk}" in link_terms("IT", term_index(plan))


def test_no_plan_has_no_terms():
    assert term_index(None) == TermIndex()


def test_pages_link_terms_before_they_break_lines():
    template = Template("{% load glossary_links %}{{ text|link_terms:terms|linebreaksbr }}")
    page = template.render(Context({"text": "AI\n<i>", "terms": INDEX}))
    assert page == '<a class="term-link" href="#ai">AI</a><br>&lt;i&gt;'


@pytest.mark.parametrize("text", [None, ""])
def test_a_page_without_text_or_terms_shows_nothing(text):
    template = Template("{% load glossary_links %}[{{ text|link_terms:terms }}]")
    assert template.render(Context({"text": text, "terms": None})) == "[]"
