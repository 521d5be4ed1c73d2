from django.urls import path

from sakado_dx.jobs import views

app_name = "jobs"

urlpatterns = [
    path("<int:pk>/", views.job_detail, name="job_detail"),
    path("<int:pk>/state/", views.job_state, name="job_state"),
]
