"""Open data: the page that lists the files, the dictionary, the files, and the catalogue entry."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from progress.open_data import pages
from progress.open_data.catalogue import catalogue
from progress.open_data.dictionary import as_json, schema_json
from progress.open_data.files import data_file
from progress.open_data.tables import TABLES
from progress.public.frame import frame_of, years_today

# How long others may keep an answer: what was taken back is gone after that.
SECONDS = 60
JSON_LD = "application/ld+json"


@require_safe
@login_not_required
def data_list(request: HttpRequest) -> HttpResponse:
    """The files with size, rows and day, the licence, and how to name the source."""
    return _page(request, "list", pages.list_page(timezone.localdate()))


@require_safe
@login_not_required
def data_dictionary(request: HttpRequest) -> HttpResponse:
    """What each column of each table means."""
    return _page(request, "dictionary", pages.dictionary_page())


def _page(request: HttpRequest, name: str, context: dict) -> HttpResponse:
    """In the shell of the public pages, whose middleware keeps it."""
    return render(request, f"progress/open_data/{name}.html", frame_of(years_today()) | context)


@require_safe
@login_not_required
def data_file_download(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """A table in one format; 304 for who has it already."""
    found = data_file(name, kind, timezone.localdate())
    if found is None:
        raise Http404
    return _file(request, found.content, found.media_type, found.sha256)


@require_safe
@login_not_required
def data_schema(request: HttpRequest, name: str) -> HttpResponse:
    """The Table Schema of a table."""
    if name not in TABLES:
        raise Http404
    return _file(request, schema_json(TABLES[name]), "application/json")


@require_safe
@login_not_required
def data_catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue entry, with absolute addresses."""
    folder = f"{settings.PORTAL_URL}{reverse('progress:data_list')}"
    source, tables = pages.everything(timezone.localdate())
    return _file(request, as_json(catalogue(source, tables, folder)), JSON_LD)


def _file(request: HttpRequest, content: bytes, media_type: str, mark: str = "") -> HttpResponse:
    etag = f'"{mark or pages.mark_of(content)}"'
    headers = {"ETag": etag, "Cache-Control": f"public, max-age={SECONDS}"}
    answer = HttpResponse(content, content_type=media_type, headers=headers)
    return get_conditional_response(request, etag=etag, response=answer)
