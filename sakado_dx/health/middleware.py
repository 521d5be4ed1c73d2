"""`/healthz` and `/readyz`: answered before anything that asks the database who is there.

No login, no session, no cookie: a probe asks every few seconds, and wants an answer above all when
nothing else answers. Only addresses that are named may ask; to all others the pages do not exist.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from sakado_dx import event_log
from sakado_dx.health.checks import results
from sakado_dx.organization.backends import client_address

ALIVE, READY = "/healthz", "/readyz"
# Those of other pages come from middleware that a probe does not reach.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
GetResponse = Callable[[HttpRequest], HttpResponse]


class HealthMiddleware:
    """Stands right behind the middleware that numbers requests: a probe asks by the machine's own
    address and without TLS, which those after it refuse."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asks = request.path_info in (ALIVE, READY) and request.method in ("GET", "HEAD")
        if not asks or not _may_ask(request):
            return self.get_response(request)
        answer = _alive() if request.path_info == ALIVE else _ready()
        for name, value in HEADERS.items():
            answer[name] = value
        return answer


def _may_ask(request: HttpRequest) -> bool:
    """An IPv4 address that is written as IPv6, as a server on both does, is itself."""
    address = client_address(request)
    if not address:
        return False
    found = ip_address(address)
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in each for each in settings.HEALTH_ADDRESSES)


def _alive() -> HttpResponse:
    """The process answers; of the database it asks nothing."""
    return JsonResponse({"alive": True})


def _ready() -> HttpResponse:
    """Each check by name, with a sentence; 503 where one of them fails, which the log says too."""
    found = results()
    failing = [each.name for each in found if each.is_fault]
    if failing:
        event_log.record("not_ready", level=logging.ERROR, checks="、".join(failing))
    told = {each.name: {"ok": not each.is_fault, "detail": each.detail} for each in found}
    return JsonResponse(
        {"ready": not failing, "checks": told},
        status=HTTPStatus.SERVICE_UNAVAILABLE if failing else HTTPStatus.OK,
        json_dumps_params={"ensure_ascii": False},
    )
