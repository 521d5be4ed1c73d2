"""Rows of the plan as the read API answers them, with all that an answer says: few queries, however
many rows."""

from django.db.models import F, Prefetch, QuerySet, TextField, Value

from measures.models import (
    EffectRating,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureIndicator,
    MeasureTag,
    YearlyDirection,
)
from sakado_dx.organization.access import Standing


def described(measures: QuerySet[Measure], standing: Standing) -> QuerySet[Measure]:
    """The measures with all that an answer says of them, for staff with their places in other
    plans, which the city keeps beside the plan."""
    links = MeasureIndicator.objects.order_by("order", "pk").annotate(key=F("indicator__key"))
    effects = EffectRating.objects.annotate(effect=F("effect_kind__name"))
    read = {
        "measure_indicators": ("links_read", links.only("measure")),
        "effects": ("effects_read", effects.order_by("effect_kind__order")),
        "yearly_directions": ("years_read", YearlyDirection.objects.order_by("fiscal_year")),
    }
    keys = Measure.objects.order_by("order", "pk").only("key")
    for name in ("related", "successors", "predecessors"):
        read[name] = (f"{name}_read", keys)
    if standing.is_staff:
        read["tags"] = ("tags_read", MeasureTag.objects.order_by("kind", "name", "pk"))
    else:
        measures = measures.annotate(tags_read=Value(None, TextField()))
    return measures.with_levels().with_divisions().prefetch_related(*_prefetched(read))


def with_targets(indicators: QuerySet[Indicator], standing: Standing) -> QuerySet[Indicator]:
    """The indicators with their targets and measures, and for staff what the city keeps of them
    beside the plan: how they are defined."""
    links = MeasureIndicator.objects.select_related("measure")
    targets = IndicatorTarget.objects.order_by("fiscal_year", "role", "applies_from")
    read = {
        "measure_indicators": ("links_read", links.order_by("measure__order", "measure_id")),
        "targets": ("targets_read", targets),
    }
    definition = F("definition") if standing.is_staff else Value(None, TextField())
    said = {"definition_read": definition, "predecessor_key": F("predecessor__key")}
    return indicators.annotate(**said).prefetch_related(*_prefetched(read))


def _prefetched(read: dict[str, tuple[str, QuerySet]]) -> list[Prefetch]:
    """Related rows as lists, under names of their own."""
    return [Prefetch(path, rows, to_attr=name) for path, (name, rows) in read.items()]
