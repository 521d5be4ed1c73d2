"""The log: one JSON line an event, without texts, passwords or tokens.

A line says what happened, where and to which row; never what somebody wrote. So of other
libraries' messages the pattern is kept and the values that they would fill in are left out,
and of an exception its class and its place, not its message, which may quote a row.
"""

import json
import logging
import re
import traceback
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from sakado_dx.database_faults import fault_in

correlation_id: ContextVar[str] = ContextVar("correlation_id", default="")
FRAMES = 12
_logger = logging.getLogger("portal")


def record(event: str, *, level: int = logging.INFO, **facts: Any) -> None:
    """Write one event with its facts: ids, names of routes, counts; no texts."""
    _logger.log(level, event, extra={"facts": facts})


def correlation_of(request: HttpRequest) -> str:
    """The number that a proxy gave this request, where it looks like one, else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if re.fullmatch(r"[A-Za-z0-9_-]{8,64}", given) else uuid.uuid4().hex[:16]


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, without the ids or tokens that stand in it."""
    match = request.resolver_match
    return f"/{match.route}" if match else ""


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            "correlation_id": correlation_id.get(),
            **_of_request(record),
            **getattr(record, "facts", {}),
            **_of_exception(record),
        }
        return json.dumps(
            {key: value for key, value in line.items() if value not in ("", None)},
            ensure_ascii=False,
            default=str,
        )


def _event(record: logging.LogRecord) -> str:
    """The message before its values are filled in; Django's for an unhandled error has no more."""
    pattern = str(record.msg).partition("\n")[0]
    return "unhandled_error" if pattern.startswith("%s: %s") else pattern


def _of_request(record: logging.LogRecord) -> dict[str, Any]:
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return {}
    status = getattr(record, "status_code", None)
    return {"method": request.method, "route": route_of(request), "status": status}


def _of_exception(record: logging.LogRecord) -> dict[str, Any]:
    if record.levelno < logging.ERROR or not record.exc_info or not record.exc_info[0]:
        return {}
    frames = traceback.extract_tb(record.exc_info[2])[-FRAMES:]
    return {
        "error": record.exc_info[0].__name__,
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        **of_database(record.exc_info[1]),
    }


def of_database(error: BaseException) -> dict[str, str]:
    """Which fault of the database it was, by its own name too; empty where it was none."""
    fault = fault_in(error)
    if not fault:
        return {}
    named = {"database": fault.kind, "database_code": fault.code}
    return {name: value for name, value in named.items() if value}
