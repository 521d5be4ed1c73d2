"""The addresses of the plan's editions."""

from django.urls import path

from progress.plan_editions import views as plans

PLAN_EDITIONS = [
    path("plan/editions/", plans.edition_list, name="edition_list"),
    path("plan/editions/<int:pk>/", plans.edition_detail, name="edition_detail"),
    path("plan/editions/<int:pk>/document.json", plans.edition_document, name="edition_document"),
    path("plan/editions/<int:pk>/publish-on/", plans.edition_publish_on, name="edition_publish_on"),
    path("plan/adopt/", plans.plan_adopt, name="plan_adopt"),
    path("plan/as-of/", plans.plan_as_of, name="plan_as_of"),
]
