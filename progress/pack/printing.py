"""The PDF: A4, tagged (PDF/UA), with bookmarks and its font inside.

WeasyPrint lays it out. It reads what it is handed here and nothing else: the font, and the
pictures by their addresses; no other file, and nothing from a network.
"""

import gc
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

BASE = "http://pack.invalid"  # no such host: an address that nobody handed us is refused
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
INSTALL = (
    "PDF を作るためのライブラリ（Pango）が、この機械にありません。"
    f"システム管理者に、sudo apt-get install {PACKAGES} を頼んでください。"
    "Excel と Word は作れます。"
)
STYLES = ("pack.css", "comparison.css")
FONT = '@font-face { font-family: IPAexGothic; src: url("%s") }'


@dataclass(frozen=True)
class Printed:
    """A file's bytes, its number of pages, and the hash of what it says."""

    content: bytes
    pages: int
    content_sha256: str


@cache
def why_not() -> str:
    """Why no PDF can be made on this machine, and what to install; empty where one can."""
    try:
        import weasyprint  # noqa: F401  it looks for Pango when it is imported
    except OSError:
        return INSTALL
    return ""


@dataclass(frozen=True)
class Sheets:
    """What is to be printed: the page, its pictures by their addresses, and the hash of what it
    says."""

    html: str
    pictures: Mapping[str, bytes]
    content_sha256: str


def sheets_of(
    template: str,
    context: dict,
    pictures: Mapping[str, bytes],
    *,
    at: datetime,
    audit_head: str,
    is_filed: bool = True,
) -> Sheets:
    """The document of a template, and behind it, where it `is_filed`, the colophon, which holds
    the hash of all that stands before it."""
    body = printable(render_to_string(template, context))
    told = {"at": at, "audit_head": audit_head, "sha256": _sha256(body), **context}
    colophon = printable(render_to_string("progress/pack/_colophon.html", told))
    page = {"body": mark_safe(body + colophon if is_filed else body), **context}
    html = render_to_string("progress/pack/sheet.html", page)
    return Sheets(html, pictures, told["sha256"])


def to_pdf(
    sheets: Sheets, step: Callable[[int, str], object] = lambda per_cent, phase: None
) -> Printed:
    """The file; `step` is told how far it is."""
    step(75, "ページを組んでいます")
    document = document_of(sheets.html, sheets.pictures)
    gc.collect()  # pages are laid out more than once: what is over would add to the peak
    step(90, "ファイルにしています")
    content = document.write_pdf(pdf_variant="pdf/ua-1")
    return Printed(content, len(document.pages), sheets.content_sha256)


def printable(html: str) -> str:
    """The page in letters that the font has: no control characters, 〓 for what it lacks."""
    from progress.charts.drawing import drawable

    return "\n".join(map(drawable, html.split("\n")))


def document_of(html: str, pictures: Mapping[str, bytes]):
    """The pages, laid out; an address that is not among the pictures stops it."""
    # Late: a worker that never prints need not hold it.
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    fetcher, fonts = _fetcher(pictures), FontConfiguration()
    own = {"font_config": fonts, "url_fetcher": fetcher, "base_url": BASE}
    sheet = "".join(Path(finders.find(f"pack/{name}")).read_text("utf-8") for name in STYLES)
    styles = [CSS(string=FONT % _font().as_uri() + sheet, **own)]
    page = HTML(string=html, base_url=BASE, url_fetcher=fetcher)
    try:
        return page.render(font_config=fonts, stylesheets=styles, pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:  # no Exception, so that it is not passed over in silence
        raise ValueError(str(error)) from error


def _fetcher(pictures: Mapping[str, bytes]):
    """What gives out the font and these pictures, and refuses all else by stopping."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Own(URLFetcher):
        def fetch(self, url, headers=None):
            if url == _font().as_uri():
                return URLFetcherResponse(url, _font().read_bytes(), {"Content-Type": "font/ttf"})
            picture = pictures.get(url.removeprefix(BASE))
            if picture is None or not url.startswith(BASE):
                raise ValueError(f"Not one of our own: {url}")
            return URLFetcherResponse(url, picture, {"Content-Type": "image/svg+xml"})

    return Own(fail_on_errors=True)


def _font() -> Path:
    from matplotlib_fontja import get_font_ttf_path

    return Path(get_font_ttf_path()).resolve()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
