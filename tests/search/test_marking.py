"""Where the found words stand in a text: what is marked, what is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakado_dx.search.marking import LONGEST, WINDOW, excerpt, marked
from sakado_dx.search_keys import search_key, search_words


def told(parts) -> str:
    return "".join(f"[{part.text}]" if part.is_found else part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("ＲＰＡで集計した。", "rpa", "[ＲＰＡ]で集計した。"),
        ("ｵﾝﾗｲﾝ申請", "おんらいん", "[ｵﾝﾗｲﾝ]申請"),
        ("マイナ・ポータル", "マイナポータル", "[マイナ・ポータル]"),
        ("ｶﾞｲﾄﾞ", "ガイド", "[ｶﾞｲﾄﾞ]"),
        ("か゛いど", "ガイド", "[か゛いど]"),
        ("⼾籍の窓口", "戸籍", "[⼾籍]の窓口"),
        ("㍿の案内", "株式会社", "[㍿]の案内"),
        ("センタ—の案内", "センター", "[センタ—]の案内"),
        ("窓口と窓口", "窓口", "[窓口]と[窓口]"),
        ("書かない窓口", "書かない 窓口", "[書かない窓口]"),
        ("何もない", "窓口", "何もない"),
        ("", "窓口", ""),
    ],
)
def test_found_words_are_marked_as_they_are_written(text, query, shown):
    assert told(marked(text, search_words(query))) == shown


def test_excerpt_stands_around_the_first_word():
    text = "前" * 100 + "窓口" + "後" * 200
    assert told(excerpt(text, ["窓口"])) == "…" + "前" * 40 + "[窓口]" + "後" * 98 + "…"
    assert told(excerpt("窓口の様式", ["窓口"])) == "[窓口]の様式"
    assert told(excerpt("様" * 200, ["窓口"])) == "様" * LONGEST + "…"


def test_excerpt_of_a_very_long_text_is_found_where_it_is():
    text = "前" * (3 * WINDOW) + "窓口" + "後" * WINDOW
    assert "[窓口]" in told(excerpt(text, ["窓口"]))


@given(st.text(max_size=60), st.text(min_size=1, max_size=5))
def test_parts_are_the_text_whatever_is_looked_for(text, query):
    words = search_words(query)
    assert "".join(part.text for part in marked(text, words)) == text
    assert "".join(part.text for part in excerpt(text, words)) == text
    for part in marked(text, words):
        assert not part.is_found or any(word[0] in search_key(part.text) for word in words)
