"""The plan as citizens read it, while a revision has taken effect whose 公表日 has not come.

The tables hold the plan in force. Where its newest edition is public, or none is, citizens read
these: a plan without editions, and one whose editions have no 公表日 yet, shows as it stands. Else
they read the newest edition that is public, from its document, also of what the city keeps beside.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Subquery

from measures.models import Measure, MeasureIndicator, Plan
from measures.public_plan import PublicPlan
from progress.models import PlanEdition
from progress.plan_document.rows.flattening import rows_of
from progress.plan_document.rows.tables import TABLE, Key, Rows

NOUNS = (
    "plan", "divisions", "effect_kinds", "policies", "directions", "measures",
    "measure_divisions", "effects", "yearly_directions", "indicators", "measure_indicators",
    "targets",
)  # fmt: skip
Made = dict[str, dict[Key, Any]]


def public_edition(day: date, text: str = "public_document") -> PlanEdition | None:
    """The edition of the current plan that citizens read on a day in place of the tables, with one of
    its texts; None where they read the tables. 1 query, and 1 for the text where there is one."""
    current = Plan.objects.current_first().values("pk")[:1]
    editions = PlanEdition.objects.filter(plan=Subquery(current)).newest_first()
    days = list(editions.values_list("pk", "published_on"))
    public = [pk for pk, published_on in days if published_on and published_on <= day]
    if not public or public[0] == days[0][0]:
        return None
    return PlanEdition.objects.only("plan", "at", text).get(pk=public[0])


def public_plan(day: date) -> PublicPlan | None:
    """What stands in that edition, else None; 1 query, and 1 for the document where there is one."""
    edition = public_edition(day, "document")
    return edition and _plan_in(edition.document, edition.plan_id)


def printed_plan(edition: PlanEdition) -> PublicPlan:
    """What an edition prints, as rows that are not of the database."""
    return _plan_in(edition.public_document, edition.plan_id)


@lru_cache(maxsize=4)  # a document never changes, and its rows are only read
def _plan_in(document: str, plan_id: int) -> PublicPlan:
    rows = rows_of(json.loads(document))
    made = _made(rows, plan_id)
    (plan,) = made["plan"].values()
    found = PublicPlan(
        plan=plan,
        policies=sorted(made["policies"].values(), key=lambda each: each.number),
        directions=sorted(
            made["directions"].values(), key=lambda each: (each.policy.number, each.number)
        ),
        measures=sorted(made["measures"].values(), key=lambda each: each.order),
        indicators=list(made["indicators"].values()),
    )
    _hang_under_measures(found, made, rows)
    _hang_under_indicators(found, made)
    _hang_under_levels(found)
    return found


def _made(rows: Rows, plan_id: int) -> Made:
    """Rows of the models, numbered in their order, that point at each other."""
    made: Made = {
        noun: {key: TABLE[noun].model(pk=pk) for pk, key in enumerate(rows[noun], 1)}
        for noun in NOUNS
    }
    for plan in made["plan"].values():
        plan.pk = plan_id
    for noun in NOUNS:
        table = TABLE[noun]
        for key, values in rows[noun].items():
            row = made[noun][key]
            for name, value in (dict(zip(table.key, key, strict=True)) | values).items():
                if name in table.refs:
                    pointed = made[table.refs[name]].get(value)
                    setattr(row, name.removesuffix("_id"), pointed)
                else:
                    setattr(row, name, table.column(name).to_python(value))
            if table.of_plan == "plan":
                row.plan = plan
    return made


def _by(name: str, rows) -> dict[int, list]:
    """Rows by the number of what they point at."""
    found = defaultdict(list)
    for each in rows:
        found[getattr(each, name)].append(each)
    return found


def _hang_under_measures(found: PublicPlan, made: Made, rows: Rows) -> None:
    effects = _by("measure_id", made["effects"].values())
    years = _by("measure_id", made["yearly_directions"].values())
    links = _by("measure_id", made["measure_indicators"].values())
    divisions = _by("measure_id", made["measure_divisions"].values())
    related = _pairs(made, rows["related"])
    successors = _pairs(made, rows["measure_successors"])
    predecessors = _pairs(made, ((after, own) for own, after in rows["measure_successors"]))
    for each in found.measures:
        each.divisions_read = divisions[each.pk]
        each.years_read = sorted(years[each.pk], key=lambda year: year.fiscal_year)
        each.effects_read = sorted(effects[each.pk], key=lambda row: row.effect_kind.order)
        each.links_read = sorted(links[each.pk], key=lambda link: link.order)
        each.related_read, each.tags_read = related[each.pk], None
        each.successors_read = successors[each.pk]
        each.predecessors_read = predecessors[each.pk]
        for effect in each.effects_read:
            effect.effect = effect.effect_kind.name


def _pairs(made: Made, pairs: Iterable[tuple[Key, Key]]) -> dict[int, list[Measure]]:
    """The measures beside each, in the plan's order."""
    found = defaultdict(list)
    for one, other in pairs:
        found[made["measures"][one].pk].append(made["measures"][other])
    for beside in found.values():
        beside.sort(key=lambda measure: measure.order)
    return found


def _hang_under_indicators(found: PublicPlan, made: Made) -> None:
    """What is not said without a login, how an indicator is defined, is None."""
    links = _by("indicator_id", made["measure_indicators"].values())
    targets = _by("indicator_id", made["targets"].values())
    for each in found.indicators:
        each.links_read = sorted(links[each.pk], key=_place)
        each.targets_read = sorted(
            targets[each.pk], key=lambda row: (row.fiscal_year, row.role, row.applies_from)
        )
        each.definition_read = None
        each.predecessor_key = each.predecessor.key if each.predecessor_id else None
        for link in each.links_read:
            link.key = each.key


def _place(link: MeasureIndicator) -> int:
    return link.measure.order


def _hang_under_levels(found: PublicPlan) -> None:
    measures: dict[int, list[Measure]] = _by("direction_id", found.measures)
    directions = _by("policy_id", found.directions)
    for each in found.directions:
        each.measures_read = measures[each.pk]
        each.measure_count = len(each.measures_read)
    for each in found.policies:
        each.directions_read = directions[each.pk]
        each.measure_count = sum(under.measure_count for under in each.directions_read)
    found.plan.policies_read = found.policies
