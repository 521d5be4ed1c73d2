"""A public year of the small city, for what is made of it."""

from datetime import date

from progress.models import IndicatorResult, Publication, ReviewYear
from tests.progress.conftest import World

DAY = date(2024, 9, 1)


def publish(world: World, **result) -> Publication:
    """The world's first report, public from DAY on; `result` are values of its result's row."""
    world.plan.city_code = "112399"
    world.plan.save()
    world.bring_to("evaluated")
    if result:
        IndicatorResult.objects.filter(report=world.report).update(**result)
    ReviewYear.objects.update(publish_on=DAY)
    world.report = world.fresh()
    return world.make_public(on=DAY)
