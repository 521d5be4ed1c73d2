"""Open data: the page that lists the files, the dictionary, the files, and the catalogue entry."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from progress.open_data import pages
from progress.open_data.dictionary import schema_json
from progress.open_data.files import data_file
from progress.open_data.tables import TABLES
from progress.public.frame import frame_of, years_today

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
    """A table in one format."""
    found = data_file(name, kind, timezone.localdate())
    if found is None:
        raise Http404
    return _file(found.content, found.media_type)


@require_safe
@login_not_required
def data_schema(request: HttpRequest, name: str) -> HttpResponse:
    """The Table Schema of a table."""
    if name not in TABLES:
        raise Http404
    return _file(schema_json(TABLES[name]), "application/json")


@require_safe
@login_not_required
def data_catalogue(request: HttpRequest) -> HttpResponse:
    """The catalogue entry, with absolute addresses."""
    folder = f"{settings.PORTAL_URL}{reverse('progress:data_list')}"
    return _file(pages.catalogue_document(folder), JSON_LD)


def _file(content: bytes, media_type: str) -> HttpResponse:
    """Named by what it holds: the middleware tells who has it already."""
    etag = f'"{sha256(content).hexdigest()}"'
    return HttpResponse(content, content_type=media_type, headers={"ETag": etag})
