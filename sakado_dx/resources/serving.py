"""What every address of the read API does: read the question, count, answer as JSON with an ETag.

A view of an app names its query and its row, and says in `rows` or `row` what there is. It takes
`request.standing` as pages do: who has no login, or no place in the city hall today, gets what
is public.
"""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property, partial
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from sakado_dx.organization.access import Standing
from sakado_dx.records.kept import KeptWhile
from sakado_dx.resources import query
from sakado_dx.resources.errors import answer_to
from sakado_dx.resources.pages import Pages, Sparse
from sakado_dx.resources.throttling import ByAddress

# How many rows there are, and those of the page as they are answered, at most 200.
Page = tuple[int, list[Any]]
_pages: KeptWhile[Page] = KeptWhile(most=16)


class JsonAlways(BaseContentNegotiation):
    """There is one form of answer, whatever is asked for."""

    def select_parser(self, request, parsers):
        return None

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class PortalUser:
    """The portal's own session, which the middleware has read already."""

    def authenticate(self, request) -> tuple | None:
        user = request._request.user
        return (user, None) if user.is_authenticated and user.is_active else None

    def authenticate_header(self, request) -> str:
        return "Session"


class LateSchema:
    """What the document says of a view. Its library brings Django's test client with it, so that it
    is loaded only where the document is made."""

    @cached_property
    def _own(self):
        from sakado_dx.resources.schema import ResourceSchema

        return ResourceSchema()

    def __get__(self, view: "ResourceView | None", owner: type):
        return self._own.__get__(view, owner)


class ResourceView(APIView):
    """An address that is read. `summary` and `told` describe it in the document, `tag` groups it,
    `path_told` says what stands in the address, `is_staff_only` whether it needs a login, `may_be_missing`
    whether there may be nothing even so, `refuses` which parameter is not everybody's, if one is."""

    http_method_names = ["get", "head"]
    authentication_classes = [PortalUser]
    permission_classes: list = []
    parser_classes: list = []
    renderer_classes = [JSONRenderer]
    throttle_classes = [ByAddress]
    content_negotiation_class = JsonAlways
    metadata_class = None
    schema = LateSchema()

    query_class: type[query.Query] = query.Query
    serializer_class: type[Sparse]
    summary = told = tag = ""
    path_told: Mapping[str, str] = {}
    is_staff_only = may_be_missing = False
    refuses = ""

    @property
    def standing(self) -> Standing:
        return self.request._request.standing

    def get_exception_handler(self):
        return answer_to

    def initial(self, request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        if self.is_staff_only and not self.standing.is_staff:
            raise NotFound if request.user.is_authenticated else NotAuthenticated
        if any(not str(value).isprintable() for value in kwargs.values()):
            raise NotFound

    def read_query(self) -> dict:
        """What is asked, checked by the declaration."""
        return self.asked_class().read(self.request.query_params)

    @classmethod
    @cache
    def asked_class(cls) -> type[query.Query]:
        """The view's query with `fields` of its row."""
        names = cls.serializer_class().fields
        return type(
            cls.query_class.__name__, (cls.query_class,), {"fields": query.fields_of(names)}
        )

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        allow_origin(self.request, response)
        if response.status_code == 200:
            if not self.request._request.user.is_authenticated:
                response.headers["Cache-Control"] = "no-cache"
            response.add_post_render_callback(lambda rendered: _unless_known(request, rendered))
        return response


class ListView(ResourceView):
    """Rows, page by page. `is_kept` where what they say stands in recorded tables alone, and is the
    same for all staff, and for all others: then a page is kept in the process."""

    query_class = query.PageQuery
    pagination_class = Pages
    is_kept = False

    def rows(self, asked: dict, **path) -> QuerySet | Sequence:
        """All that was asked for, in its order."""
        raise NotImplementedError

    def get(self, request, **path) -> Response:
        asked = self.read_query()
        pages, read = Pages(asked), partial(self._page, asked, path)
        whom = (type(self), self.standing.is_staff, timezone.localdate())
        key = (*whom, repr(sorted((asked | path).items())))
        count, results = _pages.of(key, read) if self.is_kept else read()
        return Response(pages.answer(request, count, results))

    def _page(self, asked: dict, path: dict) -> Page:
        count, rows = Pages(asked).cut(self.rows(asked, **path))
        wanted = query.wanted_of(asked)
        return count, self.serializer_class(rows, many=True, wanted=wanted).data


class DetailView(ResourceView):
    """One object. `asked` is what the query asks besides."""

    asked: dict

    def row(self, **path):
        """The object; raises NotFound."""
        raise NotImplementedError

    def get(self, request, **path) -> Response:
        self.asked = self.read_query()
        row = self.row(**path)
        return Response(self.serializer_class(row, wanted=query.wanted_of(self.asked)).data)


class NowhereView(ResourceView):
    """Any address below the API that it does not have."""

    schema = None

    def get(self, request, **path) -> Response:
        raise NotFound


def allow_origin(request, response) -> None:
    """Let pages of other sites that the settings name read what is public: no cookies."""
    if settings.API_ORIGINS:
        patch_vary_headers(response, ["Origin"])
    if request.headers.get("Origin") in settings.API_ORIGINS:
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]


def _unless_known(request, response):
    """The answer with its ETag; 304 without content to who has it already."""
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in known or "*" in known or f"W/{etag}" in known:
        response.status_code = 304
        response.content = b""
        del response.headers["Content-Type"]
    return response
