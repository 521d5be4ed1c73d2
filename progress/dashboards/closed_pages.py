"""The policies of a closed year with their measures, as the templates of the plan want them."""

from django.urls import reverse

from measures.models import Direction, Policy
from progress.dashboards.pages import ListedDirection, ListedMeasure
from progress.models import ReviewYear
from progress.reading.closed import rows_with_contents
from progress.reading.closed_measure import MeasureThen
from progress.reading.codec import Json
from progress.reading.rows import MeasureRow


class NamedMeasure:
    """A measure under its name of then, with the page that stays as it was."""

    def __init__(self, year_id: int, plan: Json):
        self.year_id = year_id
        self.pk, self.group = plan["id"], plan["group"]
        self.title = f"{plan['code']} {plan['name']}"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("progress:measure_year", args=[self.year_id, self.pk])


def policies_then(year: ReviewYear, pending: bool) -> list[tuple[Policy, list[ListedDirection]]]:
    """All policies of a closed year in the plan's order of then; 2 queries."""
    by_policy: dict[int, tuple[Policy, dict[int, ListedDirection]]] = {}
    for row, content in rows_with_contents(year, pending=pending):
        then = MeasureThen(year.pk, year.plan_id, 0, "", year.closed_at, content)
        policy = then.policy
        _, directions = by_policy.setdefault(policy.pk, (policy, {}))
        _list(directions, then.direction, year.pk, content["plan"], row)
    return [(policy, list(own.values())) for policy, own in by_policy.values()]


def _list(
    directions: dict[int, ListedDirection],
    direction: Direction,
    year_id: int,
    plan: Json,
    row: MeasureRow,
) -> None:
    listed = directions.setdefault(direction.pk, ListedDirection(direction, []))
    names = "、".join(plan["divisions"])
    listed.measures.append(ListedMeasure(NamedMeasure(year_id, plan), names, row))


def policy_then(
    year: ReviewYear, policy_id: int, pending: bool
) -> tuple[Policy, list[ListedDirection]] | None:
    """One policy of a closed year; None where the year has no measure of it."""
    found = (pair for pair in policies_then(year, pending) if pair[0].pk == policy_id)
    return next(found, None)
