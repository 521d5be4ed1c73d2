"""The document of the read API, the page on which people read it, and the one to try it on."""

import json
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from sakado_dx.resources.errors import CODES
from sakado_dx.resources.query import MOST_PER_PAGE, PER_PAGE

TITLE, TRYING = "データの読み出し（API）", "データの読み出しを試す"


def _document() -> dict:
    from sakado_dx.resources.schema import document  # late: see serving.LateSchema

    return document()


@login_not_required
@require_safe
def open_api(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    text = json.dumps(_document(), ensure_ascii=False).encode()
    etag = f'"{sha256(text).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    response = HttpResponse(text, content_type="application/vnd.oai.openapi+json", headers=headers)
    return get_conditional_response(request, etag=etag, response=response)


@dataclass(frozen=True)
class Address:
    """An address as the page tells it."""

    path: str
    summary: str
    told: str
    needs_login: bool
    is_whole: bool


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All addresses to read, made of the document."""
    groups: dict[str, list[Address]] = {}
    for path, methods in _document()["paths"].items():
        own = methods["get"]
        groups.setdefault(own["tags"][0], []).append(
            Address(
                path, own["summary"], own["description"], {} not in own["security"], "{" not in path
            )
        )
    context = {
        "page_title": TITLE,
        "groups": groups,
        "codes": CODES,
        "most": settings.API_REQUESTS_A_MINUTE,
        "per_page": PER_PAGE,
        "most_per_page": MOST_PER_PAGE,
    }
    return render(request, "api/page.html", context)


@login_not_required
@require_safe
def trying(request: HttpRequest) -> HttpResponse:
    """The document in Swagger UI, to try what it says."""
    crumbs = [(TITLE, reverse("api:page")), (TRYING, None)]
    return render(request, "api/try.html", {"page_title": TRYING, "breadcrumbs": crumbs})
