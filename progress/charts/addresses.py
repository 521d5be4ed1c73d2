"""The addresses of pictures. One with a stamp is kept by browsers (charts.views)."""

from django.urls import path

from progress.charts import views as charts

CHARTS = [
    path("years/<int:year_id>/policies-<str:shape>.svg", charts.policy_chart, name="policy_chart"),
    path(
        "measures/<int:pk>/directions/<int:year_id>.png",
        charts.direction_chart_png,
        name="direction_chart_png",
    ),
    path(
        "measures/<int:pk>/directions/<int:year_id>/<str:shape>.svg",
        charts.direction_chart,
        name="direction_chart",
    ),
    path(
        "measures/<int:pk>/directions/<int:year_id>/<str:shape>/<slug:stamped>.svg",
        charts.direction_chart,
        name="direction_chart_kept",
    ),
    path("years/<int:year_id>/policies.png", charts.policy_chart_png, name="policy_chart_png"),
    path(
        "years/<int:year_id>/policies-<str:shape>/<slug:stamped>.svg",
        charts.policy_chart,
        name="policy_chart_kept",
    ),
    path(
        "indicators/<int:pk>/chart/<int:year_id>.png",
        charts.indicator_chart_png,
        name="indicator_chart_png",
    ),
    path(
        "indicators/<int:pk>/chart/<int:year_id>/<str:shape>.svg",
        charts.indicator_chart,
        name="indicator_chart",
    ),
    path(
        "indicators/<int:pk>/chart/<int:year_id>/<str:shape>/<slug:stamped>.svg",
        charts.indicator_chart,
        name="indicator_chart_kept",
    ),
]
