"""The indicators of one measure: which there are, where each is entered, how each was judged."""

from collections.abc import Iterable

from django.db.models import F, QuerySet, Subquery

from measures.models import Measure, MeasureIndicator, standing_in
from measures.words import own_missing_words
from progress.judging.facts import TARGET_COLUMNS, IndicatorFacts, Target
from progress.judging.homes import homes_of, in_plan_order, reported_in, years_of
from progress.judging.judgement import judge
from progress.judging.lifetimes import Lifetime
from progress.judging.pasts import pasts_of
from progress.models import ProgressReport, ReviewYear
from progress.reading.edition import AskedIndicator, Edition, IndicatorPart, MeasureName
from progress.reading.live_indicators import handed_in
from progress.reading.names_then import names_then
from sakado_dx.prepared import prepared

TARGETS = {f"target_{name}": F(f"indicator__targets__{name}") for name in TARGET_COLUMNS}


def asked_of(report: ProgressReport, edition: Edition | None = None) -> tuple[AskedIndicator, ...]:
    """What the report's measure is measured by, in its order; 1 query, 0 with an edition.

    An unlocked report of a closed year enters what its edition has, however the plan goes on.
    """
    return edition.indicators if edition else tuple(_asked(report.measure, report.year))


def parts_of(measure: Measure, year: ReviewYear | None) -> tuple[IndicatorPart, ...]:
    """The indicators as the plan has them today, with their figures, judged for the year.

    2 queries. Before the first year is open they are judged for the plan's first year, which
    has no figures.
    """
    asked = list(_asked(measure, year))
    fiscal_year = year.fiscal_year if year else measure.plan.first_fiscal_year
    figures = handed_in([each.id for each in asked], fiscal_year) if year else {}
    return tuple(
        IndicatorPart(
            **vars(each),
            figures=(own := figures.get(each.id, {})),
            judgement=judge(
                each.facts,
                {year: kept.figure for year, kept in own.items() if kept.counts},
                fiscal_year,
            ),
        )
        for each in asked
    )


def _asked(measure: Measure, year: ReviewYear | None) -> Iterable[AskedIndicator]:
    """Under the names of the year (names_then)."""
    year_id, first = (year.pk, None) if year else (None, measure.plan.first_fiscal_year)
    found = _with_targets(measure.pk, measure.plan_id, year_id, first)
    then = names_then(each.names_from for each in found)
    for each in _as_today(measure, year, found):
        yield then.asked(measure.pk, each)


def _as_today(
    measure: Measure, year: ReviewYear | None, found: dict[MeasureIndicator, list[Target]]
) -> Iterable[AskedIndicator]:
    names = {
        each.measure_id: MeasureName(each.measure_id, each.measure.code, each.measure.name)
        for each in found
    }
    homes = homes_of((each.measure_id, each.indicator_id) for each in found)
    lives = {
        each.measure_id: Lifetime(each.measure.first_day, each.measure.last_day, each.portal_from)
        for each in found
    }
    plan = year.plan if year else measure.plan
    of_plan = (plan.first_fiscal_year, plan.last_fiscal_year)
    fiscal_year = year.fiscal_year if year else plan.first_fiscal_year
    spans = {
        (each.measure_id, each.indicator_id): (each.first_fiscal_year, each.last_fiscal_year)
        for each in found
    }
    words = own_missing_words(plan.missing_words)
    pasts = pasts_of(
        {each.indicator_id: each.indicator.predecessor_id for each in found}, fiscal_year
    )
    for link, own in found.items():
        if link.measure_id == measure.pk:
            each, home = link.indicator, homes[link.indicator_id]
            yield AskedIndicator(
                id=each.pk,
                key=each.key,
                label=link.label,
                printed=each.printed,
                note=each.note,
                entered_under=None if home == measure.pk else names[home],
                facts=IndicatorFacts(
                    each.name,
                    each.unit,
                    each.kind,
                    each.sense,
                    tuple(own),
                    *years_of(spans[home, each.pk], of_plan, fiscal_year),
                    each.measured_as,
                    each.period_from,
                    lives[home],
                    words,
                    each.numerator_name,
                    each.denominator_name,
                    pasts.get(each.pk),
                ),
            )


def _with_targets(
    measure_id: int, plan_id: int, year_id: int | None, first: int | None
) -> dict[MeasureIndicator, list[Target]]:
    """The links in the plan's order, each with its indicator's targets."""
    found: dict[MeasureIndicator, list[Target]] = {}
    for each in links_and_targets(measure_id, plan_id, year_id, first):
        own = found.setdefault(each, [])
        if each.target_role is not None:
            own.append(Target(*(getattr(each, name) for name in TARGETS)))
    return found


@prepared
def links_and_targets(
    measure_id: int, plan_id: int, year_id: int | None, first: int | None
) -> QuerySet[MeasureIndicator]:
    """Both at once, since the entry of a report is saved in few statements. Without a year those of
    the plan's `first` fiscal year."""
    links = MeasureIndicator.objects.filter(indicator__measure_indicators__measure=measure_id)
    links = links.annotate(
        portal_from=Subquery(ReviewYear.objects.first_of(plan_id)),
        names_from=Subquery(ReviewYear.objects.filter(pk=year_id).plan_then()),
    )
    in_year = standing_in(first) if year_id is None else reported_in(year_id)
    links = links.filter(in_year)
    links = links.select_related("indicator", "measure").annotate(**TARGETS)
    return in_plan_order(links, "target_fiscal_year", "target_role", "target_applies_from")
