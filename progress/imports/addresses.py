"""The addresses of imports and of the wizard."""

from django.urls import path

from progress.imports import list_views as imports
from progress.imports import views as wizard

IMPORTS = [
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", wizard.import_new, name="import_new"),
    path("imports/check/", wizard.import_check, name="import_check"),
    path("imports/marked/", wizard.import_marked, name="import_marked"),
    path("imports/looked/<int:pk>/", wizard.import_looked, name="import_looked"),
    path("imports/confirm/", wizard.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/undo/", imports.import_undo, name="import_undo"),
]
