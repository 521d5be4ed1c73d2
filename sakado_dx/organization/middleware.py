"""What every request of staff passes: who asks, and for how long."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions import middleware as of_django
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import Error, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject

from sakado_dx import event_log
from sakado_dx.database_faults import fault_in
from sakado_dx.organization.access import needs_place, remembered_standing
from sakado_dx.organization.keeping import LATER, forget_sent, typed_in, untaken
from sakado_dx.organization.sessions import is_needed, keep_alive_or_end
from sakado_dx.organization.views import login_page, no_place
from sakado_dx.together import asking_ahead

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionMiddleware(of_django.SessionMiddleware):
    """Django's; but a session that ended meanwhile, or a row of it that cannot be written, takes
    nothing back of what the page has done and said.

    Django itself turns both into 400. Whose login is over finds out at the next page.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (SessionInterrupted, Error) as error:
            why = {"error": type(error).__name__} | event_log.of_database(error)
            event_log.record("session_unwritten", level=logging.WARNING, **why)
            if not is_needed(request.session):
                return response
            if fault_in(error):
                raise OperationalError from error  # 503, and not 400
            raise


class SessionLifetimeMiddleware:
    """Ends logins that have lasted or lain idle too long."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        keep_alive_or_end(request.session)
        return self.get_response(request)


class StandingMiddleware:
    """Puts `request.standing` on each request: worked out once, and only where it is asked. What a
    page asks for ahead ends with the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.standing = SimpleLazyObject(lambda: remembered_standing(request.user))
        with asking_ahead():
            return self.get_response(request)


class LoginWall(LoginRequiredMiddleware):
    """Nothing is seen without a login and a place in the city hall today, unless a view says
    so (@login_not_required, @place_not_required)."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not request.user.is_authenticated:
            return super().process_view(request, view_func, view_args, view_kwargs)
        forget_sent(request)
        if needs_place(view_func) and not request.standing.is_staff:
            return no_place(request)
        return None

    def get_login_url(self, view_func) -> str:
        """One login page, for the admin too."""
        return settings.LOGIN_URL

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        """The login page; with what was typed, where a form's login has expired."""
        if getattr(view_func, "answers_json", False):
            sentence = "ログインの期限が切れています。"
            return JsonResponse({"sentence": sentence}, status=HTTPStatus.UNAUTHORIZED)
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        typed = typed_in(request)
        if typed:
            return login_page(request, typed=typed, status=HTTPStatus.UNAUTHORIZED)
        # No next: an address that was posted to may not answer a GET.
        messages.warning(request, "ログインの期限が切れていたため、操作は行われていません。")
        return redirect(settings.LOGIN_URL)


class KeptTextMiddleware:
    """Shows a text that was typed into a form which its page has no more.

    While a login was expired the report was handed in, the year closed, or the person moved.
    The text goes before the page, until the hour for which it is kept is over.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A POST asks nothing more of the database: what it has done is done.
        is_asked = request.method == "GET" and request.user.is_authenticated
        typed = untaken(request) if is_asked else None
        if typed is None:
            return response
        context = {
            "page_title": "入力していた内容",
            "typed": typed,
            "onward": f"{request.path}?{LATER}=later",
        }
        return render(request, "kept.html", context)
