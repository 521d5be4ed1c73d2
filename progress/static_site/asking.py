"""What the public addresses answer, asked of their views: no server, no session, no cache."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve, reverse

from progress.open_data.pages import catalogue_document
from progress.static_site.links import (
    linked_in_styles,
    place_of,
    start,
    with_relative_links,
)
from progress.static_site.refusals import SiteRefused

HTML, STYLES = "text/html", ".css"


def files_of_site(address: str) -> Iterator[tuple[str, bytes]]:
    """(place, content) of every file that can be reached from the first page by links; `address`
    is where the copy will be read, for the catalogue, which names its files in full."""
    waiting, seen = [start()], {start()}

    def found(link: str) -> None:
        if link not in seen:
            seen.add(link)
            waiting.append(link)

    while waiting:
        own = waiting.pop()
        if own == reverse("progress:data_catalogue"):
            content = catalogue_document(f"{address}data/")
        elif own.startswith(settings.STATIC_URL):
            content = _static(own)
            if own.endswith(STYLES):
                for link in linked_in_styles(content.decode(), own):
                    found(link)
        else:
            content = _answered(own, found)
        yield place_of(own), content


def _answered(address: str, found) -> bytes:
    """What a view answers; a page with relative links."""
    request = HttpRequest()
    path = unquote(address)
    request.method, request.path, request.path_info = "GET", address, path
    try:
        match = request.resolver_match = resolve(path)
        response = match.func(request, *match.args, **match.kwargs)
    except (Resolver404, Http404):
        response = None
    if response is None or response.status_code != 200:
        raise SiteRefused(f"市民向けのページのリンク先がありません：{address}")
    if not response["Content-Type"].startswith(HTML):
        return response.content
    return with_relative_links(response.content.decode(), address, found).encode()


def _static(address: str) -> bytes:
    name = address.removeprefix(settings.STATIC_URL)
    path = finders.find(name)
    if not path and staticfiles_storage.exists(name):
        path = staticfiles_storage.path(name)
    if not path:
        cure = "manage.py collectstatic --noinput を実行してから、もう一度書き出してください。"
        raise SiteRefused(f"画面の部品 {name} が見つかりません。{cure}")
    return Path(path).read_bytes()
