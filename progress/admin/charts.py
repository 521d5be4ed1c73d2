"""An indicator's chart on its page in the admin: the same picture as on the measure's page."""

from django.contrib import admin
from django.template.loader import render_to_string

from measures.models import Indicator
from measures.words import own_missing_words
from progress.charts.context import chart_context
from progress.judging.results import facts_of, figures_of
from progress.models import ReviewYear
from progress.reading.rows import counted_states


class IndicatorChartMixin:
    """For a ModelAdmin of `Indicator`: put ``chart`` into `readonly_fields` and `fields`."""

    @admin.display(description="グラフ")
    def chart(self, indicator: Indicator) -> str:
        """The figure as of the plan's newest review year, or a sentence why there is none."""
        if indicator.pk is None:
            return "登録すると、ここにグラフが出ます。"
        year = ReviewYear.objects.filter(plan=indicator.plan_id).newest()
        if year is None:
            return "年度の進捗管理が始まると、ここにグラフが出ます。"
        chart = newest_chart(indicator, year)
        if chart["is_empty"]:
            return chart["finding"]
        context = {"chart": chart}
        return render_to_string("admin/progress/_indicator_chart.html", context)


def newest_chart(indicator: Indicator, year: ReviewYear) -> dict:
    """The variables of the chart; 2 queries."""
    plan = year.plan
    figures = figures_of([indicator.pk], up_to=year.fiscal_year, states=counted_states(False))
    return chart_context(
        facts_of(
            indicator,
            plan.first_fiscal_year,
            plan.last_fiscal_year,
            missing_words=own_missing_words(plan.missing_words),
        ),
        figures.get(indicator.pk, {}),
        plan.fiscal_years,
        indicator.pk,
        year.pk,
        until=year.fiscal_year,
    )
