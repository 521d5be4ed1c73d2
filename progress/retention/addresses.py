"""Addresses of 保存年限."""

from django.urls import path

from progress.retention import views

RETENTION = [
    path("years/retention/", views.retention_list, name="retention_list"),
    path("years/<int:year_id>/retention/", views.retention_set, name="retention_set"),
]
