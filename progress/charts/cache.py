"""Each picture is drawn once and then kept in Django's cache.

The key is a hash of all that a picture shows, of the style's version and of the libraries that
draw it, so there is nothing to invalidate. The same hash serves as ETag, and its beginning stands
in the picture's address: a browser that has the picture of an address need never ask again.
"""

import functools
import hashlib
import logging
from collections.abc import Callable, Collection
from importlib.metadata import version

from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, connections, router

from progress.charts.bars import BarsChart
from progress.charts.bars_layout import bars_marks, bars_size
from progress.charts.directions import DirectionsChart
from progress.charts.directions_layout import directions_marks, directions_size
from progress.charts.indicator import IndicatorChart
from progress.charts.indicator_layout import indicator_marks, indicator_size
from progress.charts.policies import PoliciesChart
from progress.charts.policies_layout import policies_marks, policies_size
from progress.charts.style import STYLE_VERSION
from progress.charts.timeline import TimelineChart
from progress.charts.timeline_layout import timeline_marks, timeline_size
from progress.charts.track import TrackChart
from progress.charts.track_layout import track_marks, track_size
from progress.charts.words import WordsChart
from progress.charts.words_layout import words_marks, words_size

PREFIX = "chart:"
LAYOUTS = {
    IndicatorChart: (indicator_marks, indicator_size),
    TrackChart: (track_marks, track_size),
    WordsChart: (words_marks, words_size),
    DirectionsChart: (directions_marks, directions_size),
    PoliciesChart: (policies_marks, policies_size),
    BarsChart: (bars_marks, bars_size),
    TimelineChart: (timeline_marks, timeline_size),
}
# SQLite takes a bounded number of values in one statement.
DELETED_AT_ONCE = 500
# The wide picture for paper: 170 mm, the text of an A4 sheet, at 200 dpi.
PNG = "png"
PRINTED_WIDTH = round(170 / 25.4 * 200)
# Letters of the hash in an address: no two pictures of a portal share them.
STAMPED = 16

logger = logging.getLogger(__name__)
Chart = (
    IndicatorChart
    | TrackChart
    | WordsChart
    | DirectionsChart
    | PoliciesChart
    | BarsChart
    | TimelineChart
)


class NotDrawn(Exception):
    """A picture cannot be made; the reason is in the log."""


def _data_hash(chart: Chart) -> str:
    # Of frozen dataclasses of plain values the same text in each process.
    text = repr((STYLE_VERSION, _drawn_by(), chart))
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()


def size_of(chart: Chart, shape: str) -> tuple[int, int]:
    """Width and height in px of the chart in this shape."""
    _, size = LAYOUTS[type(chart)]
    return size(chart, shape)


def fingerprint(chart: Chart, shape: str) -> str:
    """The hash that names the picture of this chart in this shape."""
    return f"{_data_hash(chart)}-{shape}"


def stamp(chart: Chart) -> str:
    """What an address carries of the hash: the same for all shapes of the chart."""
    return _data_hash(chart)[:STAMPED]


def drawn(chart: Chart, shape: str) -> bytes:
    """The picture as an SVG document, from the cache or else drawn and kept."""
    return _kept(chart, shape, _draw)


def printed(chart: Chart) -> bytes:
    """The wide picture as a PNG of 200 dpi, as wide as the text of an A4 sheet: for Word papers."""
    return _kept(chart, PNG, _print)


def _kept(chart: Chart, shape: str, make: Callable[[Chart, str], bytes]) -> bytes:
    """From the cache or else made and kept. A picture that cannot be kept, since the database is
    busy, is shown all the same. `NotDrawn` where it cannot be made."""
    key = f"{PREFIX}{fingerprint(chart, shape)}"
    picture = cache.get(key)
    if picture is None:
        picture = _made(chart, shape, make)
        try:
            cache.set(key, picture)
        except DatabaseError:
            logger.warning("A chart could not be kept in the cache", exc_info=True)
    return picture


def _made(chart: Chart, shape: str, make: Callable[[Chart, str], bytes]) -> bytes:
    try:
        return make(chart, shape)
    except Exception as error:  # whatever it is, the page's table must stand
        logger.exception("A chart could not be drawn")
        raise NotDrawn from error


def prune(kept: Collection[str]) -> int | None:
    """Remove the pictures whose fingerprints are not among `kept`; how many there were.

    None where the cache cannot list what it holds (memcached, Redis): those drop by
    themselves what nobody asks for. A picture removed too early is drawn again.
    """
    backend = caches[DEFAULT_CACHE_ALIAS]
    if not isinstance(backend, DatabaseCache):
        return None
    stale = [each for each in _stored(backend) if each not in kept]
    for start in range(0, len(stale), DELETED_AT_ONCE):
        part = stale[start : start + DELETED_AT_ONCE]
        backend.delete_many([f"{PREFIX}{each}" for each in part])
    return len(stale)


def _stored(backend: DatabaseCache) -> list[str]:
    connection = connections[router.db_for_read(backend.cache_model_class)]
    table = connection.ops.quote_name(backend.cache_model_class._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT cache_key FROM {table} WHERE cache_key LIKE %s",
            [f"{backend.make_key(PREFIX)}%"],
        )
        return [key.rsplit(":", 1)[1] for (key,) in cursor.fetchall()]


def _draw(chart: Chart, shape: str) -> bytes:
    # Late: matplotlib takes half a second and 40 MB, and most requests need none of it.
    from progress.charts.drawing import draw

    marks, size = LAYOUTS[type(chart)]
    return draw(marks(chart, shape), *size(chart, shape), title=chart.name)


def _print(chart: Chart, shape: str) -> bytes:
    from progress.charts.drawing import draw_png

    marks, size = LAYOUTS[type(chart)]
    width, height = size(chart, "wide")
    return draw_png(marks(chart, "wide"), width, height, chart.name, PRINTED_WIDTH / width)


@functools.cache
def _drawn_by() -> list[str]:
    return [version("matplotlib"), version("matplotlib-fontja")]
