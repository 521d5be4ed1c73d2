"""Addresses of what is fixed and shown: closed years, publications, corrections, files."""

from django.urls import path

from progress.views import closed, corrections, publishing

urlpatterns = [
    path("years/<int:year_id>/close/", closed.year_close, name="year_close"),
    path("years/<int:year_id>/measures/<int:pk>/", closed.measure_year, name="measure_year"),
    path("years/<int:year_id>/reports.<str:kind>", closed.year_export, name="year_export"),
    path("years/<int:year_id>/publish/", publishing.publish_bulk, name="publish_bulk"),
    path("years/<int:year_id>/publish-on/", publishing.year_publish_on, name="year_publish_on"),
    path("years/<int:year_id>/errata/", corrections.errata_list, name="errata_list"),
    path("reports/<int:pk>/unlock/", closed.report_unlock, name="report_unlock"),
    path("reports/<int:pk>/reopen/", closed.report_reopen, name="report_reopen"),
    path("reports/<int:pk>/publication/", publishing.report_publication, name="report_publication"),
    path("reports/<int:pk>/publish/", publishing.report_publish, name="report_publish"),
    path("reports/<int:pk>/unpublish/", publishing.report_unpublish, name="report_unpublish"),
    path("reports/<int:pk>/withhold/", publishing.report_withhold, name="report_withhold"),
    path("reports/<int:pk>/corrections/", corrections.correction_places, name="correction_places"),
    path(
        "reports/<int:pk>/corrections/<slug:place>/",
        corrections.correction_new,
        name="correction_new",
    ),
    path("corrections/<int:pk>/", corrections.correction_detail, name="correction_detail"),
    path(
        "corrections/<int:pk>/confirm/", corrections.correction_confirm, name="correction_confirm"
    ),
    path("corrections/<int:pk>/drop/", corrections.correction_drop, name="correction_drop"),
    path("publications/", publishing.publication_list, name="publication_list"),
    path("publications/<int:pk>/", publishing.publication_detail, name="publication_detail"),
]
