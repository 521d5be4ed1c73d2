"""Links from the texts of pages to the glossary.

A view fetches `term_index(plan)` once (one query); its template links each text with
`{{ text|link_terms:terms }}`. Only plain text is taken: whatever looks like a tag in it is
escaped. Headings, labels and links stay without it (a link within a link is none).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import F, QuerySet
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from glossary.models import Term
from measures.models import Plan
from sakado_dx.addresses import reverse
from sakado_dx.letters import LetterTable
from sakado_dx.prepared import prepared

LATIN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
KATAKANA = re.compile("[ァ-ヺー]")
ABBREVIATION = re.compile("(?<![0-9A-Za-z])[A-Za-z][0-9A-Za-z]{1,14}(?![0-9A-Za-z])")
CAPITAL, ROMAN = re.compile("[A-Z]"), re.compile("[IVX]+")
# One of the plan in force, a few of the plans before it, some of closed years' reports.
MOST_INDEXES = 32


@dataclass(frozen=True)
class Spelling:
    """A spelling with the place of its term in the glossary.

    Latin letters are never found within a longer word (IT not in BIT); acronyms in capitals only.
    """

    text: str
    url: str

    @property
    def is_exact(self) -> bool:
        return self.text.upper() == self.text


@dataclass(frozen=True)
class TermIndex:
    """What finds terms in a text, in one scan of it however many terms there are.

    `starts` finds where a spelling may begin; `lengths` are those of the spellings that begin with
    a letter, the longest first; `spellings` has them by their small letters.
    """

    starts: re.Pattern[str] | None = None
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    spellings: dict[str, tuple[Spelling, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.starts is not None

    def at(self, text: str, small: str, start: int) -> Spelling | None:
        """The longest spelling that stands in the text at this place; `small` is the text in
        small letters."""
        for length in self.lengths.get(small[start], ()):
            for each in self.spellings.get(small[start : start + length], ()):
                if _stands(each, text, start):
                    return each
        return None


def term_index(plan: Plan | None) -> TermIndex:
    """All terms of a plan under all their spellings; one query, none without a plan.

    Kept in the process for as long as the terms are what they were: what the query gives decides,
    so that no process shows a term that another has changed.
    """
    if plan is None:
        return TermIndex()
    return _index_of_terms(reverse("glossary:term_list"), tuple(term_rows(plan.pk)))


@lru_cache(MOST_INDEXES)
def _index_of_terms(page: str, rows: tuple[tuple[int, str, str | None], ...]) -> TermIndex:
    urls: dict[str, str] = {}
    for pk, *spellings in rows:
        for spelling in filter(None, spellings):
            # A spelling that two terms claim is the first one's.
            urls.setdefault(_half_width(spelling.strip()), f"{page}#{Term.anchor_of(pk)}")
    urls.pop("", None)
    return _index(urls)


@prepared
def term_rows(plan_id: int) -> QuerySet:
    """(id, term, another spelling or None) in the plan's order."""
    terms = Term.objects.of_plan(plan_id).annotate(alias=F("aliases__alias"))
    return terms.order_by("order", "pk", "aliases").values_list("pk", "term", "alias")


def index_of(spellings: Iterable[tuple[str, str]]) -> TermIndex:
    """The index of given spellings and addresses: of terms as they once were."""
    return _index(dict(spellings))


def spellings_in(text: str, terms: TermIndex) -> list[tuple[str, str]]:
    """(spelling, address) of each term that the text would be linked to, in their order."""
    return [(_half_width(text[start:end]), url) for start, end, url in _first_places(text, terms)]


def terms_in(text: str, terms: TermIndex) -> set[str]:
    """The addresses of all terms that stand in the text."""
    return {url for _, _, url in _all_places(_half_width(text), terms)}


def abbreviations_in(text: str, terms: TermIndex) -> set[str]:
    """Abbreviations in Latin letters that no term spells: RPA, LGWAN, IoT.

    Two capitals at the least; no Roman number, which is a plan's policy.
    """
    half = _half_width(text)
    if not any(map(_may_be_abbreviation, ABBREVIATION.findall(half))):
        return set()  # as nearly all texts, whose terms need not be looked for
    rest = list(half)
    for start, end, _ in _all_places(half, terms):
        rest[start:end] = " " * (end - start)
    return set(filter(_may_be_abbreviation, ABBREVIATION.findall("".join(rest))))


def _may_be_abbreviation(word: str) -> bool:
    return len(CAPITAL.findall(word)) > 1 and not ROMAN.fullmatch(word)


def _index(urls: dict[str, str]) -> TermIndex:
    if not urls:
        return TermIndex()
    lengths: dict[str, set[int]] = {}
    spellings: dict[str, tuple[Spelling, ...]] = {}
    for text, url in urls.items():
        small = _small(text)
        lengths.setdefault(small[0], set()).add(len(small))
        spellings[small] = (*spellings.get(small, ()), Spelling(text, url))
    return TermIndex(
        starts=re.compile(f"[{re.escape(''.join(lengths))}]"),
        lengths={first: tuple(sorted(own, reverse=True)) for first, own in lengths.items()},
        spellings=spellings,
    )


def _stands(spelling: Spelling, text: str, start: int) -> bool:
    """Whether a spelling, whose small letters stand in the text at this place, stands there."""
    end = start + len(spelling.text)
    if spelling.is_exact and text[start:end] != spelling.text:
        return False
    runs_before = spelling.text[0] in LATIN and text[max(start - 1, 0) : start] in LATIN
    runs_after = spelling.text[-1] in LATIN and text[end : end + 1] in LATIN
    return not runs_before and not runs_after


def link_terms(text: str, terms: TermIndex) -> SafeString:
    """The text, escaped, with each term linked where it first stands."""
    parts, done = [], 0
    for start, end, url in _first_places(text, terms):
        parts += [escape(text[done:start]), _link(url, text[start:end])]
        done = end
    return mark_safe("".join([*parts, escape(text[done:])]))  # every part is escaped above


def _link(url: str, text: str) -> SafeString:
    return format_html('<a class="term-link" href="{}">{}</a>', url, text)


def _first_places(text: str, terms: TermIndex) -> Iterator[tuple[int, int, str]]:
    """(start, end, address) of each term's first place in the text."""
    seen: set[str] = set()
    for start, end, url in _all_places(_half_width(text), terms):
        if url not in seen:
            seen.add(url)
            yield start, end, url


def _all_places(text: str, terms: TermIndex) -> Iterator[tuple[int, int, str]]:
    small = _small(text)
    position = previous_end = 0
    while terms.starts and (begins := terms.starts.search(small, position)):
        start = begins.start()
        position = start + 1
        if (found := terms.at(text, small, start)) is None:
            continue
        end = start + len(found.text)
        if (start == previous_end or not _runs_on(text, start)) and (
            not _runs_on(text, end) or terms.at(text, small, end)
        ):
            position = previous_end = end
            yield start, end, found.url


def _runs_on(text: str, place: int) -> bool:
    """Whether a word in katakana goes on across the place: クラウド|ファンディング.

    Two terms may touch all the same: オープンデータ|ポータルサイト.
    """
    around = text[max(place - 1, 0) : place + 1]
    return place > 0 and len(KATAKANA.findall(around)) == 2


def _half_width_letter(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 and unicodedata.category(char) != "No" else char


def _small_letter(char: str) -> str:
    small = char.lower()
    return small if len(small) == 1 else char


HALF_WIDTH, SMALL = LetterTable(_half_width_letter), LetterTable(_small_letter)


def _half_width(text: str) -> str:
    """The text with full-width letters made half-width, letter by letter: as long as before."""
    return text.translate(HALF_WIDTH)


def _small(text: str) -> str:
    """The text in small letters, letter by letter: as long as before."""
    return text.translate(SMALL)
