"""The addresses of the open data: they stay as they are, since others link to them."""

from django.urls import path

from progress.open_data import views

OPEN_DATA = [
    path("public/data/", views.data_list, name="data_list"),
    path("public/data/dictionary/", views.data_dictionary, name="data_dictionary"),
    path("public/data/catalogue.jsonld", views.data_catalogue, name="data_catalogue"),
    path("public/data/<slug:name>.schema.json", views.data_schema, name="data_schema"),
    path("public/data/<slug:name>.<slug:kind>", views.data_file_download, name="data_file"),
]
