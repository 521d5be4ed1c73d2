"""How Django writes its log: lines of event_log.py to stderr (settings.py)."""

from django.utils.log import CallbackFilter


def logging_at(level: str) -> dict:
    """Django's LOGGING, from this level on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "sakado_dx.event_log.JsonLines"}},
        # A 503 that was meant is no unhandled error: it has its line from CorrelationMiddleware.
        "filters": {"unhandled": {"()": CallbackFilter, "callback": lambda each: each.exc_info}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would write its messages a second time, and mail them.
            "django": {"handlers": [], "level": level, "propagate": True},
            # What is refused has its line from CorrelationMiddleware.
            "django.request": {"level": "ERROR", "filters": ["unhandled"]},
            # Its lines quote login IDs; views.login writes one without.
            "axes": {"level": "ERROR"},
        },
    }
