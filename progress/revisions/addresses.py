"""The addresses of 計画の見直し."""

from django.urls import path

from progress.revisions import views

REVISIONS = [
    path("plan/revisions/", views.revision_list, name="revision_list"),
    path("plan/revisions/new/", views.revision_new, name="revision_new"),
    path("plan/revisions/form.xlsx", views.revision_form, name="revision_form"),
    path("plan/revisions/<int:pk>/", views.revision_detail, name="revision_detail"),
]
