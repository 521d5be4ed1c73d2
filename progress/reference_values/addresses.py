"""The addresses of 参考値."""

from django.urls import path

from progress.reference_values import views

REFERENCE_VALUES = [
    path(
        "indicators/<int:pk>/reference-values/",
        views.reference_value_list,
        name="reference_value_list",
    ),
    path(
        "indicators/<int:pk>/reference-values/add/",
        views.reference_value_add,
        name="reference_value_add",
    ),
    path(
        "reference-values/<int:pk>/remove/",
        views.reference_value_remove,
        name="reference_value_remove",
    ),
]
