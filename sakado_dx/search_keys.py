"""What a search compares: one spelling for all the ways of typing a name.

Full and half width, case, spaces, katakana and hiragana, middle dots and hyphens make no
difference: ＲＰＡ finds RPA, ﾏｲﾅﾎﾟｰﾀﾙ and まいなぽーたる find マイナポータル. The key is stored
beside the text, so that any database can search it; it is never shown.
"""

import re
import unicodedata
from collections.abc import Sequence

from django.db import models

from sakado_dx.letters import LetterTable, one_spelling, shows_nothing

KATAKANA_TO_HIRAGANA = {code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)}
# Middle dot, comma, and the hyphens and dashes that the input method offers; never ー.
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
DROPPED = frozenset(f"・、,{HYPHENS}")
# What is written as the plan numbers its parts: I-1-2.
NUMBER = re.compile(r"[0-9a-z]+(?:-[0-9]+)+")


def search_key(text: str) -> str:
    """The text as searches compare it; empty where nothing comparable is in it."""
    kept = one_spelling(text).casefold().translate(COMPARED)
    return unicodedata.normalize("NFKC", kept)  # か・゛ has become が


def _compared(letter: str) -> str:
    """Blank for what is passed over."""
    return "" if letter in DROPPED or shows_nothing(letter) else letter


COMPARED = LetterTable(_compared, KATAKANA_TO_HIRAGANA)


def search_words(query: str) -> list[str]:
    """The keys of the words of a query, parted at spaces of any width."""
    return [key for word in query.split() if (key := search_key(word))]


class Wanted:
    """What somebody looks for in a list's cells: every word of it, in whichever cell. A number of
    the plan finds itself, or a longer one of which it is whole parts: I-1 is found in I-1-2, and
    I-1-2 not in II-1-2."""

    def __init__(self, query: str):
        typed = query.split()
        self.numbers = list(filter(None, map(_number_of, typed)))
        self.words = search_words(" ".join(each for each in typed if not _number_of(each)))

    def is_in(self, texts: Sequence[str]) -> bool:
        """Whether all of it stands in these texts."""
        keys = "\n".join(map(search_key, texts)) if self.words else ""
        if not all(word in keys for word in self.words):
            return False
        stored = [each for text in texts for each in _numbers_in(text)] if self.numbers else []
        return all(any(f"-{own}-" in f"-{each}-" for each in stored) for own in self.numbers)


def _numbers_in(text: str) -> list[str]:
    """What is written in a text as the plan numbers its parts: ``i-1-2`` of Ⅰ－１－２."""
    spelled = one_spelling(text.translate(dict.fromkeys(map(ord, HYPHENS), "-"))).casefold()
    return NUMBER.findall(spelled)


def _number_of(word: str) -> str:
    """The word as such a number; blank where it is none."""
    found = _numbers_in(word)
    return found[0] if found and len(search_key(found[0])) == len(search_key(word)) else ""


class SearchKeyField(models.TextField):
    """The search key of other fields of its row, one a line (no key holds a line break).

    Written whenever the row is, by `bulk_create` too; `update()` of a source field and
    `save(update_fields=…)` without this field leave it behind.
    """

    def __init__(self, *args, sources: tuple[str, ...] = (), **kwargs):
        self.sources = sources
        super().__init__(*args, **{"default": "", "editable": False, "blank": True} | kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"sources": self.sources}

    def db_parameters(self, connection):
        """By code point on every database, so that a list sorted by it is the same on each."""
        collation = "C" if connection.vendor == "postgresql" else None
        return super().db_parameters(connection) | {"collation": collation}

    def pre_save(self, model_instance, add):
        key = "\n".join(search_key(getattr(model_instance, name)) for name in self.sources)
        setattr(model_instance, self.attname, key)
        return key
