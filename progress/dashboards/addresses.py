"""The addresses of what everybody looks at."""

from django.urls import path

from progress.dashboards import amounts_views as amounts
from progress.dashboards import beside_views as besides
from progress.dashboards import brief_views as briefs
from progress.dashboards import budget_views as budget
from progress.dashboards import direction_views as directions
from progress.dashboards import division_views as divisions
from progress.dashboards import effect_views as effects
from progress.dashboards import finding_views as findings
from progress.dashboards import measure_views as measures
from progress.dashboards import views as dashboards
from progress.dashboards import way_views as ways

DASHBOARDS = [
    path("", dashboards.home, name="home"),
    path("years/<int:year_id>/", dashboards.dashboard, name="dashboard"),
    path("years/<int:year_id>/amounts/", amounts.year_amounts, name="year_amounts"),
    path("years/<int:year_id>/budget/", budget.year_budget, name="year_budget"),
    path("years/<int:year_id>/beside/", besides.year_beside, name="year_beside"),
    path("years/<int:year_id>/directions/", directions.year_directions, name="year_directions"),
    path("years/<int:year_id>/effects/", effects.year_effects, name="year_effects"),
    path("years/<int:year_id>/indicators/", findings.year_findings, name="year_findings"),
    path("years/<int:year_id>/ways/", ways.year_ways, name="year_ways"),
    path("years/<int:year_id>/by-division/", divisions.division_list, name="division_list"),
    path(
        "years/<int:year_id>/by-division/<path:name>/",
        divisions.division_year,
        name="division_year",
    ),
    path(
        "years/<int:year_id>/measures/<int:pk>/brief/", briefs.measure_brief, name="measure_brief"
    ),
    path("policies/", dashboards.policy_list, name="policy_list"),
    path("policies/<int:pk>/", dashboards.policy_detail, name="policy_detail"),
    path("measures/", dashboards.measure_list, name="measure_list"),
    path("measures/<int:pk>/", measures.measure_detail, name="measure_detail"),
]
