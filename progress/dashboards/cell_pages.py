"""Lines of the strip and cells of the heat map for templates: {% strip_line line %},
{% heat_cell cell pending %}.

Each is rendered once a process for what it says: most of a dashboard is the same from one request
to the next, and that of closed years for ever.
"""

from functools import lru_cache

from django.template import Library
from django.template.loader import get_template
from django.utils.safestring import SafeString

from progress.dashboards.strip_pages import StripCell, StripLine
from progress.reading.heat_map import HeatCell

register = Library()


@register.simple_tag
def strip_line(line: StripLine) -> SafeString:
    """A row of the strip."""
    row = line.row
    return _strip_line(
        line.cells,
        title=row.title,
        url=row.url,
        indicators=line.indicators,
        cause=line.cause,
        decided=line.decided,
    )


@lru_cache(maxsize=2_048)
def _strip_line(cells: tuple[StripCell, ...], **told: str) -> SafeString:
    template = get_template("progress/dashboards/_strip_line.html")
    return template.render({"cells": cells, **told})


@register.simple_tag
def heat_cell(cell: HeatCell, pending: bool) -> SafeString:
    """A cell of the table of shares."""
    return _heat_cell(cell, bool(pending))


@lru_cache(maxsize=1_024)
def _heat_cell(cell: HeatCell, pending: bool) -> SafeString:
    template = get_template("progress/dashboards/_heat_cell.html")
    return template.render({"cell": cell, "switch": "&pending=1" if pending else ""})
