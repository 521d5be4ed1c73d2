from django.urls import path

from sakado_dx.organization import views

app_name = "organization"

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("password/", views.password_change, name="password_change"),
    path("link/<str:code>/", views.link_use, name="link_use"),
]
