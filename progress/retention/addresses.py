"""Addresses of 保存年限."""

from django.urls import path

from progress.retention import disposal_views, views

RETENTION = [
    path("years/retention/", views.retention_list, name="retention_list"),
    path("years/<int:year_id>/retention/", views.retention_set, name="retention_set"),
    path("years/<int:year_id>/disposal/", disposal_views.disposal_new, name="disposal_new"),
    path("disposals/<int:pk>/", disposal_views.disposal_detail, name="disposal_detail"),
    path("disposals/<int:pk>/decide/", disposal_views.disposal_decide, name="disposal_decide"),
    path("disposals/<int:pk>/drop/", disposal_views.disposal_drop, name="disposal_drop"),
    path(
        "disposals/<int:pk>/archive.zip", disposal_views.disposal_archive, name="disposal_archive"
    ),
]
