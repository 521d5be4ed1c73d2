"""Under which measure a shared indicator is entered: decided here and nowhere else.

The first measure, in the plan's order, that has a report in the year enters it; the others
show it. So nothing waits for a measure that was left out when the year was opened.
"""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from measures.models import MeasureIndicator, standing_in
from progress.models import ReviewYear


def homes_of(links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The measure that enters each indicator, by the indicator's id.

    `links` are (measure's id, indicator's id) of the measures with a report, in plan order.
    """
    homes: dict[int, int] = {}
    for measure_id, indicator_id in links:
        homes.setdefault(indicator_id, measure_id)
    return homes


def reported_in(year: ReviewYear | int) -> Q:
    """The condition of what stands in a year under a measure that has a report in it; in one
    filter, so that report and year are those of one row."""
    fiscal_year = F("measure__reports__year__fiscal_year")
    return Q(measure__reports__year=year) & standing_in(fiscal_year)


def links_in(year: ReviewYear | int) -> QuerySet[MeasureIndicator]:
    """What stands in the year under the measures that have a report in it, in the plan's order."""
    return in_plan_order(MeasureIndicator.objects.filter(reported_in(year)))


def links_under(measure_ids: Iterable[int], fiscal_year: int) -> QuerySet[MeasureIndicator]:
    """What stands under these measures in a fiscal year, in the plan's order."""
    links = MeasureIndicator.objects.filter(measure__in=list(measure_ids))
    return in_plan_order(links.in_year(fiscal_year))


Years = tuple[int | None, int | None]


def years_of(link: Years, plan: tuple[int, int], fiscal_year: int) -> tuple[int, int]:
    """First and last fiscal year of an indicator as a year knows them, of the `link` under the
    measure that enters it and of the plan: an end that is to come is no news in the year."""
    first, last = (own or of_plan for own, of_plan in zip(link, plan, strict=True))
    return first, last if last < fiscal_year else plan[1]


def in_plan_order(links: QuerySet[MeasureIndicator], *then: str) -> QuerySet[MeasureIndicator]:
    """The links as the plan lists them; `then` orders the rows of one link."""
    return links.order_by("measure__order", "measure_id", "order", "pk", *then)
