"""What the database refuses of a closed year, told like any other refusal."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from progress.workflow.refusals import OF_CLOSED_YEAR
from sakado_dx.errors import own_text


class ClosedYearMiddleware:
    """Answers with 409 and what was typed where a closing was faster than a change.

    The verbs say it themselves and keep their forms (workflow.record.closed_meanwhile); this is
    for all other doors.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception):
        if not isinstance(exception, IntegrityError) or OF_CLOSED_YEAR not in str(exception):
            return None
        context = {
            "page_title": "締められた年度です",
            "refusal": OF_CLOSED_YEAR,
            "typed": own_text(request),
        }
        return render(
            request, "progress/guards/closed_meanwhile.html", context, status=HTTPStatus.CONFLICT
        )
