import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakado_dx.search_keys import search_key, search_words


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("RPA", "rpa"),
        ("ＲＰＡ　技術", "rpa技術"),
        ("ﾏｲﾅﾎﾟｰﾀﾙ", "まいなぽーたる"),
        ("マイナポータル", "まいなぽーたる"),
        ("まいなぽーたる", "まいなぽーたる"),
        ("デジタル・トランスフォーメーション（DX）", "でじたるとらんすふぉーめーしょん(dx)"),
        ("AI－OCR", "aiocr"),
        ("AI‐OCR", "aiocr"),
        ("第５世代", "第5世代"),
        ("改\x00行\n", "改行"),
        ("か-\u3099", "が"),
        ("・、 　", ""),
    ],
)
def test_ways_of_typing_a_name_share_one_key(typed, key):
    assert search_key(typed) == key


def test_words_are_parted_at_spaces_of_any_width_and_empty_ones_left_out():
    assert search_words(" ＡＩ　・ ｼｽﾃﾑ\t") == ["ai", "しすてむ"]


@given(st.text())
def test_the_key_of_a_key_is_the_key(text):
    assert search_key(search_key(text)) == search_key(text)
