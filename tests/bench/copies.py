"""A plan made larger: all its lists, and all that hangs on them, several times over."""

from collections.abc import Collection, Iterable

from django.db.models import Max, Model

from glossary.models import Term, TermAlias
from measures.models import (
    ChronologyEvent,
    EffectRating,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureDivision,
    MeasureIndicator,
    Plan,
    YearlyDirection,
)
from systems_inventory.models import (
    InformationSystem,
    SystemAmount,
    SystemDivision,
    SystemMeasure,
)

BATCH = 500


LISTS = (
    (Measure, ("code", "key"), (MeasureDivision, EffectRating, YearlyDirection)),
    (Indicator, ("key",), (IndicatorTarget,)),
    (InformationSystem, ("name",), (SystemDivision, SystemAmount)),
    (Term, ("term",), (TermAlias,)),
    (ChronologyEvent, ("event",), ()),
)


def enlarge(plan: Plan, times: int, only: Collection[type[Model]] = (), mark: str = "~") -> None:
    """Give the plan `times` as many measures, indicators, systems, terms and events, or of some of
    these `only`, each copy under a name and code of its own (`mark` and its number behind
    the original's). Policies, directions and divisions
    stay as they are."""
    lists = [each for each in LISTS if not only or each[0] in only]
    originals = {model: list(model.objects.filter(plan=plan).order_by("pk")) for model, *_ in lists}
    step = (Measure.objects.of_plan(plan).aggregate(most=Max("order"))["most"] or 0) + 1
    for number in range(1, times):
        twins: dict[type[Model], dict[int, Model]] = {}
        for model, names, children in lists:
            twins[model] = _copy_rows(originals[model], names, number, step, mark)
            for child in children:
                _copy_children(child, twins)
        for link in (MeasureIndicator, SystemMeasure):
            _copy_children(link, twins)


def begin_earlier(plan: Plan, years: int) -> None:
    """Let the plan begin so many years earlier: of each measure the years before schedule what its
    first one does."""
    first = plan.first_fiscal_year
    earliest = YearlyDirection.objects.filter(measure__plan=plan, fiscal_year=first)
    _create(
        YearlyDirection,
        (
            _copy(row, fiscal_year=fiscal_year, printed=row.resolved)
            for row in earliest.order_by("pk")
            for fiscal_year in range(first - years, first)
        ),
    )
    plan.first_fiscal_year = first - years
    Plan.objects.filter(pk=plan.pk).update(first_fiscal_year=plan.first_fiscal_year)


def _copy_rows(
    rows: list[Model], names: Iterable[str], number: int, step: int, mark: str
) -> dict[int, Model]:
    """The copies by their original's id; a whole copy of the plan stands after the other."""
    copies = []
    for row in rows:
        changes = {name: f"{getattr(row, name)}{mark}{number}" for name in names}
        if isinstance(row, Measure):
            changes["order"] = row.order + number * step
        copies.append(_copy(row, **changes))
    created = _create(type(rows[0]), copies) if rows else []
    return dict(zip([row.pk for row in rows], created, strict=True))


def _copy_children(model: type[Model], twins: dict[type[Model], dict[int, Model]]) -> None:
    """Copy the rows of `model` that hang on originals, and hang them on their twins."""
    parents = {
        field.name: twins[field.related_model]
        for field in model._meta.fields
        if field.is_relation and field.related_model in twins
    }
    if not parents:
        return
    rows = model.objects.filter(**{f"{name}__in": list(own) for name, own in parents.items()})
    copies = (
        _copy(row, **{name: own[getattr(row, f"{name}_id")] for name, own in parents.items()})
        for row in rows.order_by("pk")
    )
    _create(model, copies)


def _copy(row: Model, **changes) -> Model:
    """An unsaved row that differs from this one in the changes."""
    columns = (each.attname for each in row._meta.concrete_fields if not each.primary_key)
    twin = type(row)(**{name: getattr(row, name) for name in columns})
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def _create(model: type[Model], rows: Iterable[Model]) -> list[Model]:
    return model.objects.bulk_create(list(rows), batch_size=BATCH)
