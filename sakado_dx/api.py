"""All addresses of the read API: its assembly point. No address takes anything but GET and HEAD."""

from django.urls import path, re_path

from glossary import api as glossary
from measures import api as plan
from progress.api import views as years
from sakado_dx.resources import documents
from sakado_dx.resources.serving import NowhereView
from systems_inventory import api as inventory

app_name = "api"

urlpatterns = [
    path("", documents.page, name="page"),
    path("try/", documents.trying, name="trying"),
    path("schema/", documents.open_api, name="document"),
    # plan
    path("plan/", plan.PlanView.as_view(), name="plan"),
    path("policies/", plan.PolicyList.as_view(), name="policy_list"),
    path("directions/", plan.DirectionList.as_view(), name="direction_list"),
    path("measures/", plan.MeasureList.as_view(), name="measure_list"),
    path("measures/<str:key>/", plan.MeasureView.as_view(), name="measure"),
    path("yearly-directions/", plan.YearlyDirectionList.as_view(), name="yearly_directions"),
    path("indicators/", plan.IndicatorList.as_view(), name="indicator_list"),
    path("indicators/<str:key>/", plan.IndicatorView.as_view(), name="indicator"),
    path("words/", plan.WordList.as_view(), name="word_list"),
    path("chronology/", plan.EventList.as_view(), name="event_list"),
    # years
    path("years/", years.YearList.as_view(), name="year_list"),
    path("years/<int:fiscal_year>/reports/", years.ReportList.as_view(), name="report_list"),
    path(
        "years/<int:fiscal_year>/reports/<str:measure_key>/",
        years.ReportView.as_view(),
        name="report",
    ),
    path("years/<int:fiscal_year>/results/", years.ResultList.as_view(), name="result_list"),
    path("years/<int:fiscal_year>/decisions/", years.DecisionList.as_view(), name="decision_list"),
    # beside it
    path("terms/", glossary.TermList.as_view(), name="term_list"),
    path("systems/", inventory.SystemList.as_view(), name="system_list"),
    re_path(r"^", NowhereView.as_view()),
]
