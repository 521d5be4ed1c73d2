"""The first request of a day lets take effect what was decided for it (README: 改定)."""

import logging
from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from progress.revisions.effect_verbs import apply_due
from sakado_dx import event_log
from sakado_dx.records import became


class TakingEffectMiddleware:
    """Looks once a day and process; every other request compares two dates.

    What cannot take effect, or a database that takes no changes, never stands in the way of who
    asked: `manage.py apply_revisions` and 事務局トップ tell of it.
    """

    looked_on: date | None = None  # of the whole process

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        if TakingEffectMiddleware.looked_on != today:
            TakingEffectMiddleware.looked_on = today
            self.look(today)
            became.begin()  # that was nobody's request
        return self.get_response(request)

    def look(self, today: date) -> None:
        """Let take effect what is due, and say nothing of a failure but in the log."""
        try:
            apply_due(today)
        except Exception as error:  # whatever it is: who asked has nothing to do with it
            told = {"error": type(error).__name__}
            event_log.record("revisions_not_looked_at", level=logging.ERROR, **told)
