"""Under which measure a shared indicator is entered: decided here and nowhere else.

The first measure, in the plan's order, that has a report in the year enters it; the others
show it. So nothing waits for a measure that was left out when the year was opened.
"""

from collections.abc import Iterable

from django.db.models import QuerySet

from measures.models import MeasureIndicator
from progress.models import ReviewYear


def homes_of(links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The measure that enters each indicator, by the indicator's id.

    `links` are (measure's id, indicator's id) of the measures with a report, in plan order.
    """
    homes: dict[int, int] = {}
    for measure_id, indicator_id in links:
        homes.setdefault(indicator_id, measure_id)
    return homes


def links_in(year: ReviewYear | int) -> QuerySet[MeasureIndicator]:
    """What stands under the measures that have a report in the year, in the plan's order."""
    return in_plan_order(MeasureIndicator.objects.filter(measure__reports__year=year))


def links_under(measure_ids: Iterable[int]) -> QuerySet[MeasureIndicator]:
    """What stands under these measures, in the plan's order."""
    return in_plan_order(MeasureIndicator.objects.filter(measure__in=list(measure_ids)))


def in_plan_order(links: QuerySet[MeasureIndicator], *then: str) -> QuerySet[MeasureIndicator]:
    """The links as the plan lists them; `then` orders the rows of one link."""
    return links.order_by("measure__order", "measure_id", "order", "pk", *then)
