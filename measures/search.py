"""What the search finds of the plan: its measures with their indicators, and the chronology."""

from collections.abc import Collection, Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from measures.models import ChronologyEvent, Indicator, Measure, MeasureIndicator, Plan
from sakado_dx.organization.access import Standing
from sakado_dx.search.sources import Hit, ObjectText, Source, Watched

MEASURE_TEXTS = ("code", "name", "name_in_matrix", "group", "summary")
INDICATOR_TEXTS = ("name", "printed", "note", "definition")
LONGEST_QUERY = 100  # letters: what the box above the list takes


def of_current_plan(rows: QuerySet) -> QuerySet:
    """The rows of the plan that pages show; the plan is looked for within the query."""
    return rows.filter(plan__in=Plan.objects.current_first().values("pk")[:1])


def _measures_of(indicator_ids: set[int]) -> QuerySet:
    links = MeasureIndicator.objects.filter(indicator__in=indicator_ids)
    return links.values_list("measure_id", flat=True)


class Measures(Source):
    """Measures under code and name, with what they promise."""

    kind, label, model = "measure", "施策", Measure
    watched = (
        Watched(Measure, MEASURE_TEXTS),
        Watched(MeasureIndicator, ("measure_id", "indicator_id", "order"), via="measure_id"),
        Watched(Indicator, INDICATOR_TEXTS, objects_of=_measures_of),
    )

    def texts(self, ids: Collection[int]) -> Iterator[ObjectText]:
        links = MeasureIndicator.objects.filter(measure__in=ids).order_by("measure", "order", "pk")
        columns = [f"indicator__{name}" for name in INDICATOR_TEXTS]
        promised: dict[int, list[str]] = {}
        for pk, *texts in links.values_list("measure_id", *columns):
            promised.setdefault(pk, []).append("　".join(filter(None, texts)))
        measures = Measure.objects.filter(pk__in=ids).values_list("pk", *MEASURE_TEXTS)
        for pk, code, name, in_matrix, *rest in measures:
            other = in_matrix if in_matrix != name else ""
            yield ObjectText(pk, (f"{code} {name}", other, *rest, *promised.get(pk, ())))

    def readable(self, standing: Standing) -> QuerySet:
        return of_current_plan(Measure.objects.all())

    def hits(self, standing: Standing, ids: Collection[int]) -> dict[int, Hit]:
        found = Measure.objects.filter(pk__in=ids).with_levels()
        return {
            each.pk: Hit(each.title, each.get_absolute_url(), each.direction.policy.title)
            for each in found
        }


class Events(Source):
    """主なデジタル関連施策."""

    kind, label, model = "event", "年表", ChronologyEvent
    watched = (Watched(ChronologyEvent, ("event",)),)

    def texts(self, ids: Collection[int]) -> Iterator[ObjectText]:
        for each in ChronologyEvent.objects.filter(pk__in=ids):
            yield ObjectText(each.pk, (each.event,))

    def readable(self, standing: Standing) -> QuerySet:
        return of_current_plan(ChronologyEvent.objects.all())

    def hits(self, standing: Standing, ids: Collection[int]) -> dict[int, Hit]:
        found = ChronologyEvent.objects.filter(pk__in=ids)
        return {each.pk: Hit(each.event, _list_with(each.event), each.when) for each in found}


def _list_with(event: str) -> str:
    """The chronology, narrowed to this line of it."""
    return f"{reverse('measures:chronology_list')}?{urlencode({'q': event[:LONGEST_QUERY]})}"
