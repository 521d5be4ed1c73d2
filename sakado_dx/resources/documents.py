"""The document of the read API, and the page on which people read it and try it."""

import json
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from sakado_dx.resources.schema import document


@login_not_required
@require_safe
def open_api(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    text = json.dumps(document(), ensure_ascii=False).encode()
    etag = f'"{sha256(text).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    response = HttpResponse(text, content_type="application/vnd.oai.openapi+json", headers=headers)
    return get_conditional_response(request, etag=etag, response=response)


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The document to read, and to try; without scripts it says where the document is."""
    return render(request, "api/page.html", {"page_title": "データの読み出し（API）"})
