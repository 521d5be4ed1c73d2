"""The pictures of charts, as SVG with a content security policy of their own (`serving`)."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from progress import access
from progress.charts.directions_layout import SIZES
from progress.charts.policies_layout import COLUMNS
from progress.charts.serving import download, picture_answer, svg_policy
from progress.charts.sources import (
    chart_in_edition,
    chart_of_directions,
    chart_of_indicator,
    chart_of_policies,
)
from progress.charts.style import SHAPES
from progress.reading.rows import counted_states
from progress.workflow import posts


@require_safe
@svg_policy
def indicator_chart(request, pk, year_id, shape, stamped=""):
    """Target against actual of one indicator; 2 queries and one of the cache."""
    if shape not in SHAPES:
        raise Http404
    return picture_answer(request, _asked_indicator(request, pk, year_id), shape, stamped)


@require_safe
@svg_policy
def policy_chart(request, year_id, shape, stamped=""):
    """Progress by policy; 3 queries and one of the cache."""
    if shape not in COLUMNS:
        raise Http404
    year = access.year_at_all(year_id)
    return picture_answer(request, chart_of_policies(year, _states(request)), shape, stamped)


@require_safe
@svg_policy
def direction_chart(request, pk, year_id, shape, stamped=""):
    """The planned and the actual direction of a measure."""
    if shape not in SIZES:
        raise Http404
    year = access.year_at_all(year_id)
    chart = chart_of_directions(access.measure_at_all(pk), year, _number(request, "edition"))
    return picture_answer(request, chart, shape, stamped)


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
    return download(chart, " ".join(f"{year.short_label} {chart.name}".split()))


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
