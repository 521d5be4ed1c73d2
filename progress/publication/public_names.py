"""The names under which a report is published while a revision that it was read with is not public.

A report of a year says the plan of that year's last day. Where its edition has no 公表日 that has
come, and an earlier edition has, citizens are told the names of the newest one that is public.
"""

from dataclasses import replace
from datetime import date

from progress.models import PlanEdition, ReviewYear
from progress.reading.edition import Edition
from progress.reading.names_then import NamesToday, names_then
from sakado_dx import fiscal


def public_names(year: ReviewYear, day: date) -> NamesToday:
    """The names to publish a year's reports under on a day: those that they have, where these are
    public."""
    last_day = fiscal.last_day(year.fiscal_year)
    editions = PlanEdition.objects.filter(plan=year.plan_id, effective_on__lte=last_day)
    days = list(editions.newest_first().values_list("pk", "published_on"))
    public = [pk for pk, published_on in days if published_on and published_on <= day]
    is_told = not public or public[0] == days[0][0]
    return names_then([None if is_told else public[0]])


def named(edition: Edition, names: NamesToday) -> Edition:
    """What a report holds under these names."""
    if not names:
        return edition
    measure = edition.plan.id
    indicators = (
        replace(
            each,
            label=names.label(measure, each.id, each.label),
            facts=names.facts(each.id, each.facts),
        )
        for each in edition.indicators
    )
    return replace(
        edition,
        frame=names.frame(edition.frame),
        plan=names.part(edition.plan),
        indicators=tuple(indicators),
    )
