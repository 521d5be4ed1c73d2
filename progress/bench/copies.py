"""A plan made larger: its measures, and all that hangs on them, several times over."""

import copy
from collections.abc import Iterable

from django.db.models import Max, Model

from measures.models import (
    EffectRating,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureDivision,
    MeasureIndicator,
    Plan,
    YearlyDirection,
)

BATCH = 500


def enlarge(plan: Plan, times: int) -> None:
    """Give the plan `times` as many measures, each copy under its own code and key."""
    if times < 2:
        return
    measures = list(Measure.objects.of_plan(plan))
    step = (Measure.objects.of_plan(plan).aggregate(most=Max("order"))["most"] or 0) + 1
    indicators = list(Indicator.objects.filter(plan=plan))
    for number in range(1, times):
        own = _copied_measures(measures, number, step)
        counted = _copied_indicators(indicators, number)
        for model in (MeasureDivision, EffectRating, YearlyDirection):
            rows = model.objects.filter(measure__in=list(own))
            _create(model, (_copy(row, measure=own[row.measure_id]) for row in rows))
        targets = IndicatorTarget.objects.filter(indicator__in=list(counted))
        rows = (_copy(row, indicator=counted[row.indicator_id]) for row in targets)
        _create(IndicatorTarget, rows)
        _create(
            MeasureIndicator,
            (
                _copy(row, measure=own[row.measure_id], indicator=counted[row.indicator_id])
                for row in MeasureIndicator.objects.filter(measure__in=list(own))
            ),
        )


def _copied_measures(measures: list[Measure], number: int, step: int) -> dict[int, Measure]:
    """The copies by the original's id; a whole copy of the plan stands after the other."""
    copies = [
        _copy(
            each,
            code=f"{each.code}~{number}",
            key=f"{each.key}~{number}",
            order=each.order + number * step,
        )
        for each in measures
    ]
    return dict(zip([each.pk for each in measures], _create(Measure, copies), strict=True))


def _copied_indicators(indicators: list[Indicator], number: int) -> dict[int, Indicator]:
    copies = [_copy(each, key=f"{each.key}~{number}") for each in indicators]
    return dict(zip([each.pk for each in indicators], _create(Indicator, copies), strict=True))


def _copy(row: Model, **changes) -> Model:
    """An unsaved row that differs from this one in the changes."""
    twin = copy.copy(row)
    twin._state = copy.copy(row._state)
    twin._state.fields_cache = {}
    twin.pk, twin._state.adding = None, True
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def _create(model: type[Model], rows: Iterable[Model]) -> list[Model]:
    return model.objects.bulk_create(list(rows), batch_size=BATCH)
