"""The rows that charts are made of, in as few queries as can be."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, OuterRef, Subquery
from django.http import Http404

from measures.models import Indicator, Measure, MeasureIndicator
from measures.words import own_missing_words
from progress.charts.cache import Chart
from progress.charts.directions import DirectionsChart, directions_in, directions_of
from progress.charts.kinds import chart_of
from progress.charts.policies import PoliciesChart, policies_chart
from progress.judging.facts import TARGET_COLUMNS, IndicatorFacts, Past, Target
from progress.judging.homes import in_plan_order, reported_in, years_of
from progress.judging.lifetimes import Lifetime
from progress.judging.pasts import pasts_of
from progress.judging.results import facts_of, figures_of
from progress.models import ProgressReport, ReviewYear
from progress.reading import stored
from progress.reading.dashboard import PolicySummary, dashboard_of
from progress.reading.edition import Edition, IndicatorPart, PolicyName
from progress.reading.live import MARK_COLUMNS, counted_word
from progress.reading.measure import measure_in_year, reports_of_measure
from progress.reading.reports import shown
from progress.reading.words import UNCONFIRMED, Word
from progress.reading.years import read_year

SUBMITTED = ProgressReport.State.SUBMITTED
LIFE = ("first_day", "last_day", "portal_from")
SPAN = ("first_fiscal_year", "last_fiscal_year")
INDICATOR_COLUMNS = (
    *LIFE, "plan__review_years__fiscal_year", "plan__review_years__closed_at", "name", "unit", "kind",
    "sense", "plan__first_fiscal_year", "plan__last_fiscal_year", "measured_as", "period_from",
    "plan__missing_words", "predecessor_id", *SPAN,
)  # fmt: skip


def chart_of_indicator(pk: int, year_id: int, states: Iterable[str]) -> Chart:
    """The chart of an indicator as of a review year of its plan; 2 queries, and 3 more where its
    definition changed.

    Figures count whose report stands in one of the states. ``Http404`` where there is no such
    pair. A closed year's is drawn from its editions.
    """
    found = _live_facts(pk, year_id)
    if found is None or found.closed_at is not None:
        kept = stored.indicator(year_id, pk)
        if kept is not None:
            return _kept_chart(*kept, pending=SUBMITTED in states)
    if found is None:
        raise Http404
    figures = figures_of([pk], up_to=found.until, states=states)
    return chart_of(found.facts, figures.get(pk, {}), found.years, until=found.until)


def chart_in_edition(pk: int, year: ReviewYear, measure_pk: int, number: int) -> Chart:
    """The chart of an indicator as an edition of a measure's report has it; 1 query. ``Http404``
    where there is none."""
    found = measure_in_year(year, measure_pk, number)
    parts = found.edition.indicators if found else ()
    part = next((each for each in parts if each.id == pk), None)
    if part is None:
        raise Http404
    return _kept_chart(found.edition, part, pending=False)


class LiveFacts(NamedTuple):
    """An indicator as the plan has it, with the review year that it is looked at from."""

    facts: IndicatorFacts
    years: range
    until: int
    closed_at: datetime | None


def _live_facts(pk: int, year_id: int) -> LiveFacts | None:
    """The indicator with its targets, if the year is one of its plan.

    Plain values in one statement: most of the time that a kept picture takes goes into building
    queries and rows.
    """
    rows = list(
        _with_lifetime(Indicator.objects.filter(pk=pk), year_id)
        .filter(plan__review_years=year_id)
        .order_by("targets__fiscal_year", "targets__role", "targets__applies_from")
        .values_list(*INDICATOR_COLUMNS, *(f"targets__{name}" for name in TARGET_COLUMNS))
    )
    if not rows:
        return None
    own = len(INDICATOR_COLUMNS)
    *life, until, closed_at, name, unit, kind, sense, first, last, way, start, words, old = rows[0][
        : own - len(SPAN)
    ]
    years = range(first, last + 1)
    first, last = years_of(rows[0][own - len(SPAN) : own], (first, last), until)
    # An indicator without targets is one row whose target is blank.
    targets = tuple(Target(*row[own:]) for row in rows if row[own] is not None)
    own_words = own_missing_words(words)
    past = pasts_of({pk: old}, until).get(pk)
    facts = IndicatorFacts(
        name,
        unit,
        kind,
        sense,
        targets,
        first,
        last,
        way,
        start,
        Lifetime(*life),
        own_words,
        past=past,
    )
    return LiveFacts(facts, years, until, closed_at)


def _with_lifetime(indicators, year_id: int):
    """Each with the days of the measure that enters it in the year, and the portal's first
    year."""
    links = MeasureIndicator.objects.filter(reported_in(year_id), indicator=OuterRef("pk"))
    home = in_plan_order(links)
    return indicators.annotate(
        first_day=Subquery(home.values("measure__first_day")[:1]),
        last_day=Subquery(home.values("measure__last_day")[:1]),
        portal_from=Subquery(ReviewYear.objects.first_of(OuterRef("plan"))),
        first_fiscal_year=Subquery(home.values("first_fiscal_year")[:1]),
        last_fiscal_year=Subquery(home.values("last_fiscal_year")[:1]),
    )


def _kept_chart(edition: Edition, part: IndicatorPart, *, pending: bool) -> Chart:
    years, figures = edition.frame.fiscal_years, part.counted(pending=pending)
    return chart_of(part.facts, figures, years, until=edition.fiscal_year)


def charts_of_indicators(year: ReviewYear, states: Iterable[str]) -> Iterator[Chart]:
    """The charts of all indicators as of a review year; 3 queries, of a closed one
    1, and 3 more where a definition changed."""
    if not year.is_open:
        kept = stored.indicators(year.pk)
        for edition, part in kept:
            yield _kept_chart(edition, part, pending=SUBMITTED in states)
        if kept:
            return
    indicators = Indicator.objects.filter(plan=year.plan_id)
    indicators = _with_lifetime(indicators, year.pk)
    indicators = list(indicators.select_related("plan").prefetch_related("targets"))
    ids = [indicator.pk for indicator in indicators]
    figures = figures_of(ids, up_to=year.fiscal_year, states=states)
    pasts = pasts_of({each.pk: each.predecessor_id for each in indicators}, year.fiscal_year)
    for indicator in indicators:
        past = pasts.get(indicator.pk)
        yield _chart(indicator, year.fiscal_year, figures.get(indicator.pk, {}), past)


def chart_of_directions(
    measure: Measure, year: ReviewYear, number: int | None = None
) -> DirectionsChart:
    """The ribbons of a measure as of a review year, of a closed one as its newest edition has
    them, or the one with the number; 1 query of a closed year, else at most 5. ``Http404`` for a
    measure that the year has no report of."""
    kept = None if year.is_open else measure_in_year(year, measure.pk, number)
    if kept is None and number is not None:
        raise Http404
    if kept is not None:
        return directions_of(kept.edition)
    reports = shown(reports_of_measure(measure))
    if not any(each.year.pk == year.pk for each in reports):
        raise Http404
    planned = measure.yearly_directions.values_list("fiscal_year", "resolved")
    years, until = year.plan.fiscal_years, year.fiscal_year
    return directions_in(measure.title, years, planned, reports, until=until)


def charts_of_directions(year: ReviewYear) -> Iterator[DirectionsChart]:
    """The ribbons of all measures of a review year, for drawing them ahead: of an open one they are
    read measure by measure."""
    kept = {} if year.is_open else stored.of_year(year.pk)
    yield from map(directions_of, kept.values())
    if not kept:
        measures = Measure.objects.filter(reports__year=year).select_related("plan")
        for measure in measures.with_levels().with_divisions().order_by("code"):
            yield chart_of_directions(measure, year)


def chart_of_policies(year: ReviewYear, states: Iterable[str]) -> PoliciesChart:
    """The chart of a year's reports by policy and progress; 1 query, of a closed year 2."""
    if not year.is_open:
        read = read_year(year, pending=SUBMITTED in states)
        return policies_chart(dashboard_of(read.rows).policies, read.frame.policy_label)
    return policies_chart(_policy_counts(year, states), year.plan.policy_label)


def _chart(indicator: Indicator, until: int, figures, past: Past | None) -> Chart:
    plan = indicator.plan
    lifetime = Lifetime(*(getattr(indicator, name) for name in LIFE))
    words = own_missing_words(plan.missing_words)
    of_plan = (plan.first_fiscal_year, plan.last_fiscal_year)
    bounds = years_of(tuple(getattr(indicator, name) for name in SPAN), of_plan, until)
    facts = facts_of(indicator, *bounds, lifetime, words, past)
    return chart_of(facts, figures, plan.fiscal_years, until=until)


def _policy_counts(year: ReviewYear, states: Iterable[str]) -> list[PolicySummary]:
    policy = "measure__direction__policy"
    columns = (policy, f"{policy}__number", f"{policy}__label", f"{policy}__name")
    rows = (
        ProgressReport.objects.for_year(year)
        .order_by(f"{policy}__number")
        .values_list(*columns, *MARK_COLUMNS)
        .annotate(count=Count("pk"))
    )
    found: dict[PolicyName, Counter[Word]] = {}
    for pk, number, label, name, state, *words, count in rows:
        word = counted_word(state, *words) if state in states else UNCONFIRMED
        found.setdefault(PolicyName(pk, number, label, name), Counter())[word] += count
    return [PolicySummary(each, counts, counts.total()) for each, counts in found.items()]
