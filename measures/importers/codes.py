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


def indicators_by_measure(plan: Plan) -> dict[Measure, set[Indicator]]:
    """The indicators under each of the plan's measures that has any; 1 query."""
    found: dict[Measure, set[Indicator]] = {}
    links = MeasureIndicator.objects.filter(measure__plan=plan)
    for link in links.select_related("measure", "indicator"):
        found.setdefault(link.measure, set()).add(link.indicator)
    return found
