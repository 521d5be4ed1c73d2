"""Pages for what went wrong, each with the number under which the log has it.

Those for 400, 500 and 503 need no database. Where a form was sent, they give back what was
typed: the browser keeps nothing of a page that is `no-store`.
"""

import sys
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent
from django.db import ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from sakado_dx.database_faults import fault_in
from sakado_dx.organization.keeping import Typed, typed_in
from sakado_dx.records.became import became
from sakado_dx.resources.errors import BY_STATUS, plain_answer
from sakado_dx.unusable import UnusableRequest
from sakado_dx.whole_files import is_full

API, PUBLIC = "/api/", "/public/"
MEGABYTE = 1024 * 1024
# What citizens are told in the place of the portal's own pages, by status.
FOR_CITIZENS = {
    HTTPStatus.BAD_REQUEST: "受け取れませんでした",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "受け取れませんでした",
    HTTPStatus.INTERNAL_SERVER_ERROR: "表示できませんでした",
    HTTPStatus.INSUFFICIENT_STORAGE: "表示できませんでした",
    HTTPStatus.SERVICE_UNAVAILABLE: "ただいま休止しています",
}
NOT_OPENED = "このアドレスでは開けません"  # where citizens asked for a page, and sent nothing
READING = ("GET", "HEAD")
UNREADABLE = (BadRequest, RequestDataTooBig, TooManyFieldsSent, OSError, ValueError)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    told = str(exception) if isinstance(exception, UnusableRequest) else ""
    reading = request.method in READING
    return _bare(request, "400.html", HTTPStatus.BAD_REQUEST, told=told, is_reading=reading)


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """For a body of more than `most` bytes, which is not read; it asks no database either."""
    request.is_unread = True
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return _bare(request, "413.html", status, most=most // MEGABYTE)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    context = {"exception": str(exception), "typed": own_text(request)}
    return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _asks_the_api(request):
        return plain_answer(HTTPStatus.NOT_FOUND)
    context = {"typed": own_text(request)}
    return render(request, "404.html", context, status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an unforeseen error; for a database that gives or takes nothing, 503."""
    if _is_out_of_service(sys.exc_info()[1]):
        response = _bare(request, "503.html", HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = "30"
        return response
    if is_full(sys.exc_info()[1]):
        return _bare(request, "507.html", HTTPStatus.INSUFFICIENT_STORAGE)
    return _bare(request, "500.html", HTTPStatus.INTERNAL_SERVER_ERROR)


def _is_out_of_service(error: BaseException | None) -> bool:
    """A site for citizens alone is refused its views while they are made anew (README)."""
    return bool(fault_in(error)) or (settings.PUBLIC_ONLY and isinstance(error, ProgrammingError))


def _bare(request: HttpRequest, template: str, status: int, **more: int | str) -> HttpResponse:
    """A page without request context, so that nothing in it can fail again; programs that read
    the API get the same as JSON."""
    if _asks_the_api(request):
        status = status if status in BY_STATUS else HTTPStatus.INTERNAL_SERVER_ERROR
        return plain_answer(status, more.get("told", ""))
    if settings.PUBLIC_ONLY or request.path_info.startswith(PUBLIC):
        return _bare_for_citizens(request, status, more.get("is_reading", False))
    context = {
        "service_name": settings.SERVICE_NAME,
        "correlation_id": getattr(request, "correlation_id", ""),
        "typed": own_text(request),
        "became": became() if request.method == "POST" else "",
    } | more
    return HttpResponse(render_to_string(template, context), status=status)


def _asks_the_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(API) and not settings.PUBLIC_ONLY


def _bare_for_citizens(request: HttpRequest, status: int, is_reading: bool) -> HttpResponse:
    """The same for who knows nothing of the portal, in the shell of the public pages."""
    context = {
        "service_name": settings.PUBLIC_NAME,
        "page_title": NOT_OPENED if is_reading else FOR_CITIZENS[status],
        "is_refused": status == HTTPStatus.BAD_REQUEST,
        "correlation_id": getattr(request, "correlation_id", ""),
    }
    return HttpResponse(render_to_string("progress/public/stopped.html", context), status=status)


def own_text(request: HttpRequest) -> Typed | None:
    """What the sender typed into one of our forms, if its owner is (or may be) the sender."""
    if getattr(request, "is_unread", False):
        return None
    try:
        typed = typed_in(request)
    except UNREADABLE:
        return None
    user = getattr(request, "_cached_user", None)
    return typed if typed and (user is None or typed.belongs_to(user)) else None
