"""What citizens ask for is answered here, before sessions, logins and messages: without a cookie.

A page is kept by the process for a minute, and says how much of it is left to whoever keeps it
further: a publication that was taken back is gone from everywhere within that minute.
"""

import time
import zlib
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import Resolver404, is_valid_path, resolve, reverse
from django.utils.cache import get_conditional_response

from progress.public.frame import missing_context

START = "/public/"
SECONDS = 60
CACHE = "public"
# A larger answer is kept packed; one that is larger even so is made anew each time.
LARGEST = 1_000_000


class Kept(NamedTuple):
    """An answer, and when it was made (seconds of the monotonic clock of this process)."""

    made: float
    body: bytes
    headers: dict[str, str]
    is_packed: bool = False

    def packed(self) -> "Kept":
        """As it is kept: a plan of ten times the usual size has files of several MB, which say the
        same words again and again."""
        if len(self.body) <= LARGEST:
            return self
        return self._replace(body=zlib.compress(self.body, 1), is_packed=True)

    def whole(self) -> "Kept":
        if not self.is_packed:
            return self
        return self._replace(body=zlib.decompress(self.body), is_packed=False)


class PublicMiddleware:
    """Answers all below /public/; everything else goes on to the portal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(START):
            return self.get_response(request)
        request.get_host()  # refuses names that are not this portal's
        response = _answer(request)
        response.headers["X-Frame-Options"] = "DENY"
        return response


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    kept = caches[CACHE].get(_key(request))
    try:
        request.resolver_match = resolve(request.path_info)
        kept = kept or _made(request)
    except Resolver404:
        if is_valid_path(f"{request.path_info}/"):
            return redirect(f"{request.path_info}/", permanent=True)
        return missing(request)
    except Http404:
        return missing(request)
    return _told(request, kept) if isinstance(kept, Kept) else kept


def _made(request: HttpRequest) -> Kept | HttpResponse:
    """What the view answers, to be kept; a way onward, a refusal and a stream as they are."""
    match = request.resolver_match
    if reverse(match.view_name, args=match.args, kwargs=match.kwargs) != request.path_info:
        raise Http404  # 02025 for 2025: each page has one address, or many fill the cache
    response = match.func(request, *match.args, **match.kwargs)
    if response.status_code != 200 or response.streaming:
        return response
    response.headers.setdefault("ETag", f'"{sha256(response.content).hexdigest()[:32]}"')
    kept = Kept(time.monotonic(), response.content, dict(response.headers))
    packed = kept.packed()
    if len(packed.body) <= LARGEST:
        caches[CACHE].set(_key(request), packed, SECONDS)
    return kept


def _key(request: HttpRequest) -> str:
    return sha256(request.path_info.encode()).hexdigest()


def _told(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The answer, or 304 where the asker has it."""
    etag = kept.headers["ETag"]
    response = get_conditional_response(request, etag=etag)
    if response is None:
        kept = kept.whole()
        response = HttpResponse(kept.body, headers=kept.headers)
        response.headers["Content-Length"] = str(len(kept.body))
    left = max(0, SECONDS - int(time.monotonic() - kept.made))
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={left}"
    return response


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for what is not there, or not any more; a handler of 404, too."""
    page = render(request, "progress/public/missing.html", missing_context(), status=404)
    page.headers["Cache-Control"] = "no-store"
    return page
