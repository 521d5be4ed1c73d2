"""Finds texts: all words of a query must occur, and only what the person reads is looked into."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, Case, F, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from sakado_dx.organization.access import Standing
from sakado_dx.prepared import asking_nothing
from sakado_dx.search.models import SearchText
from sakado_dx.search.sources import Hit, sources

MOST = 5_000  # found at once; who finds more adds a word


class Found(NamedTuple):
    """An object that was found."""

    pk: int
    kind: str
    object_id: int
    fiscal_year: int | None


KIND, YEAR = attrgetter("kind"), attrgetter("fiscal_year")


@dataclass(frozen=True)
class Shown:
    """A found object as the page shows it, and its texts."""

    hit: Hit
    text: SearchText

    def lines_with(self, words: Sequence[str]) -> list[str]:
        """The parts of its texts that hold one of the words."""
        lines = zip(self.text.key.split("\n"), self.text.text.split("\n"), strict=True)
        return [line for key, line in lines if any(word in key for word in words)]


def find(standing: Standing, words: Sequence[str]) -> list[Found]:
    """All that holds each of the words (search keys), by kind, what is named so first, then the
    newest year; one more than `MOST` where there are more."""
    readable = _readable(_Reader(standing.told, timezone.localdate(), standing))
    if readable is None:
        return []
    rows = SearchText.objects.filter(readable)
    for word in words:
        rows = rows.filter(key__contains=word)
    named_so = Case(When(key__startswith=words[0], then=Value(0)), default=Value(1))
    # The order is the database's, and the rest takes no step of Python for each text: of many years
    # a word finds thousands.
    rows = rows.order_by(named_so, F("fiscal_year").desc(nulls_last=True), "object_id")
    found = map(partial(tuple.__new__, Found), rows.values_list(*Found._fields)[: MOST + 1])
    by_kind = {kind: [*own] for kind, own in groupby(sorted(found, key=KIND), KIND)}
    return [each for source in sources() for each in by_kind.get(source.kind, ())]


@dataclass(frozen=True)
class _Reader:
    """Who looks for something, and on which day: all that tells what is readable."""

    told: Hashable
    day: date
    standing: Standing = field(compare=False)


@lru_cache(maxsize=200)
def _readable(reader: _Reader) -> RawSQL | None:
    """What the person may read, as a condition on the texts; None where there is nothing. Put
    together once for each standing: it takes longer than the database does to answer it."""
    may = Q(pk__in=[])
    standing = reader.standing
    with asking_nothing("what may be found"):
        for source in sources() if standing.is_staff else ():
            own = source.readable(standing).order_by().values("pk")
            may |= Q(kind=source.kind, object_id__in=own)
        rows = SearchText.objects.filter(may)
        compiler = rows.query.get_compiler(using=rows.db)
        try:
            compiler.setup_query()
            sql, params = compiler.compile(rows.query.where)
        except EmptyResultSet:
            return None
    return RawSQL(sql, params, output_field=BooleanField())


def counts_by_kind(found: Sequence[Found]) -> dict[str, int]:
    return Counter(map(KIND, found))


def counts_by_year(found: Sequence[Found]) -> dict[int, int]:
    """The fiscal years that occur, the newest first."""
    numbers = Counter(filter(None, map(YEAR, found)))
    return dict(sorted(numbers.items(), reverse=True))


def shown(standing: Standing, found: Sequence[Found]) -> dict[int, Shown]:
    """The found objects by their text's key; one that the person may not read is left out."""
    texts = SearchText.objects.in_bulk([each.pk for each in found])
    by_kind: dict[str, dict[int, int]] = {}
    for each in found:
        by_kind.setdefault(each.kind, {})[each.object_id] = each.pk
    result = {}
    for source in sources():
        own = by_kind.get(source.kind, {})
        for object_id, hit in (source.hits(standing, own) if own else {}).items():
            if text := texts.get(own[object_id]):
                result[text.pk] = Shown(hit, text)
    return result
