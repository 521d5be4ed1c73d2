from django.urls import path, re_path

from measures import views

app_name = "measures"

urlpatterns = [
    path("plan/", views.plan_overview, name="plan_overview"),
    re_path(
        r"^plan/structure-(?P<width>wide|narrow)\.svg$",
        views.structure_picture,
        name="structure_picture",
    ),
    path("chronology/", views.chronology_list, name="chronology_list"),
    path("library/", views.library, name="library"),
    path("help/", views.help, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
