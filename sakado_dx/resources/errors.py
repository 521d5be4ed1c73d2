"""What the read API answers where it gives nothing: a sentence, and a code that stays the same.

Sentences may be put better at any time; programs go by `code`.
"""

import logging
from dataclasses import dataclass
from http import HTTPStatus

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, JsonResponse
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from sakado_dx import event_log
from sakado_dx.database_faults import fault_in


@dataclass(frozen=True)
class Kind:
    """One way to give nothing."""

    status: HTTPStatus
    code: str
    message: str


INVALID = Kind(HTTPStatus.BAD_REQUEST, "invalid_parameter", "パラメーターに誤りがあります。")
UNREADABLE = Kind(HTTPStatus.BAD_REQUEST, "bad_request", "要求を読めません。")
TOO_LARGE = Kind(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too_large",
    "要求が大きすぎます。読むことに本文は要りません。",
)
LOGIN_NEEDED = Kind(HTTPStatus.UNAUTHORIZED, "login_needed", "ポータルへのログインが要ります。")
NOT_ALLOWED = Kind(
    HTTPStatus.FORBIDDEN, "not_allowed", "この指定は、あなたのログインでは使えません。"
)
NOT_FOUND = Kind(HTTPStatus.NOT_FOUND, "not_found", "このアドレスには何もありません。")
METHOD = Kind(
    HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", "読むこと（GET と HEAD）だけができます。"
)
TOO_MANY = Kind(HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", "要求が多すぎます。")
UNAVAILABLE = Kind(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "unavailable",
    "データベースに接続できません。しばらくしてから、もう一度要求してください。",
)
BROKEN = Kind(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "server_error",
    "予期しない誤りが起きました。request_id を添えて、管理者に知らせてください。",
)
BY_EXCEPTION: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Kind], ...] = (
    (exceptions.ValidationError, INVALID),
    ((exceptions.ParseError, BadRequest, SuspiciousOperation), UNREADABLE),
    (exceptions.NotAuthenticated, LOGIN_NEEDED),
    (exceptions.PermissionDenied, NOT_ALLOWED),
    ((exceptions.NotFound, Http404), NOT_FOUND),
    (exceptions.MethodNotAllowed, METHOD),
    (exceptions.Throttled, TOO_MANY),
)
BY_STATUS = {kind.status: kind for kind in (UNREADABLE, NOT_FOUND, TOO_LARGE, BROKEN, UNAVAILABLE)}
CODES = tuple(
    dict.fromkeys(
        [*(kind.code for _, kind in BY_EXCEPTION), UNAVAILABLE.code, TOO_LARGE.code, BROKEN.code]
    )
)


class WrongParameter(serializers.Serializer):
    """A parameter that was refused."""

    name = serializers.CharField(help_text="パラメーターの名前")
    message = serializers.CharField(help_text="何が誤りで、どう直すか")


class Error(serializers.Serializer):
    """The answer where nothing is given."""

    code = serializers.ChoiceField(choices=[(code, code) for code in CODES], help_text="誤りの種類")
    message = serializers.CharField(help_text="説明の文")
    parameters = WrongParameter(many=True, help_text="誤りのあるパラメーター（なければ空）")
    request_id = serializers.CharField(help_text="問い合わせるときの番号")


def answer_to(exception: Exception, context: dict) -> Response | None:
    """The answer to what was raised; None for what nobody foresaw, which is a page's 500."""
    kind = _kind_of(exception)
    if kind is None:
        return None
    headers = {}
    message = kind.message
    if isinstance(exception, exceptions.Throttled):
        headers["Retry-After"] = str(int(exception.wait or 60) + 1)
        message += f"{headers['Retry-After']}秒後に、もう一度要求してください。"
    if kind is NOT_ALLOWED:
        message = str(exception.detail)
    if kind is UNAVAILABLE:
        headers["Retry-After"] = "30"
        why = {"error": type(exception).__name__} | event_log.of_database(exception)
        event_log.record("api_unavailable", level=logging.ERROR, **why)
    if kind is LOGIN_NEEDED:
        headers["WWW-Authenticate"] = "Session"
    body = _body(kind, message, _wrong_parameters(exception))
    return Response(body, kind.status, headers=headers)


def _kind_of(exception: Exception) -> Kind | None:
    if fault_in(exception):
        return UNAVAILABLE
    return next((kind for raised, kind in BY_EXCEPTION if isinstance(exception, raised)), None)


def plain_answer(status: int, told: str = "") -> JsonResponse:
    """The answer where no view was reached, or it broke (400 to 503), with what is `told` in the
    place of the usual sentence; asks no database."""
    kind = BY_STATUS[status]
    return JsonResponse(_body(kind, told or kind.message, []), status=status)


def _body(kind: Kind, message: str, parameters: list[dict]) -> dict:
    return {
        "code": kind.code,
        "message": message,
        "parameters": parameters,
        "request_id": event_log.correlation_id.get(),
    }


def _wrong_parameters(exception: Exception) -> list[dict[str, str]]:
    if not isinstance(exception, exceptions.ValidationError):
        return []
    return [
        {"name": name, "message": "".join(map(str, messages))}
        for name, messages in exception.detail.items()
    ]
