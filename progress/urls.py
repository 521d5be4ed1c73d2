"""Addresses of the year's work."""

from django.urls import path

from progress import chart_views, desk_urls, edition_urls, meeting_urls
from progress.views import (
    contributions,
    dashboards,
    entry,
    measures,
    people,
    records,
    review,
    years,
)

app_name = "progress"

urlpatterns = [
    path("", dashboards.home, name="home"),
    path("years/open/", years.year_open, name="year_open"),
    path("years/", years.year_calendar, name="year_calendar"),
    path("years/<int:year_id>/change/", years.year_change, name="year_change"),
    path("years/<int:year_id>/", dashboards.dashboard, name="dashboard"),
    path(
        "years/<int:year_id>/policies-<str:shape>.svg",
        chart_views.policy_chart,
        name="policy_chart",
    ),
    path(
        "indicators/<int:pk>/chart/<int:year_id>/<str:shape>.svg",
        chart_views.indicator_chart,
        name="indicator_chart",
    ),
    path("years/<int:year_id>/queue/", review.queue, name="queue"),
    path("policies/", dashboards.policy_list, name="policy_list"),
    path("policies/<int:pk>/", dashboards.policy_detail, name="policy_detail"),
    path("measures/", dashboards.measure_list, name="measure_list"),
    path("measures/<int:pk>/", measures.measure_detail, name="measure_detail"),
    path("measures/<int:pk>/notes/", contributions.note_add, name="note_add"),
    path("contributions/<int:pk>/", contributions.contribution_edit, name="contribution_edit"),
    path(
        "reports/<int:pk>/contributors/",
        contributions.report_contributors,
        name="report_contributors",
    ),
    path("reports/<int:pk>/unchanged/", entry.report_unchanged, name="report_unchanged"),
    path("reports/<int:pk>/cautions/", entry.report_cautions, name="report_cautions"),
    path("records/", records.record_list, name="record_list"),
    path("people/promoters/", people.promoter_list, name="promoter_list"),
    path("people/<int:pk>/handover/", people.handover, name="handover"),
    path("my/", entry.my_measures, name="my_measures"),
    path("reports/<int:pk>/edit/", entry.report_edit, name="report_edit"),
    path("reports/<int:pk>/check/", entry.report_check, name="report_check"),
    path("reports/<int:pk>/submit/", entry.report_submit, name="report_submit"),
    path("reports/<int:pk>/done/", entry.report_done, name="report_done"),
    path("reports/<int:pk>/withdraw/", entry.report_withdraw, name="report_withdraw"),
    path("reports/<int:pk>/review/", review.report_review, name="report_review"),
    path("reports/<int:pk>/comment/", review.report_comment, name="report_comment"),
    path("reports/<int:pk>/send-back/", review.report_send_back, name="report_send_back"),
    path("reports/<int:pk>/confirm/", review.report_confirm, name="report_confirm"),
    *meeting_urls.urlpatterns,
    *desk_urls.urlpatterns,
    *edition_urls.urlpatterns,
]
