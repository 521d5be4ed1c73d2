from django.urls import path

app_name = "systems_inventory"

urlpatterns: list[path] = []
