"""The addresses of what is looked up: systems, terms, the chronology."""

from django.urls import path

from progress.reference import system_views as systems
from progress.reference import term_views as terms
from progress.reference import timeline_views as timelines

REFERENCE = [
    path("systems/overview/", systems.system_overview, name="system_overview"),
    path("systems/<int:pk>/", systems.system_detail, name="system_detail"),
    path("systems/chart/<slug:key>.png", systems.system_chart_png, name="system_chart_png"),
    path("systems/chart/<slug:key>/<str:shape>.svg", systems.system_chart, name="system_chart"),
    path(
        "systems/chart/<slug:key>/<str:shape>/<slug:stamped>.svg",
        systems.system_chart,
        name="system_chart_kept",
    ),
    path("timeline/", timelines.timeline, name="timeline"),
    path("timeline.png", timelines.timeline_chart_png, name="timeline_chart_png"),
    path("timeline/<str:shape>.svg", timelines.timeline_chart, name="timeline_chart"),
    path(
        "timeline/<str:shape>/<slug:stamped>.svg",
        timelines.timeline_chart,
        name="timeline_chart_kept",
    ),
    path("glossary/use/", terms.term_use, name="term_use"),
    path("glossary/abbreviations/", terms.abbreviation_list, name="abbreviation_list"),
]
