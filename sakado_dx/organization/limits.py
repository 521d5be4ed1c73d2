"""What is refused before anything is read of it, so that nobody slows or fills the portal."""

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string

from sakado_dx.errors import API, bad_request, too_large
from sakado_dx.lists import PAGE
from sakado_dx.organization import login_budget
from sakado_dx.unusable import UnusableRequest

LONGEST_QUERY = 4_000  # bytes; what lists, searches and files ask for has some hundreds
MOST_PAGES = 1_000_000
LARGEST = 2**31 - 1  # pages name plans, years and rows, of which there are never so many
TOO_LONG = "Exceeds the limit ("  # what int() says of thousands of digits
OUT_OF_RANGE = "22003"  # PostgreSQL's numeric_value_out_of_range
GetResponse = Callable[[HttpRequest], HttpResponse]


class LoginBudgetMiddleware:
    """Turns away the logins of an address that has failed too often, and asks no database.

    A browser that says it is known here goes on: the view looks who it is, and gives back what was
    typed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_login = request.method == "POST" and request.path_info == resolve_url(settings.LOGIN_URL)
        if not is_login or login_budget.COOKIE in request.COOKIES:
            return self.get_response(request)
        seconds = login_budget.seconds_to_wait(request)
        if not seconds:
            return self.get_response(request)
        page = _too_many(login_budget.refusal(seconds), settings.SERVICE_NAME)
        headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
        return HttpResponse(page, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)


@lru_cache(maxsize=16)
def _too_many(notice: str, service_name: str) -> str:
    context = {"notice": notice, "service_name": service_name}
    return render_to_string("429.html", context)


class QueryLimitMiddleware:
    """Refuses what stands behind the ``?`` of an address where no page could mean it: more than
    anybody asks for, what databases refuse, a page that no list has.

    What each parameter may hold is said by the form of its page, and for the API by its declaration
    (resources/query.py).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = len(request.META.get("QUERY_STRING", ""))
        if length > LONGEST_QUERY:
            raise UnusableRequest(
                f"アドレスの「?」の後が長すぎます（{length:,}文字。{LONGEST_QUERY:,}文字まで）。"
                "さがす言葉や、選んだ条件の数を減らしてください。"
            )
        if length and not request.path_info.startswith(API):
            _refuse_unusable(request)
        return self.get_response(request)


def _refuse_unusable(request: HttpRequest) -> None:
    for name, values in request.GET.lists():
        if any("\0" in each for each in (name, *values)):
            raise UnusableRequest(
                "アドレスの「?」の後に、使えない文字（NUL）が含まれています。除いてから、もう一度開いてください。"
            )
    page = request.GET.get(PAGE) or "1"
    is_page = page.isascii() and page.isdigit() and len(page) < 10
    if not (is_page and 1 <= int(page) <= MOST_PAGES):
        raise UnusableRequest(
            f"アドレスの「{PAGE}={page[:20]}」は、一覧のページの番号ではありません。"
            "1からの整数にしてください。"
        )


class NumberLimitMiddleware:
    """A number in an address that no database holds is that of nothing: 404, whichever page it is.
    (Some queries would break off on it.) In a form it is refused.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        if any(isinstance(value, int) and value > LARGEST for value in kwargs.values()):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception):
        """A made-up value of a form that the database's own numbers cannot hold, or that has more
        digits than Python reads."""
        code = getattr(exception.__cause__, "pgcode", "")
        is_too_long = isinstance(exception, ValueError) and str(exception).startswith(TOO_LONG)
        if isinstance(exception, OverflowError) or is_too_long or code == OUT_OF_RANGE:
            return bad_request(request, exception)
        return None


class BodyLimitMiddleware:
    """Refuses a body that is larger than any page of its sender may send, or that does not say how
    large it is, before a byte of it is read. After the session's middleware, which it asks."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_in = SESSION_KEY in request.session
        most = settings.BODY_BYTES_WITH_LOGIN if is_in else settings.BODY_BYTES_WITHOUT_LOGIN
        if request.headers.get("Transfer-Encoding") or _size(request) > most:
            return too_large(request, most)
        return self.get_response(request)


def _size(request: HttpRequest) -> int:
    """As Django reads it: what is no number is nothing."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0
