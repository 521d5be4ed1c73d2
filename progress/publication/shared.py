"""What else would tell a result that is not published (README: 締め、版、正誤).

An indicator under two measures is withheld under both, and taken back under both. What others tell
of it (a later year's sum, a milestone's day) is for people to weigh: they are told by name where.
"""

from collections.abc import Collection, Iterator, Mapping

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from measures.models import MeasureIndicator
from progress.judging.facts import MILESTONE
from progress.models import ProgressReport, Publication, ReviewYear
from progress.models.reports import WITHHELD_WHOLE
from progress.publication.content import PublicReport, content_of, hiding_results
from progress.publication.indicators import PublicIndicator
from progress.reading.edition import Edition, IndicatorPart
from progress.reading.years import indicators_of
from sakado_dx.fiscal import label_name
from sakado_dx.prepared import prepared

RESULTS = "results"
WITHHOLDS = Q(withheld__has_key=RESULTS) | Q(withheld__has_key=WITHHELD_WHOLE)
TAKEN_BACK = Exists(Publication.objects.taken_back().filter(report=OuterRef("pk")))


def withholds_results(withheld: Collection[str]) -> bool:
    """Whether these items of 公表しない take all results along."""
    return RESULTS in withheld or WITHHELD_WHOLE in withheld


def hidden_in(report: ProgressReport) -> set[int]:
    """The indicators of which another report of its year withholds the results, or was taken back
    from the public, by id; 1 query where none does, and else at most 3."""
    ids = [pk for (pk,) in withholding(report.year_id, report.pk)]
    return indicators_of(report.year, ids) if ids else set()


@prepared
def withholding(year_id: int, but_for: int) -> QuerySet:
    """The reports of a year that do so, but for one."""
    others = ProgressReport.objects.filter(WITHHOLDS | TAKEN_BACK, year=year_id)
    return others.exclude(pk=but_for).values_list("pk")


def hidden_among(
    rows: list[ProgressReport], editions: Mapping[int, Edition]
) -> dict[int, set[int]]:
    """The same of many reports of a year, each with `is_taken_back`, by the report's id."""
    withheld = {
        row.pk: {each.id for each in editions[row.pk].indicators}
        for row in rows
        if withholds_results(row.withheld) or row.is_taken_back
    }
    return {
        row.pk: {each for pk, own in withheld.items() if pk != row.pk for each in own}
        for row in rows
    }


def still_shown(report: ProgressReport, edition: Edition) -> list[tuple[Publication, PublicReport]]:
    """The publications in force of the year's other reports that show a result which this report
    withholds or is taken back with, with what they show without it; 1 query."""
    own = {each.id for each in edition.indicators}
    others = Publication.objects.in_force().newest().filter(report__year=report.year_id)
    others = others.exclude(report=report.pk).select_related("report__year")
    found = ((each, content_of(each)) for each in others.order_by("report__measure__order", "pk"))
    return [
        (each, hiding_results(shown, own))
        for each, shown in found
        if any(one.id in own and one.judgement is not None for one in shown.indicators)
    ]


def tellers(report: ProgressReport, edition: Edition) -> list[str]:
    """A sentence for each publication that would still tell a result of the report after it is
    withheld, or is hidden with it; 1 query."""
    own = {each.id: each for each in edition.indicators}
    measures = MeasureIndicator.objects.filter(indicator__in=own).values("measure")
    published = Publication.objects.in_force().newest().exclude(report=report.pk)
    published = published.filter(
        Q(report__measure__in=measures) | Q(report__measure=report.measure_id),
        report__year__plan=report.year.plan_id,
        report__year__fiscal_year__gte=edition.fiscal_year,
    )
    rows = published.order_by("report__year__fiscal_year", "report__measure__order", "pk")
    return [
        sentence
        for each in rows
        for shown in (content_of(each),)
        for one in shown.indicators
        if one.id in own and one.judgement is not None
        if (sentence := _teller(own[one.id], edition.fiscal_year, shown, one))
    ]


def _teller(part: IndicatorPart, year: int, shown: PublicReport, told: PublicIndicator) -> str:
    """What a publication tells of an indicator's result of the year; blank where nothing."""
    name, measure = f"「{part.facts.name}」", f"{shown.measure.code} {shown.measure.name}"
    where = f"{label_name(shown.year)}の「{measure}」の公表"
    if shown.year == year:
        return (
            f"{name}は、{where}にもあります。実績を公表しないときは、そちらからも除きます"
            "（この施策が公表中なら、もう一度公表したときに）。"
        )
    if told.judgement.total is not None and year >= part.facts.period_start:
        return f"{name}は、{where}にある累計から、引き算で分かります。"
    if told.achieved_in is not None and told.achieved_in <= year:
        return f"{name}の達成した日は、{where}にもあります。"
    return ""


def withheld_before(year: ReviewYear) -> dict[int, list[int]]:
    """The years of the plan before this one in which the results of an indicator are withheld, by its id;
    1 query."""
    found: dict[int, list[int]] = {}
    for pk, fiscal_year in years_withheld(year.plan_id, year.fiscal_year):
        found.setdefault(pk, []).append(fiscal_year)
    return found


@prepared
def years_withheld(plan_id: int, before: int) -> QuerySet:
    """(indicator, fiscal year) of results that a plan's reports withhold, the oldest first."""
    rows = ProgressReport.objects.filter(
        WITHHOLDS, year__plan=plan_id, year__fiscal_year__lt=before
    )
    indicator = F("measure__measure_indicators__indicator")
    years = rows.annotate(indicator=indicator).order_by("year__fiscal_year")
    return years.values_list("indicator", "year__fiscal_year").distinct()


def tells(content: PublicReport, before: Mapping[int, list[int]]) -> list[str]:
    """A sentence for each indicator of what would be published that tells an earlier year's
    result which is withheld (`withheld_before`)."""
    return list(_told_of_before(content, before))


def _told_of_before(content: PublicReport, before: Mapping[int, list[int]]) -> Iterator[str]:
    for each in content.indicators:
        if each.judgement is None:
            continue
        name = f"「{each.facts.name}」"
        years = [year for year in before.get(each.id, ()) if _tells(each, year)]
        labels = "、".join(label_name(year) for year in years)
        if years and each.facts.kind == MILESTONE:
            yield f"{name}の達成した日から、公表しない{labels}の実績が分かります。"
        elif years:
            yield f"{name}の累計から、公表しない{labels}の実績が引き算で分かります。"


def _tells(indicator: PublicIndicator, year: int) -> bool:
    if indicator.facts.kind == MILESTONE:
        return indicator.achieved_in is not None and indicator.achieved_in <= year
    total = indicator.judgement.total
    return total is not None and year >= indicator.facts.period_start
