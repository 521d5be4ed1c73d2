"""A plan's codes as sheets name them: measures, indicators, and which are whose."""

from measures.models import Indicator, Measure, MeasureIndicator, Plan
from sakado_dx.spreadsheets.codes import CodeLookup


def measures_by_code(plan: Plan) -> CodeLookup:
    """The plan's measures by their code, with their names; 1 query."""
    rows = Measure.objects.of_plan(plan)
    return CodeLookup("施策", ((each.code, each.name, each) for each in rows))


def indicators_by_key(plan: Plan) -> CodeLookup:
    """The plan's indicators by their number that never changes, with their names; 1 query."""
    return CodeLookup("指標", ((each.key, each.name, each) for each in plan.indicators.all()))


def indicators_by_measure(
    plan: Plan,
    measures: CodeLookup,
    indicators: CodeLookup,
    fiscal_year: int | None = None,
) -> dict[Measure, set[Indicator]]:
    """The indicators under each of the plan's measures that has any, of all years or of one, as
    the two look-ups hold them; 1 query."""
    owners, owned = ({each.pk: each for each in known.names} for known in (measures, indicators))
    found: dict[Measure, set[Indicator]] = {}
    links = MeasureIndicator.objects.filter(measure__plan=plan, indicator__plan=plan)
    if fiscal_year is not None:
        links = links.in_year(fiscal_year)
    for measure_id, indicator_id in links.values_list("measure_id", "indicator_id"):
        found.setdefault(owners[measure_id], set()).add(owned[indicator_id])
    return found
