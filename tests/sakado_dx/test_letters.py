"""Letters copied from a PDF, a phone or another keyboard find the names that they mean."""

import unicodedata

import pytest

from sakado_dx.letters import RADICALS, one_spelling
from sakado_dx.search_keys import search_key
from sakado_dx.spreadsheets.keys import match_key


@pytest.mark.parametrize(
    ("copied", "meant"),
    [
        ("⾏政課", "行政課"),
        ("⻑寿課", "長寿課"),
        ("市⺠課", "市民課"),
        ("⻄部", "西部"),
        ("⿊⽥", "黒田"),
        ("⼾籍と⾭⾊", "戸籍と青色"),
        ("1〜3年", "1～3年"),
        ("データセンタ―", "データセンター"),
        ("データセンタ—", "データセンター"),
        ("葛\U000e0100城", "葛城"),
        ("𠮷野﨑の髙橋", "吉野崎の高橋"),
    ],
)
def test_copied_letters_find_the_name(copied, meant):
    assert search_key(copied) == search_key(meant)
    assert match_key(copied) == match_key(meant)


def test_dash_that_is_no_long_vowel_stays_a_dash():
    assert one_spelling("Ⅰ―1") == "I―1"
    assert match_key("I―1") == match_key("I-1")


def test_every_radical_is_turned_into_a_plain_letter():
    assert len(RADICALS) > 90
    assert all(unicodedata.name(chr(code)).startswith("CJK RADICAL") for code in RADICALS)
    assert not any(unicodedata.name(each).startswith("CJK RADICAL") for each in RADICALS.values())
    plain = [chr(code) for code in range(0x2F00, 0x2FD6)]  # 康熙部首
    assert not any("RADICAL" in unicodedata.name(one_spelling(each)) for each in plain)
