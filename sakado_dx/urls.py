"""All addresses of the portal: the assembly point of the apps."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("progress.urls")),
    path("", include("measures.urls")),
    path("glossary/", include("glossary.urls")),
    path("systems/", include("systems_inventory.urls")),
    path("accounts/", include("sakado_dx.organization.urls")),
    path("jobs/", include("sakado_dx.jobs.urls")),
    path("api/v1/", include("sakado_dx.api")),
    path("search/", include("sakado_dx.search.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "sakado_dx.errors.bad_request"
handler403 = "sakado_dx.errors.permission_denied"
handler404 = "sakado_dx.errors.page_not_found"
handler500 = "sakado_dx.errors.server_error"
