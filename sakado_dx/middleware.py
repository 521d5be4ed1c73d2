"""What every request passes, that of a citizen too: its number, and what may be kept of the answer."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sakado_dx import event_log
from sakado_dx.call_room import with_room
from sakado_dx.records import became

GetResponse = Callable[[HttpRequest], HttpResponse]


class CorrelationMiddleware:
    """Numbers each request, for the log, the error pages and who asks about them; it stands first,
    and what a request calls finds its room in one piece (`call_room`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """A HEAD is what the GET would answer: no page has to think of it."""
        if request.method == "HEAD":
            request.method = "GET"

    @with_room
    def __call__(self, request: HttpRequest) -> HttpResponse:
        started, method = time.monotonic(), request.method
        became.begin()
        request.correlation_id = event_log.correlation_of(request)
        token = event_log.correlation_id.set(request.correlation_id)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.correlation_id
            if method == "HEAD":
                _without_body(response)
            event_log.record(
                "request",
                level=logging.INFO if response.status_code < 400 else logging.WARNING,
                method=method,
                route=event_log.route_of(request),
                status=response.status_code,
                milliseconds=round((time.monotonic() - started) * 1000),
            )
        finally:
            event_log.correlation_id.reset(token)
        return response


def _without_body(response: HttpResponse) -> None:
    """The answer to a HEAD: how long it would be, and nothing that the server must drop, which it
    would log each time. A file's own length is told by its headers."""
    if response.streaming:
        response.streaming_content = ()
        return
    response.headers.setdefault("Content-Length", str(len(response.content)))
    response.content = b""


class NoStoreMiddleware:
    """Keeps pages out of every cache; a view that knows better (a chart) says so itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
