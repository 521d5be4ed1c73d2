"""What every request passes: who asks, for how long, and what may be kept of the answer."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from sakado_dx.organization.access import remembered_standing

GetResponse = Callable[[HttpRequest], HttpResponse]


class StandingMiddleware:
    """Puts `request.standing` on each request: worked out once, and only where it is asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.standing = SimpleLazyObject(lambda: remembered_standing(request.user))
        return self.get_response(request)


class LoginWall(LoginRequiredMiddleware):
    """Nothing is seen without a login, unless a view says so (@login_not_required)."""
