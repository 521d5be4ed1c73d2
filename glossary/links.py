"""Links from the texts of pages to the glossary.

A view fetches `term_index(plan)` once (one query); its template links each text with
`{{ text|link_terms:terms }}`. Only plain text is taken: whatever looks like a tag in it is
escaped. Headings, labels and links stay without it (a link within a link is none).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from glossary.models import Term
from measures.models import Plan
from sakado_dx.prepared import prepared

LATIN = "0-9A-Za-z"
KATAKANA = re.compile("[ァ-ヺー]")


@dataclass(frozen=True)
class TermIndex:
    """What finds terms in a text: one pattern with a group a spelling, longest first.

    `urls[n]` is the place in the glossary of the term that group n + 1 spells.
    """

    pattern: re.Pattern[str] | None = None
    urls: tuple[str, ...] = ()


def term_index(plan: Plan | None) -> TermIndex:
    """All terms of a plan under all their spellings; one query, none without a plan."""
    if plan is None:
        return TermIndex()
    page = reverse("glossary:term_list")
    urls: dict[str, str] = {}
    for term in _terms(plan.pk):
        for spelling in (term.term, term.alias or ""):
            # A spelling that two terms claim is the first one's.
            urls.setdefault(_half_width(spelling.strip()), f"{page}#{term.anchor}")
    urls.pop("", None)
    return _index(urls)


@prepared
def _terms(plan_id: int) -> QuerySet[Term]:
    terms = Term.objects.of_plan(plan_id).annotate(alias=F("aliases__alias"))
    return terms.order_by("order", "pk", "aliases")


def index_of(spellings: Iterable[tuple[str, str]]) -> TermIndex:
    """The index of given spellings and addresses: of terms as they once were."""
    return _index(dict(spellings))


def spellings_in(text: str, terms: TermIndex) -> list[tuple[str, str]]:
    """(spelling, address) of each term that the text would be linked to, in their order."""
    return [(_half_width(text[start:end]), url) for start, end, url in _first_places(text, terms)]


def _index(urls: dict[str, str]) -> TermIndex:
    if not urls:
        return TermIndex()
    spellings = sorted(urls, key=len, reverse=True)
    pattern = re.compile("|".join(f"({_spelling_pattern(text)})" for text in spellings))
    return TermIndex(pattern, tuple(urls[text] for text in spellings))


def _spelling_pattern(spelling: str) -> str:
    """Latin letters never within a longer word (IT not in BIT); acronyms in capitals only."""
    before = f"(?<![{LATIN}])" if re.match(f"[{LATIN}]", spelling) else ""
    after = f"(?![{LATIN}])" if re.search(f"[{LATIN}]$", spelling) else ""
    body = re.escape(spelling)
    return f"{before}{body if spelling.upper() == spelling else f'(?i:{body})'}{after}"


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
    position = previous_end = 0
    while terms.pattern and (match := terms.pattern.search(text, position)):
        start, end = match.span()
        position = start + 1
        if (start == previous_end or not _runs_on(text, start)) and (
            not _runs_on(text, end) or terms.pattern.match(text, end)
        ):
            position = previous_end = end
            yield start, end, terms.urls[match.lastindex - 1]


def _runs_on(text: str, place: int) -> bool:
    """Whether a word in katakana goes on across the place: クラウド|ファンディング.

    Two terms may touch all the same: オープンデータ|ポータルサイト.
    """
    around = text[max(place - 1, 0) : place + 1]
    return place > 0 and len(KATAKANA.findall(around)) == 2


def _half_width(text: str) -> str:
    """The text with full-width letters made half-width, letter by letter: as long as before."""
    return "".join(_half_width_letter(char) for char in text)


def _half_width_letter(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 and unicodedata.category(char) != "No" else char
