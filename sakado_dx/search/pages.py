"""What the page of the search shows: what was found, by kind, in a bounded number of lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.utils.http import urlencode

from sakado_dx import fiscal
from sakado_dx.addresses import ALL_YEARS, wants_all_years
from sakado_dx.organization.access import Standing
from sakado_dx.search import finding
from sakado_dx.search.finding import MOST, Found, Shown, counts_by_kind, counts_by_year, find, shown
from sakado_dx.search.marking import Part, excerpt, marked
from sakado_dx.search.sources import sources

OF_EACH_KIND, PER_PAGE, EXCERPTS = 5, 20, 2
MOST_YEARS = 6  # that are offered at first
KIND, YEAR = "kind", "fiscal_year"


class Line(NamedTuple):
    """A found object: its title and what its texts say, the words marked."""

    title: list[Part]
    url: str
    about: str
    excerpts: list[list[Part]]


class Choice(NamedTuple):
    """A way to see only a part of what was found."""

    label: str
    number: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    """What was found of a kind; `more_url` leads to all of it, where not all is shown."""

    kind: str
    label: str
    number: int
    lines: list[Line]
    more_url: str


@dataclass(frozen=True)
class Results:
    """The groups; of a single kind the `page` of its lines. The choices count what each would
    show."""

    number: int
    is_too_much: bool
    groups: list[Group]
    kinds: list[Choice]
    years: list[Choice]
    page: Page | None = None


def results_of(
    standing: Standing, query: str, words: Sequence[str], params: Mapping[str, str]
) -> Results:
    """What the words find, of the kind and the fiscal year that the address names."""
    found = find(standing, words)
    is_too_much, found = len(found) > MOST, found[:MOST]
    years = ALL_YEARS if wants_all_years(params) else ""
    asked = _Asked(query, params.get(KIND, ""), params.get(YEAR, ""), years)
    in_year = [each for each in found if not asked.year or asked.year == str(each.fiscal_year)]
    of_kind = [each for each in found if asked.kind in ("", each.kind)]
    both = [each for each in in_year if asked.kind in ("", each.kind)]
    page = Paginator(both, PER_PAGE).get_page(params.get("page")) if asked.kind else None
    chosen = list(page) if page else _first_of_each_kind(both)
    return Results(
        len(both),
        is_too_much,
        _groups(standing, words, asked, chosen, counts_by_kind(both)),
        _kinds(asked, in_year),
        _years(asked, of_kind),
        page,
    )


class _Asked(NamedTuple):
    """What the address asks for; `year` is a fiscal year, in digits; with `years` all of them are
    offered."""

    query: str
    kind: str
    year: str
    years: str = ""

    def url(self, **changed: str) -> str:
        """The address of the page with other choices."""
        own = self._replace(**changed)
        params = {"q": own.query, KIND: own.kind, YEAR: own.year}
        words = urlencode({name: value for name, value in params.items() if value})
        return f"?{words}&{own.years}" if own.years else f"?{words}"


def _first_of_each_kind(found: Sequence[Found]) -> list[Found]:
    by_kind = groupby(found, finding.KIND)
    return [each for _, own in by_kind for each in islice(own, OF_EACH_KIND)]


def _groups(
    standing: Standing,
    words: Sequence[str],
    asked: _Asked,
    chosen: Sequence[Found],
    numbers: Mapping[str, int],
) -> list[Group]:
    seen = shown(standing, chosen)
    groups = []
    for source in sources():
        own = [seen[each.pk] for each in chosen if each.kind == source.kind and each.pk in seen]
        number = numbers.get(source.kind, 0)
        if own:
            has_more = not asked.kind and number > len(own)
            more = asked.url(kind=source.kind) if has_more else ""
            lines = [_line(each, words) for each in own]
            groups.append(Group(source.kind, source.label, number, lines, more))
    return groups


def _line(each: Shown, words: Sequence[str]) -> Line:
    title = each.hit.title
    others = [line for line in each.lines_with(words) if line != title]
    excerpts = [excerpt(line, words) for line in others[:EXCERPTS]]
    return Line(marked(title, words), each.hit.url, each.hit.about, excerpts)


def _kinds(asked: _Asked, found: Sequence[Found]) -> list[Choice]:
    numbers = counts_by_kind(found)
    first = Choice("すべて", len(found), asked.url(kind=""), not asked.kind)
    return [first] + [
        Choice(each.label, number, asked.url(kind=each.kind), asked.kind == each.kind)
        for each in sources()
        if (number := numbers.get(each.kind, 0)) or asked.kind == each.kind
    ]


def _years(asked: _Asked, found: Sequence[Found]) -> list[Choice]:
    """None where nothing found is of a year, nor was one asked for; the newest and the one that was
    asked for, and the way to all others."""
    numbers = counts_by_year(found)
    if not numbers and not asked.year:
        return []
    offered = [
        year
        for place, year in enumerate(numbers)
        if place < MOST_YEARS or asked.years or asked.year == str(year)
    ]
    choices = [Choice("すべて", len(found), asked.url(year=""), not asked.year)] + [
        Choice(
            fiscal.label_short(year),
            numbers[year],
            asked.url(year=str(year)),
            asked.year == str(year),
        )
        for year in offered
    ]
    if left := sum(numbers.values()) - sum(numbers[each] for each in offered):
        choices.append(Choice("ほかの年度を選ぶ", left, asked.url(years=ALL_YEARS), False))
    return choices
