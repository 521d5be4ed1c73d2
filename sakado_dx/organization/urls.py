from django.urls import path

from sakado_dx.organization import views
from sakado_dx.organization.powers import views as powers

app_name = "organization"

urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("password/", views.password_change, name="password_change"),
    path("powers/", powers.power_list, name="power_list"),
    path("powers/<int:pk>/approve/", powers.power_approve, name="power_approve"),
    path("powers/notices/", powers.power_notices, name="power_notices"),
    path("link/<str:code>/", views.link_use, name="link_use"),
]
