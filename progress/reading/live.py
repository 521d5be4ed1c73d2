"""What the rows of a year are made of, read as plain values.

A year's dashboard is made of a thousand rows of seven tables; building a model instance of each
took most of the page's time. Each function below takes one or two, however large the year is.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from measures.models import IndicatorTarget, MeasureDivision, YearlyDirection
from progress.judging.facts import TARGET_COLUMNS, IndicatorFacts, Target
from progress.judging.homes import homes_of, links_in
from progress.judging.marks import mark_of
from progress.models import FollowUp, ProgressReport, ReviewYear
from progress.reading.edition import Mark, Word
from sakado_dx.organization.days import Dated


class ReportValues(NamedTuple):
    """A report with its measure, as far as a row shows them."""

    report_id: int
    state: str
    actual: str
    reason: str
    progress: str | None
    meaning: str | None
    outlook: str | None
    outlook_meaning: str | None
    second: str | None
    second_meaning: str | None
    taken_id: int | None
    decided: str | None
    decided_meaning: str | None
    decided_outlook: str | None
    decided_outlook_meaning: str | None
    measure_id: int
    code: str
    name: str
    group: str
    last_day: date | None
    direction_id: int
    direction_number: int
    direction_name: str
    policy_id: int
    policy_number: int
    policy_name: str
    is_published: bool
    has_follow_up: bool


def mark_in(row: ReportValues) -> Mark:
    """The mark that counts of a row of plain values."""
    own = word_in(row.progress, row.meaning), word_in(row.outlook, row.outlook_meaning)
    decided = (
        word_in(row.decided, row.decided_meaning),
        word_in(row.decided_outlook, row.decided_outlook_meaning),
    )
    return Mark(*mark_of(row.state, own, decided if row.taken_id else None))


MEANING_COLUMNS = ("state", "progress__meaning", "taken_decision__judgement__meaning")


def meaning_in(state: str, own: str | None, decided: str | None) -> str:
    """The meaning of the progress that counts, from a report's `MEANING_COLUMNS`; blank where
    there is none."""
    return mark_of(state, (own, None), (decided, None) if decided else None).progress or ""


def word_in(word: str | None, meaning: str | None) -> Word | None:
    """A word of the plan from its columns."""
    return Word(word, meaning) if word else None


REPORT_COLUMNS = (
    "pk", "state", "actual_direction", "progress_reason", "progress__word", "progress__meaning",
    "outlook__word", "outlook__meaning", "second_judgement__word", "second_judgement__meaning",
    "taken_decision_id", "taken_decision__judgement__word", "taken_decision__judgement__meaning",
    "taken_decision__outlook__word", "taken_decision__outlook__meaning",
    "measure_id", "measure__code", "measure__name", "measure__group",
    "measure__last_day", "measure__direction_id", "measure__direction__number",
    "measure__direction__name", "measure__direction__policy_id",
    "measure__direction__policy__number", "measure__direction__policy__name",
    "is_published", "has_follow_up",
)  # fmt: skip


@dataclass(frozen=True)
class DivisionDays(Dated):
    """A division of a measure, with the days on which it is one."""

    name: str
    first_day: date | None
    last_day: date | None
    division_id: int


@dataclass(frozen=True)
class Link:
    """An indicator under a measure, and the measure in whose report it is entered."""

    indicator_id: int
    label: str
    facts: IndicatorFacts
    home_id: int


def report_values(year: ReviewYear, policy_id: int | None = None) -> list[ReportValues]:
    """The year's reports in the plan's order, all of them or those of one policy."""
    reports = ProgressReport.objects.for_year(year).with_published()
    reports = reports.in_plan_order().annotate(has_follow_up=Exists(_open_follow_ups()))
    if policy_id is not None:
        reports = reports.filter(measure__direction__policy=policy_id)
    return [ReportValues(*row) for row in reports.values_list(*REPORT_COLUMNS)]


def _open_follow_ups():
    """What meetings asked of the measure of an outer query and is not settled."""
    asked = FollowUp.objects.exclude(state=FollowUp.State.ACCEPTED)
    return asked.filter(decision__report__measure=OuterRef("measure"))


def divisions_by_measure(year: ReviewYear) -> dict[int, list[DivisionDays]]:
    """The valid divisions (as the detail says) of the year's measures, lead first."""
    rows = MeasureDivision.objects.filter(measure__reports__year=year, in_detail=True)
    found: dict[int, list[DivisionDays]] = {}
    for measure_id, *row in rows.order_by("order", "pk").values_list(
        "measure_id", "division__name", "first_day", "last_day", "division_id"
    ):
        found.setdefault(measure_id, []).append(DivisionDays(*row))
    return found


def in_force_today(
    divisions: Iterable[DivisionDays], last_day: date | None, today: date
) -> list[DivisionDays]:
    """The divisions of a measure today; of an ended measure those of its last day."""
    day = min(today, last_day or today)
    return [each for each in divisions if each.is_in_force(day)]


def planned_by_measure(year: ReviewYear) -> dict[int, str]:
    """The directions that the plan schedules for the year."""
    rows = YearlyDirection.objects.filter(measure__reports__year=year, fiscal_year=year.fiscal_year)
    return dict(rows.order_by().values_list("measure_id", "resolved"))


def links_by_measure(year: ReviewYear) -> dict[int, list[Link]]:
    """The indicators of the year's measures in their order, with their facts; 2 queries."""
    rows = list(
        links_in(year).values_list(
            "measure_id", "label", "indicator_id", "indicator__name", "indicator__unit",
            "indicator__kind", "indicator__sense", "indicator__measured_as", "indicator__period_from",
        )
    )  # fmt: skip
    homes = homes_of((row[0], row[2]) for row in rows)
    targets = targets_by_indicator(homes)
    bounds = (year.plan.first_fiscal_year, year.plan.last_fiscal_year)
    found: dict[int, list[Link]] = {}
    for measure_id, label, pk, *own, measured_as, period_from in rows:
        kinds = (measured_as, period_from)
        facts = IndicatorFacts(*own, tuple(targets.get(pk, ())), *bounds, *kinds)
        found.setdefault(measure_id, []).append(Link(pk, label, facts, homes[pk]))
    return found


def targets_by_indicator(indicator_ids: Collection[int]) -> dict[int, list[Target]]:
    """The targets of indicators by their ids, in the order of the years; 1 query."""
    rows = IndicatorTarget.objects.filter(indicator__in=indicator_ids)
    found: dict[int, list[Target]] = {}
    ordered = rows.order_by("fiscal_year", "role", "applies_from")
    for pk, *row in ordered.values_list("indicator_id", *TARGET_COLUMNS):
        found.setdefault(pk, []).append(Target(*row))
    return found
