"""An address book of pages that go wrong, for the tests of the error pages."""

import errno

from django.contrib.sessions.models import Session
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import path

from sakado_dx.organization.models import Division
from sakado_dx.records.acting import Door, acting
from sakado_dx.urls import handler400, handler403, handler404, handler500, urlpatterns
from sakado_dx.whole_files import NotStored

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

ERRORS = {
    "full": OSError(errno.ENOSPC, "本文の秘密"),
    "unstored": NotStored(),
    "bad": BadRequest("x"),
    "denied": PermissionDenied("理由の文"),
    "broken": ZeroDivisionError("本文の秘密"),
    "database": OperationalError("connection refused"),
}


def fail(request, kind):
    if kind == "cached":
        return HttpResponse("x", headers={"Cache-Control": "private, no-cache"})
    raise ERRORS[kind]


def store(request, then):
    """Stores a division; meanwhile the session ends, or afterwards something breaks."""
    with acting(request.user, Door.PAGE):
        Division.objects.create(name="新設課")
    request.session["note"] = "x"
    if then == "logout":
        Session.objects.all().delete()
    if then in ERRORS:
        raise ERRORS[then]
    return HttpResponse("保存しました")


urlpatterns = [path("store/<str:then>/", store), path("fail/<str:kind>/", fail), *urlpatterns]
