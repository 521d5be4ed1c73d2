"""The document of the read API (OpenAPI 3.1), made of the same declarations that answer."""

from functools import cache
from http import HTTPStatus

from drf_spectacular.drainage import reset_generator_stats
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from sakado_dx.resources.errors import Error

TEXT = {"type": "string", "pattern": r"^[^\u0000-\u001f\u007f]+$", "maxLength": 100}
PATHS = {
    "fiscal_year": {"type": "integer", "minimum": 0, "maximum": 9999},
    "key": TEXT,
    "measure_key": TEXT,
}
ETAG = OpenApiParameter(
    "ETag",
    str,
    location=OpenApiParameter.HEADER,
    response=[200],
    description="この答えの印。`If-None-Match` に付けて尋ねると、変わっていなければ 304 だけを返します。",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    location=OpenApiParameter.HEADER,
    description="前の答えの `ETag`。変わっていなければ、中身のない 304 を返します。",
)
RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    int,
    location=OpenApiParameter.HEADER,
    response=[429],
    description="もう一度要求できるまでの秒数",
)
REFUSED = {
    HTTPStatus.BAD_REQUEST: "パラメーターの誤り（知らない名前、値の誤り、同じものが二つ）",
    HTTPStatus.TOO_MANY_REQUESTS: "要求が多すぎる（ログインのない要求には、接続元ごとに1分あたりの上限があります）",
}


class ResourceSchema(AutoSchema):
    """What the document says of a view, from what the view says of itself."""

    def get_summary(self) -> str:
        return self.view.summary

    def get_description(self) -> str:
        return self.view.told

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_operation_id(self) -> str:
        """``measures_list``, ``measures_read``: what generated clients call it."""
        action = "list" if hasattr(self.view, "pagination_class") else "read"
        parts = (
            self.path.removeprefix(spectacular_settings.SCHEMA_PATH_PREFIX).strip("/").split("/")
        )
        named = [each.replace("-", "_") for each in parts if "{" not in each]
        return "_".join([*named, action])

    def get_auth(self) -> list[dict]:
        """The portal's session: needed where a view is for staff, else taken where it is there."""
        return [{"session": []}] if self.view.is_staff_only else [{}, {"session": []}]

    def get_override_parameters(self) -> list:
        paths = [
            OpenApiParameter(name, PATHS[name], OpenApiParameter.PATH, description=told)
            for name, told in self.view.path_told.items()
        ]
        return [*paths, self.view.asked_class(), IF_NONE_MATCH, ETAG, RETRY_AFTER]

    def get_response_serializers(self) -> dict:
        rows = self.view.serializer_class(many=hasattr(self.view, "pagination_class"))
        refused = dict(REFUSED)
        if self.view.is_staff_only:
            refused[HTTPStatus.UNAUTHORIZED] = "ログインが要る"
        if self.view.refuses:
            refused[HTTPStatus.FORBIDDEN] = self.view.refuses
        if self.view.is_staff_only or self.view.path_told or self.view.may_be_missing:
            refused[HTTPStatus.NOT_FOUND] = "見つからない（読む権利のないものも含みます）"
        return {
            200: OpenApiResponse(rows, description=self.view.summary),
            304: OpenApiResponse(None, description="変わっていない"),
            **{
                int(status): OpenApiResponse(Error, description=refused[status])
                for status in sorted(refused)
            },
        }


@cache
def document() -> dict:
    """The whole document, made once by each process; it is the same for everybody."""
    reset_generator_stats()
    return SchemaGenerator().get_schema(request=None, public=True)
