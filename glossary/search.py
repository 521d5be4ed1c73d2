"""What the search finds of the glossary."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import QuerySet

from glossary.models import Term, TermAlias
from measures.search import of_current_plan
from sakado_dx.organization.access import Standing
from sakado_dx.search.sources import Hit, ObjectText, Source, Watched


class Terms(Source):
    """Terms under all their spellings, with what they mean."""

    kind, label, model = "term", "用語", Term
    watched = (
        Watched(Term, ("term", "reading", "explanation")),
        Watched(TermAlias, ("term_id", "alias"), via="term_id"),
    )

    def texts(self, ids: Collection[int]) -> Iterator[ObjectText]:
        aliases = defaultdict(list)
        spellings = TermAlias.objects.filter(term__in=ids).values_list("term_id", "alias")
        for pk, alias in spellings.order_by("term_id", "pk"):
            aliases[pk].append(alias)
        rows = Term.objects.filter(pk__in=ids).values_list("pk", "term", "reading", "explanation")
        for pk, term, reading, explanation in rows:
            yield ObjectText(pk, (term, reading, "、".join(aliases[pk]), explanation))

    def readable(self, standing: Standing) -> QuerySet:
        return of_current_plan(Term.objects.all())

    def hits(self, standing: Standing, ids: Collection[int]) -> dict[int, Hit]:
        found = Term.objects.filter(pk__in=ids)
        return {each.pk: Hit(each.term, each.get_absolute_url(), each.reading) for each in found}
