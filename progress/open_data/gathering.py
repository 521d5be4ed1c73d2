"""What the open data are made of: the plan as it is public, and the years that are public."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from measures.models import (
    Direction,
    EffectKind,
    EffectRating,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureDivision,
    MeasureIndicator,
    Plan,
    Policy,
    YearlyDirection,
)
from measures.municipalities import prefecture_of
from progress.judging.lifetimes import Lifetime
from progress.models import PlanEdition
from progress.plan_editions.public_plan import printed_plan, public_edition
from progress.publication.published import PublishedYear, published_years
from progress.reading.edition import DirectionName, MeasurePart, PlannedYear
from progress.reading.live_plan import PlanFacts, policy_name
from sakado_dx.organization.models import Division
from sakado_dx.records.models import AuditRecord

PLAN_MODELS = (
    Plan, Policy, Direction, Measure, MeasureDivision, Division, EffectKind, EffectRating,
    YearlyDirection, Indicator, MeasureIndicator, IndicatorTarget,
)  # fmt: skip


@dataclass(frozen=True)
class PlannedMeasure:
    """A measure as the plan has it, with the indicators that stand under it."""

    part: MeasurePart
    indicators: Sequence[MeasureIndicator]


@dataclass(frozen=True)
class Source:
    """The plan, its measures in their order, and the public years, the oldest first."""

    plan: Plan | None
    measures: Sequence[PlannedMeasure]
    years: Sequence[PublishedYear]
    planned_at: datetime | None = None

    @property
    def city_code(self) -> str:
        """全国地方公共団体コード; blank where the plan has none that is right."""
        code = self.plan.city_code if self.plan else ""
        return code if prefecture_of(code) else ""

    @property
    def prefecture(self) -> str:
        return prefecture_of(self.city_code)

    @property
    def city(self) -> str:
        return self.plan.city if self.plan else ""

    @property
    def planned_on(self) -> date | None:
        """When anything of the plan was last changed."""
        return timezone.localdate(self.planned_at) if self.planned_at else None

    @property
    def published_on(self) -> date | None:
        """When anything of the results last became public."""
        days = (max(each.publish_on, timezone.localdate(each.changed_at)) for each in self.years)
        return max(days, default=None)


def source_on(day: date) -> Source:
    """What is public on a day; 9 or 10 queries, however many measures and years."""
    years = tuple(reversed(published_years(day)))
    plan = Plan.objects.current()
    if plan is None:
        return Source(None, (), years)
    edition = public_edition(day)
    if edition:
        return _of_edition(edition, years, day)
    return Source(plan, _measures(plan, day), years, _changed_at())


def _of_edition(edition: PlanEdition, years: Sequence[PublishedYear], day: date) -> Source:
    """With the plan of the newest public edition, while what is in force is not public."""
    public = printed_plan(edition)
    measures = [_planned(each, day) for each in public.measures]
    return Source(public.plan, measures, years, edition.at)


def _planned(measure: Measure, day: date) -> PlannedMeasure:
    direction = measure.direction
    part = MeasurePart(
        id=measure.pk,
        key=measure.key,
        code=measure.code,
        name=measure.name,
        group=measure.group,
        summary=measure.summary,
        source=measure.source,
        policy=policy_name(direction.policy),
        direction=DirectionName(direction.pk, direction.number, direction.name),
        divisions=tuple(each.name for each in measure.divisions_on(day)),
        effects=tuple((each.get_mark_display(), each.effect) for each in measure.effects_read),
        years=tuple(
            PlannedYear(each.fiscal_year, each.printed, each.resolved)
            for each in measure.years_read
        ),
        lifetime=Lifetime(measure.first_day, measure.last_day, None),
    )
    return PlannedMeasure(part, measure.links_read)


def _measures(plan: Plan, day: date) -> list[PlannedMeasure]:
    rows = list(
        Measure.objects.of_plan(plan).with_levels().with_divisions().order_by("order", "pk")
    )
    facts = PlanFacts(plan, [each.pk for each in rows], day)
    indicators = defaultdict(list)
    for each in _indicators(plan):
        indicators[each.measure_id].append(each)
    return [
        PlannedMeasure(facts.part_of(each, each.divisions_on(day)), indicators[each.pk])
        for each in rows
    ]


def _indicators(plan: Plan):
    rows = MeasureIndicator.objects.filter(measure__plan=plan).select_related("indicator")
    return rows.prefetch_related("indicator__targets").order_by("measure_id", "order", "pk")


def _changed_at() -> datetime | None:
    """When a row that the plan's tables are made of was last written."""
    tables = [model._meta.db_table for model in PLAN_MODELS]
    return AuditRecord.objects.filter(table_name__in=tables).aggregate(at=Max("at"))["at"]
