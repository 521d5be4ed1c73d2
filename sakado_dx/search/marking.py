"""Where the words of a query stand in a text, letter by letter of the text as it is shown.

Searches compare keys (`search_keys`), in which letters are folded, joined and left out; so a text
is cut into the smallest pieces that have keys of their own, and a word is where its pieces are.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sakado_dx.search_keys import search_key

# A letter with what joins it: voicing marks, variants, and the dashes that may be its long vowel.
PIECE = re.compile(
    "(?s).[\u0300-\u036f\u3099-\u309c\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef\u2014\u2015]*"
)
BEFORE, LONGEST = 40, 140  # letters of an excerpt, and of it before the first word
WINDOW, STEP = 2_000, 1_800  # what of a very long text is looked at in one go


class Part(NamedTuple):
    """A stretch of text, found or not."""

    text: str
    is_found: bool


def marked(text: str, words: Sequence[str]) -> list[Part]:
    """The whole text, with what the words (search keys) found."""
    return list(_parts(text, _spans(text, words)))


def excerpt(text: str, words: Sequence[str]) -> list[Part]:
    """What stands around the first word that is found, else the text's beginning."""
    for start in range(0, max(len(text), 1), STEP):
        window = text[start : start + WINDOW]
        if spans := _spans(window, words):
            first = start + spans[0][0]
            return _cut(text, words, max(first - BEFORE, 0))
    return _cut(text, (), 0)


def _cut(text: str, words: Sequence[str], start: int) -> list[Part]:
    end = start + LONGEST
    before, after = "…" * (start > 0), "…" * (end < len(text))
    parts = marked(text[start:end], words)
    return [each for each in (Part(before, False), *parts, Part(after, False)) if each.text]


def _parts(text: str, spans: list[tuple[int, int]]) -> Iterator[Part]:
    done = 0
    for start, end in spans:
        if start > done:
            yield Part(text[done:start], False)
        yield Part(text[start:end], True)
        done = end
    if done < len(text):
        yield Part(text[done:], False)


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """The stretches that are found, in order, those that meet taken together."""
    owners: list[tuple[int, int]] = []
    keys = []
    for piece in PIECE.finditer(text):
        key = _key_of(piece[0])
        keys.append(key)
        owners += [piece.span()] * len(key)
    whole = "".join(keys)
    found = sorted(
        (owners[place][0], owners[place + len(word) - 1][1])
        for word in words
        for place in _places(whole, word)
    )
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    return joined


def _places(whole: str, word: str) -> Iterator[int]:
    place = whole.find(word)
    while word and place >= 0:
        yield place
        place = whole.find(word, place + len(word))


@lru_cache(maxsize=20_000)
def _key_of(piece: str) -> str:
    return search_key(piece)
