"""The glossary page."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from glossary.gojuon import row_of, sort_key
from glossary.models import Term
from measures.forms import SearchForm
from measures.models import Plan
from sakado_dx import lists
from sakado_dx.lists import MOST_IN_A_FILE, Column, Listing
from sakado_dx.organization.access import staff_required

TITLE = "用語集"
COLUMNS = (
    Column("用語", lambda each: each.term),
    Column("よみ", lambda each: each.reading),
    Column("説明", lambda each: each.explanation),
    Column("別の表記", lambda each: each.other_spellings),
    Column("出典", lambda each: each.source),
)


@staff_required
def term_list(request: HttpRequest) -> HttpResponse:
    """All terms of the current plan by 五十音, or those that a search finds, on one page."""
    terms = Term.objects.of_plan(Plan.objects.current()).prefetch_related("aliases")
    form = SearchForm(request.GET, label="用語・よみ・別の表記")
    listing = Listing(
        TITLE,
        COLUMNS,
        terms,
        form,
        request.GET,
        per_page=MOST_IN_A_FILE,
        told=in_gojuon,
        at_once=True,
    )
    context = {
        "breadcrumbs": [("資料", reverse("measures:library")), (TITLE, None)],
        "groups": by_row(listing.shown),
    }
    return lists.answer(request, listing, context, "glossary/term_list.html")


def in_gojuon(terms: Iterable[Term]) -> list[Term]:
    """The terms in the order of 五十音."""
    return sorted(terms, key=lambda term: sort_key(term.term, term.reading))


def by_row(terms: Sequence[Term]) -> list[tuple[str, list[Term]]]:
    """The terms, in the order of 五十音, parted by row; rows without a term are left out."""
    rows = groupby(terms, key=lambda term: row_of(term.term, term.reading))
    return [(row, list(members)) for row, members in rows]
