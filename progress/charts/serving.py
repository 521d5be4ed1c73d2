"""How a picture is answered: with a policy of its own, kept by browsers, or as a file for Word.

Pages name a picture by an address with its stamp (`cache.stamp`): that answer never changes, and a
browser keeps it. An address without a stamp, or with the stamp of figures that no longer stand,
shows what stands today and is asked each time. In the place of one that cannot be drawn stands a
picture that says so, which nobody keeps.
"""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from progress.charts.cache import Chart, NotDrawn, drawn, fingerprint, printed, size_of, stamp
from progress.charts.failed import FAILED, SEE_TABLE, failed_picture

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


def picture_answer(request, chart: Chart, shape: str, stamped: str) -> HttpResponse:
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


def download(chart: Chart, title: str) -> HttpResponse:
    """The wide picture of a chart as a file of this title."""
    try:
        picture = printed(chart)
    except NotDrawn:
        return HttpResponse(FAILED + SEE_TABLE, "text/plain; charset=utf-8", status=500)
    name = content_disposition_header(True, f"{title}.png")
    headers = {"Content-Disposition": name, "Cache-Control": ASKED}
    return HttpResponse(picture, "image/png", headers=headers)
