"""All addresses of a site for citizens alone (PUBLIC_ONLY)."""

from django.urls import include, path
from django.views.generic import RedirectView

from progress.open_data.addresses import OPEN_DATA
from progress.public.addresses import PUBLIC

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="progress:public_home"), name="start"),
    path("", include(([*PUBLIC, *OPEN_DATA], "progress"))),
]

handler400 = "sakado_dx.errors.bad_request"
handler404 = "progress.public.middleware.missing"
handler500 = "sakado_dx.errors.server_error"
