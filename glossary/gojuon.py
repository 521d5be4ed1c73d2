"""五十音: the row under which a term stands, and the order within it.

The order comes from the reading alone, never from a database's collation.
"""

import unicodedata

from sakado_dx.search_keys import search_key

KANA_ROWS = {
    "あ": "あいうえお",
    "か": "かきくけこ",
    "さ": "さしすせそ",
    "た": "たちつてと",
    "な": "なにぬねの",
    "は": "はひふへほ",
    "ま": "まみむめも",
    "や": "やゆよ",
    "ら": "らりるれろ",
    "わ": "わゐゑをん",
}
LATIN_ROW = "英数字"
OTHER_ROW = "その他"
ROWS = (*KANA_ROWS, LATIN_ROW, OTHER_ROW)

SMALL_TO_LARGE = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")


def row_of(term: str, reading: str) -> str:
    """One of `ROWS`: a term in Latin letters or digits by itself, any other by its reading."""
    written = search_key(term)[:1]
    if written.isascii() and written.isalnum():
        return LATIN_ROW
    first = _plain(reading or term)[:1]
    for row, kana in KANA_ROWS.items():
        if first and first in kana:
            return row
    return OTHER_ROW


def sort_key(term: str, reading: str) -> tuple[int, str, str]:
    """Row by row; within a row by plain kana, then by marks (か before が), Latin by letters."""
    row = row_of(term, reading)
    text = term if row == LATIN_ROW else reading or term
    return ROWS.index(row), _plain(text), search_key(text)


def _plain(text: str) -> str:
    """The text's search key in large kana without voicing marks and ー."""
    parts = unicodedata.normalize("NFD", search_key(text)).translate(SMALL_TO_LARGE)
    return "".join(char for char in parts if not unicodedata.combining(char) and char != "ー")
