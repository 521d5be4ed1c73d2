"""The pictures of charts, as SVG with a content security policy of their own.

Pages name a picture by an address with its stamp (`cache.stamp`): that answer never changes, and a
browser keeps it. An address without a stamp, or with the stamp of figures that no longer stand,
shows what stands today and is asked each time. In the place of one that cannot be drawn stands a
picture that says so, which nobody keeps.
"""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from progress import access
from progress.charts.cache import NotDrawn, drawn, fingerprint, printed, size_of, stamp
from progress.charts.directions_layout import SIZES
from progress.charts.failed import FAILED, SEE_TABLE, failed_picture
from progress.charts.policies_layout import COLUMNS
from progress.charts.sources import (
    chart_in_edition,
    chart_of_directions,
    chart_of_indicator,
    chart_of_policies,
)
from progress.charts.style import SHAPES
from progress.reading.rows import counted_states
from progress.workflow import posts

SVG = "image/svg+xml"
# One reader's browser alone keeps a picture, and for a year that whose stamp is right.
ASKED = "private, no-cache"
KEPT = "private, max-age=31536000, immutable"

# Opened by itself, an SVG document needs its styles, and nothing else.
svg_policy = csp(
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "base-uri": [NONE],
        "form-action": [NONE],
        "frame-ancestors": [NONE],
    }
)


@require_safe
@svg_policy
def indicator_chart(request, pk, year_id, shape, stamped=""):
    """Target against actual of one indicator; 2 queries and one of the cache."""
    if shape not in SHAPES:
        raise Http404
    return _picture(request, _asked_indicator(request, pk, year_id), shape, stamped)


@require_safe
@svg_policy
def policy_chart(request, year_id, shape, stamped=""):
    """Progress by policy; 3 queries and one of the cache."""
    if shape not in COLUMNS:
        raise Http404
    year = access.year_at_all(year_id)
    return _picture(request, chart_of_policies(year, _states(request)), shape, stamped)


@require_safe
@svg_policy
def direction_chart(request, pk, year_id, shape, stamped=""):
    """The planned and the actual direction of a measure."""
    if shape not in SIZES:
        raise Http404
    year = access.year_at_all(year_id)
    chart = chart_of_directions(access.measure_at_all(pk), year, _number(request, "edition"))
    return _picture(request, chart, shape, stamped)


@require_safe
def direction_chart_png(request, pk, year_id):
    """The wide picture of a measure's directions to download."""
    year, number = access.year_at_all(year_id), _number(request, "edition")
    return _download(chart_of_directions(access.measure_at_all(pk), year, number), year)


@require_safe
def indicator_chart_png(request, pk, year_id):
    """The wide picture of an indicator to download, for Word papers."""
    chart = _asked_indicator(request, pk, year_id)
    return _download(chart, access.year_at_all(year_id))


@require_safe
def policy_chart_png(request, year_id):
    """The wide picture of progress by policy to download."""
    year = access.year_at_all(year_id)
    return _download(chart_of_policies(year, _states(request)), year)


def _download(chart, year) -> HttpResponse:
    try:
        picture = printed(chart)
    except NotDrawn:
        return HttpResponse(FAILED + SEE_TABLE, "text/plain; charset=utf-8", status=500)
    title = " ".join(f"{year.short_label} {chart.name}".split())
    name = content_disposition_header(True, f"{title}.png")
    headers = {"Content-Disposition": name, "Cache-Control": ASKED}
    return HttpResponse(picture, "image/png", headers=headers)


def _asked_indicator(request, pk: int, year_id: int):
    """The indicator's chart, or that of the edition (``?edition=1&measure=7``) a page shows."""
    number, measure = _number(request, "edition"), _number(request, "measure")
    if number is None or measure is None:
        return chart_of_indicator(pk, year_id, _states(request))
    return chart_in_edition(pk, access.year_at_all(year_id), measure, number)


def _number(request, name: str) -> int | None:
    return posts.number(request.GET.get(name, ""))


def _states(request) -> tuple[str, ...]:
    return counted_states(access.wants_pending(request.standing, request.GET))


def _picture(request, chart, shape: str, stamped: str) -> HttpResponse:
    """The picture, or 304 where the browser has it."""
    etag = f'"{fingerprint(chart, shape)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = HttpResponse(drawn(chart, shape), content_type=SVG)
        except NotDrawn:
            picture = failed_picture(*size_of(chart, shape))
            return HttpResponse(picture, SVG, headers={"Cache-Control": "no-store"})
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = KEPT if stamped == stamp(chart) else ASKED
    return response
