"""The spelling by which names and codes are matched, never stored."""

from functools import lru_cache

from sakado_dx.letters import LetterTable, one_spelling, shows_nothing

DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
MIDDLE_DOTS = dict.fromkeys(map(ord, "、､，,"), "・")
MATCHED = LetterTable(lambda letter: "" if shows_nothing(letter) else letter, DASHES | MIDDLE_DOTS)


@lru_cache(maxsize=2_048)  # a row's own code is matched several times, a division's in many rows
def match_key(text: str) -> str:
    """Full and half width, letters copied from a PDF, spaces, dashes, and ・ or 、 make no difference; hyphens do.

    ``Ｉ－１ー`` keeps its long vowel mark: ー is a letter.
    """
    return one_spelling(text).translate(MATCHED)
