"""What the rows of a year are made of, read as plain values.

A year's dashboard is made of a thousand rows of seven tables; building a model instance of each
took most of the page's time. Each function below takes one or two, however large the year is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.utils import timezone

from measures.models import IndicatorTarget, MeasureDivision, MeasureTag, YearlyDirection
from measures.words import own_missing_words
from progress.judging.facts import TARGET_COLUMNS, IndicatorFacts, Target
from progress.judging.homes import homes_of, links_in, years_of
from progress.judging.lifetimes import Lifetime
from progress.judging.marks import mark_of
from progress.judging.pasts import pasts_of
from progress.models import FollowUp, ProgressReport, ReviewYear
from progress.reading.edition import Mark
from progress.reading.lineage import Tag
from progress.reading.words import UNREPORTED, Word
from sakado_dx.organization.days import Dated
from sakado_dx.prepared import prepared
from sakado_dx.together import ask_ahead

Columns = tuple[str | None, str | None, int | None]


class ReportValues(NamedTuple):
    """A report with its measure, as far as a row shows them; words as (word, meaning, order)."""

    report_id: int
    state: str
    actual: str
    reason: str
    progress: Columns
    outlook: Columns
    second: Columns
    taken_id: int | None
    decided: Columns
    decided_outlook: Columns
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
    policy_label: str
    policy_name: str
    is_published: bool
    asked_from: int | None
    first_day: date | None
    portal_from: int | None
    names_from: int | None


WORDS = {
    "progress": "progress", "outlook": "outlook", "second": "second_judgement",
    "decided": "taken_decision__judgement", "decided_outlook": "taken_decision__outlook",
}  # fmt: skip
PLAIN_COLUMNS = {
    "report_id": "pk", "state": "state", "actual": "actual_direction",
    "reason": "progress_reason", "taken_id": "taken_decision_id", "measure_id": "measure_id",
    "code": "measure__code", "name": "measure__name", "group": "measure__group",
    "last_day": "measure__last_day", "direction_id": "measure__direction_id",
    "direction_number": "measure__direction__number",
    "direction_name": "measure__direction__name",
    "policy_id": "measure__direction__policy_id",
    "policy_number": "measure__direction__policy__number",
    "policy_label": "measure__direction__policy__label",
    "policy_name": "measure__direction__policy__name", "is_published": "is_published",
    "asked_from": "asked_from", "first_day": "measure__first_day", "portal_from": "portal_from",
    "names_from": "names_from",
}  # fmt: skip
WORD_PARTS = ("word", "meaning", "order")
REPORT_COLUMNS = (
    *PLAIN_COLUMNS.values(),
    *(f"{relation}__{part}" for relation in WORDS.values() for part in WORD_PARTS),
)


def _values(row: tuple) -> ReportValues:
    plain, words = row[: len(PLAIN_COLUMNS)], row[len(PLAIN_COLUMNS) :]
    parts = {name: words[3 * at : 3 * at + 3] for at, name in enumerate(WORDS)}
    return ReportValues(**dict(zip(PLAIN_COLUMNS, plain, strict=True)), **parts)


def mark_in(row: ReportValues) -> Mark:
    """The mark that counts of a row of plain values."""
    own = word_in(*row.progress), word_in(*row.outlook)
    decided = word_in(*row.decided), word_in(*row.decided_outlook)
    return Mark(*mark_of(row.state, own, decided if row.taken_id else None))


# What counts of a report: its state, and the words of its own and of the decision taken over.
MARK_COLUMNS = (
    "state",
    *(f"{WORDS[name]}__{part}" for name in ("progress", "decided") for part in WORD_PARTS),
)


def counted_word(state: str, *words) -> Word:
    """The progress that counts, from a report's `MARK_COLUMNS`; UNREPORTED where there is none."""
    own, decided = word_in(*words[:3]), word_in(*words[3:])
    pair = (decided, None) if decided else None
    return mark_of(state, (own, None), pair).progress or UNREPORTED


def word_in(word: str | None, meaning: str | None, order: int | None) -> Word | None:
    """A word of the plan from its columns."""
    return Word(word, meaning, order) if word else None


@dataclass(frozen=True)
class DivisionDays(Dated):
    """A division of a measure, with the days on which it is one."""

    name: str
    first_day: date | None
    last_day: date | None
    division_id: int


class LinkWords(NamedTuple):
    """What the plan says of an indicator under a measure: the indicator's key and printed texts,
    and how the measure is called."""

    key: str
    printed: str
    note: str
    code: str
    name: str


LINK_WORDS = (
    "indicator__key", "indicator__printed", "indicator__note", "measure__code", "measure__name",
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """An indicator under a measure, and the measure in whose report it is entered; `names_from` is
    the edition whose names the year has (names_then), `told` what `links_by_measure` was asked for."""

    indicator_id: int
    label: str
    facts: IndicatorFacts
    home_id: int
    names_from: int | None
    told: LinkWords | None = None


def ask_live(year: ReviewYear) -> None:
    """Ask ahead for the tables of an open year that stand side by side, as `report_values` and the
    functions below it will."""
    today = timezone.localdate()
    ask_ahead(
        (_report_rows, year.pk, year.plan_id, today),
        (_division_rows, year.pk),
        (_planned_rows, year.pk, year.fiscal_year, min(today, year.last_day)),
        (link_rows, year.pk, year.plan_id, False),
        (target_rows, year.pk),
    )


def report_values(year: ReviewYear) -> list[ReportValues]:
    """The year's reports in the plan's order."""
    rows = _report_rows(year.pk, year.plan_id, timezone.localdate())
    return [_values(row) for row in rows]


@prepared
def _report_rows(year_id: int, plan_id: int, today: date) -> QuerySet:
    reports = ProgressReport.objects.filter(year=year_id).with_published(today)
    reports = reports.in_plan_order().annotate(
        asked_from=Subquery(_asked_from()),
        portal_from=Subquery(ReviewYear.objects.first_of(plan_id)),
        names_from=Subquery(ReviewYear.objects.filter(pk=year_id).plan_then()),
    )
    return reports.values_list(*REPORT_COLUMNS)


def _asked_from():
    """The oldest year on which a meeting asked something of the measure of an outer query that
    is not settled."""
    asked = FollowUp.objects.open().filter(decision__report__measure=OuterRef("measure"))
    year = "decision__report__year__fiscal_year"
    return asked.order_by(year).values(year)[:1]


def divisions_by_measure(year: ReviewYear) -> dict[int, list[DivisionDays]]:
    """The valid divisions (as the detail says) of the year's measures, lead first."""
    found: dict[int, list[DivisionDays]] = {}
    for measure_id, *row in _division_rows(year.pk):
        found.setdefault(measure_id, []).append(DivisionDays(*row))
    return found


@prepared
def _division_rows(year_id: int) -> QuerySet:
    rows = MeasureDivision.objects.filter(measure__reports__year=year_id, in_detail=True)
    return rows.order_by("order", "pk").values_list(
        "measure_id", "division__name", "first_day", "last_day", "division_id"
    )


def in_force_today(
    divisions: Iterable[DivisionDays], last_day: date | None, today: date
) -> list[DivisionDays]:
    """The divisions of a measure today; of an ended measure those of its last day."""
    day = min(today, last_day or today)
    return [each for each in divisions if each.is_in_force(day)]


def planned_and_tags(
    year: ReviewYear, day: date
) -> tuple[dict[int, str], dict[int, tuple[Tag, ...]]]:
    """By measure the directions that the plan schedules for the year, and the tags in force on a
    day; 1 query."""
    planned: dict[int, str] = {}
    tags: dict[int, tuple[Tag, ...]] = {}
    for is_tag, pk, *words in _planned_rows(year.pk, year.fiscal_year, day):
        if is_tag:
            tags[pk] = tuple(sorted((*tags.get(pk, ()), Tag(*words))))
        else:
            planned[pk] = words[0]
    return planned, tags


@prepared
def _planned_rows(year_id: int, fiscal_year: int, day: date) -> QuerySet:
    rows = YearlyDirection.objects.filter(measure__reports__year=year_id, fiscal_year=fiscal_year)
    tags = MeasureTag.objects.in_force(day).filter(measure__reports__year=year_id)
    tags = tags.order_by().values_list(Value(1), "measure_id", "kind", "name", "edition")
    planned = (Value(0), "measure_id", "resolved", Value(""), Value(""))
    return rows.order_by().values_list(*planned).union(tags, all=True)


def links_by_measure(year: ReviewYear, *, told: bool = False) -> dict[int, list[Link]]:
    """The indicators of the year's measures in their order, with their facts, and with what the
    plan `told` of them; 2 queries, and 3 more where a definition changed."""
    rows, words_of = link_rows(year.pk, year.plan_id, told), {}
    if told:
        words_of = {(row[3], row[5]): LinkWords(*row[-5:]) for row in rows}
        rows = [row[:-5] for row in rows]
    homes = homes_of((row[3], row[5]) for row in rows)
    lives = {measure_id: Lifetime(*life) for *life, measure_id in (row[:4] for row in rows)}
    spans = {(row[3], row[5]): row[-4:-2] for row in rows}
    targets: dict[int, list[Target]] = {}
    for pk, *told_of in target_rows(year.pk):
        targets.setdefault(pk, []).append(Target(*told_of))
    pasts = pasts_of({row[5]: row[-2] for row in rows}, year.fiscal_year)
    plan = (year.plan.first_fiscal_year, year.plan.last_fiscal_year)
    words = own_missing_words(year.plan.missing_words)
    found: dict[int, list[Link]] = {}
    for row in rows:
        measure_id, label, pk = row[3:6]
        *own, first, second, measured_as, period_from = row[6:-4]
        kinds = (measured_as, period_from, lives[homes[pk]], words, first, second, pasts.get(pk))
        bounds = years_of(spans[homes[pk], pk], plan, year.fiscal_year)
        facts = IndicatorFacts(*own, tuple(targets.get(pk, ())), *bounds, *kinds)
        found.setdefault(measure_id, []).append(
            Link(pk, label, facts, homes[pk], row[-1], words_of.get((measure_id, pk)))
        )
    return found


@prepared
def link_rows(year_id: int, plan_id: int, told: bool) -> QuerySet:
    began = Subquery(ReviewYear.objects.first_of(plan_id))
    then = Subquery(ReviewYear.objects.filter(pk=year_id).plan_then())
    return links_in(year_id).annotate(portal_from=began, names_from=then).values_list(
        "measure__first_day", "measure__last_day", "portal_from", "measure_id", "label",
        "indicator_id", "indicator__name", "indicator__unit", "indicator__kind", "indicator__sense",
        "indicator__numerator_name", "indicator__denominator_name", "indicator__measured_as",
        "indicator__period_from", "first_fiscal_year", "last_fiscal_year",
        "indicator__predecessor_id", "names_from", *(LINK_WORDS if told else ()),
    )  # fmt: skip


@prepared
def target_rows(year_id: int) -> QuerySet:
    """The targets of a year's indicators, in the order of the years."""
    links = links_in(year_id).order_by().values("indicator")
    rows = IndicatorTarget.objects.filter(indicator__in=links)
    ordered = rows.order_by("fiscal_year", "role", "applies_from")
    return ordered.values_list("indicator_id", *TARGET_COLUMNS)
