"""What every page is told that needs no query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, Any]:
    """The portal's name, and the number under which this request stands in the log."""
    return {
        "service_name": settings.SERVICE_NAME,
        "correlation_id": getattr(request, "correlation_id", ""),
    }
