import pytest

from glossary.gojuon import ROWS, row_of, sort_key


@pytest.mark.parametrize(
    ("term", "reading", "row"),
    [
        ("アウトソーシング", "あうとそーしんぐ", "あ"),
        ("ガバメントクラウド", "がばめんとくらうど", "か"),
        ("情報セキュリティ", "じょうほうせきゅりてぃ", "さ"),
        ("ポータルサイト", "ぽーたるさいと", "は"),
        ("ヴェール", "ゔぇーる", "あ"),
        ("ヲコト点", "をことてん", "わ"),
        ("AI", "えーあい", "英数字"),
        ("５Ｇ（第5世代移動通信システム）", "ふぁいぶじー", "英数字"),
        ("クラウド", "", "か"),
        ("政府共通ネットワーク", "", "その他"),
        ("※", "", "その他"),
    ],
)
def test_a_term_stands_in_the_row_of_its_reading(term, reading, row):
    assert row_of(term, reading) == row


def test_rows_go_from_a_to_wa_then_latin_then_what_has_no_reading():
    assert ROWS == ("あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ", "英数字", "その他")


def test_terms_sort_by_plain_kana_first_and_by_marks_last():
    readings = ["かんじ", "がん", "からー", "カード", "かあど", "きょう", "きよい"]
    assert sorted(readings, key=lambda reading: sort_key("漢", reading)) == [
        "かあど", "カード", "からー", "がん", "かんじ", "きよい", "きょう",
    ]  # fmt: skip


def test_terms_in_latin_letters_sort_by_letters_whatever_their_case_and_width():
    terms = [
        ("RPA", "あーるぴーえー"),
        ("ＩｏＴ", "あいおーてぃー"),
        ("AI", "えーあい"),
        ("5G", ""),
    ]
    assert [term for term, _ in sorted(terms, key=lambda pair: sort_key(*pair))] == [
        "5G", "AI", "ＩｏＴ", "RPA",
    ]  # fmt: skip
