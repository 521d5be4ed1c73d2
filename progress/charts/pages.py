"""A measure's indicators with the variables of their charts, for the pages of open and closed years."""

from measures.models import Plan
from progress.charts import chart_context
from progress.models import ReviewYear
from progress.reading.measure import IndicatorYears, MeasureYears


def indicators_with_charts(
    years: MeasureYears, year: ReviewYear | None, plan: Plan
) -> list[tuple[IndicatorYears, dict | None]]:
    """A measure's indicators, the numeric ones with the variables of their chart."""
    return [(each, _chart(each, year, plan)) for each in years.indicators]


def _chart(each: IndicatorYears, year: ReviewYear | None, plan: Plan) -> dict | None:
    if year is None or not each.is_numeric:
        return None
    own = (each.indicator_id, year.pk)
    return chart_context(each.facts, each.figures, plan.fiscal_years, *own, until=year.fiscal_year)
