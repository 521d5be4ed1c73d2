"""The addresses of the public pages: a year by its number, a measure by its code of that year."""

from django.urls import path

from progress.public import revision_views as public_revisions
from progress.public import views as public

MEASURE = "public/years/<int:fiscal_year>/measures/<str:code>/"

PUBLIC = [
    path("public/", public.home, name="public_home"),
    path("public/glossary/", public.glossary, name="public_glossary"),
    path("public/about/", public.about, name="public_about"),
    path("public/revisions/", public_revisions.revisions, name="public_revisions"),
    path("public/revisions/<int:pk>/", public_revisions.revision, name="public_revision"),
    path("public/accessibility/", public.accessibility, name="public_accessibility"),
    path("public/years/", public.years, name="public_years"),
    path("public/years/<int:fiscal_year>/", public.year, name="public_year"),
    path(
        "public/years/<int:fiscal_year>/policies-<str:shape>.svg",
        public.policies_chart,
        name="public_policies_chart",
    ),
    path(
        "public/years/<int:fiscal_year>/policies/<int:number>/",
        public.policy,
        name="public_policy",
    ),
    path("public/years/<int:fiscal_year>/opinions/", public.opinions, name="public_opinions"),
    path("public/years/<int:fiscal_year>/errata/", public.errata, name="public_errata"),
    path(MEASURE, public.measure, name="public_measure"),
    path(
        f"{MEASURE}chart-<int:number>-<str:shape>.svg",
        public.indicator_chart,
        name="public_indicator_chart",
    ),
]
