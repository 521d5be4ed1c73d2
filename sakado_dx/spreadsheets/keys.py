"""The spelling by which names and codes are matched, never stored."""

import unicodedata
from functools import lru_cache

from sakado_dx.letters import one_spelling

DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
MIDDLE_DOTS = str.maketrans({"、": "・", "､": "・", "，": "・", ",": "・"})


@lru_cache(maxsize=2_048)  # a row's own code is matched several times, a division's in many rows
def match_key(text: str) -> str:
    """Full and half width, letters copied from a PDF, spaces, dashes, and ・ or 、 make no difference; hyphens do.

    ``Ｉ－１ー`` keeps its long vowel mark: ー is a letter.
    """
    folded = one_spelling(text).translate(DASHES).translate(MIDDLE_DOTS)
    return "".join(char for char in folded if unicodedata.category(char)[0] not in "ZC")
