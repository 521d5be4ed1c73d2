from django.urls import path

from sakado_dx.search import views

app_name = "search"

urlpatterns = [path("", views.search, name="search")]
