"""An address book with a page that writes to a year without any verb."""

from django.http import HttpResponse
from django.urls import path

from progress.models import ReviewYear
from sakado_dx.records.acting import Door, acting
from sakado_dx.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def change_notice(request, pk):
    with acting(request.user, Door.PAGE):
        ReviewYear.objects.filter(pk=pk).update(notice=request.POST["notice"])
    return HttpResponse("done")


urlpatterns = [path("bare/<int:pk>/", change_notice), *urlpatterns]
