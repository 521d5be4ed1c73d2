from django.urls import path, re_path

from systems_inventory import views

app_name = "systems_inventory"

urlpatterns = [
    path("", views.system_list, name="system_list"),
    re_path(r"^systems\.(?P<kind>csv|xlsx)$", views.system_export, name="system_export"),
]
