from django.urls import path

from systems_inventory import views

app_name = "systems_inventory"

urlpatterns = [path("", views.system_list, name="system_list")]
