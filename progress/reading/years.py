"""The one way to a year's measures: live while it is open, from its editions once it is closed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from measures.models import EffectRating
from progress.judging.homes import links_in
from progress.judging.judgement import judge
from progress.judging.lifetimes import Lifetime
from progress.judging.results import Figures, figures_of
from progress.models import Contribution, ProgressReport, ReviewYear
from progress.reading import stored
from progress.reading.edition import NO_MARK, DirectionName, Edition, PlanFrame, PolicyName
from progress.reading.live import (
    Link,
    ReportValues,
    ask_live,
    divisions_by_measure,
    in_force_today,
    links_by_measure,
    mark_in,
    planned_and_tags,
    report_values,
    word_in,
)
from progress.reading.live_editions import live_editions
from progress.reading.live_plan import frame_of
from progress.reading.names_then import NamesToday, names_then
from progress.reading.rows import IndicatorYear, MeasureRow, counted_states


@dataclass(frozen=True)
class YearRead:
    """A year with the plan's frame and a row for each measure, in the plan's order. `editions` are
    those that a closed year was read from, by the report's id; `has_own_names`: an open year that
    goes by the plan of its last day, since another has taken effect."""

    year: ReviewYear
    frame: PlanFrame
    rows: tuple[MeasureRow, ...]
    editions: Mapping[int, Edition] = field(default_factory=dict)
    has_own_names: bool = False


def read_year(year: ReviewYear, *, pending: bool = False) -> YearRead:
    """The year's measures; at most 6 queries, however many they are.

    Of a closed year the newest editions alone are read, so that it stays as it was. One that
    holds no edition (its closing is under way) is read live.
    """
    editions = {} if year.is_open else stored.of_year(year.pk)
    if not editions:
        return _read_live(year, pending)
    published = set(year.reports.published().values_list("pk", flat=True))
    rows = (
        _row_of(year, pk, each, pending=pending, is_published=pk in published)
        for pk, each in editions.items()
    )
    return YearRead(year, next(iter(editions.values())).frame, tuple(rows), editions)


def contributors_in(year: ReviewYear) -> dict[int, tuple[str, ...]]:
    """The names of the divisions that were asked for a part of each report, by its id, its owning
    ones among them; 1 query."""
    kept = {} if year.is_open else stored.of_year(year.pk)
    if kept:
        return {pk: tuple(each.contributors.values()) for pk, each in kept.items()}
    rows = Contribution.objects.filter(report__year=year).order_by("report", "division__order")
    found: dict[int, tuple[str, ...]] = {}
    for pk, name in rows.values_list("report_id", "division__name"):
        found[pk] = (*found.get(pk, ()), name)
    return found


def effects_in(year: ReviewYear) -> dict[int, dict[str, str]]:
    """◎ or ○ by the name of the effect, in the plan's order, of each report by its id; 1 query."""
    kept = {} if year.is_open else stored.of_year(year.pk)
    if kept:
        return {pk: {name: mark for mark, name in each.plan.effects} for pk, each in kept.items()}
    rows = EffectRating.objects.filter(measure__reports__year=year)
    rows = rows.order_by("measure__reports", "effect_kind__order", "effect_kind__pk")
    found: dict[int, dict[str, str]] = {}
    for pk, name, mark in rows.values_list("measure__reports", "effect_kind__name", "mark"):
        found.setdefault(pk, {})[name] = str(EffectRating.Mark(mark).label)
    return found


def editions_in(
    year: ReviewYear, at: datetime | None = None, *, linked: bool = False
) -> dict[int, Edition]:
    """All that is kept of the year's reports, by id: of a closed one the newest editions, or
    those that stood `at` a moment; live ones with the glossary's terms where they shall be
    `linked`. 1 query, live at most 8 queries."""
    kept = {} if year.is_open else stored.of_year(year.pk, at)
    return kept or live_editions(year, linked=linked)


def frame_in(year: ReviewYear, editions: Mapping[int, Edition]) -> PlanFrame:
    """What its editions call the plan; where it has none, what the plan is called today."""
    return next((each.frame for each in editions.values()), None) or frame_of(year.plan)


def editions_of(year: ReviewYear, report_ids: Collection[int]) -> dict[int, Edition]:
    """All that is kept of some reports of a year, by id, as last fixed where it is closed; at
    most 8 queries, however many they are."""
    kept = {} if year.is_open else stored.newest(report_ids)
    live = [pk for pk in report_ids if pk not in kept]
    return kept | (live_editions(year, live) if live else {})


def editions_of_read(year: ReviewYear, reports: Collection[ProgressReport]) -> dict[int, Edition]:
    """The same of reports at hand, in the plan's order: those that were read `whole` are not read
    again; at most 5 queries for these."""
    kept = {} if year.is_open else stored.newest(each.pk for each in reports)
    live = [each for each in reports if each.pk not in kept]
    if not all(each.is_whole for each in live):
        return kept | live_editions(year, [each.pk for each in live])
    return kept | (live_editions(year, read=live) if live else {})


def indicators_of(year: ReviewYear, report_ids: Collection[int]) -> set[int]:
    """The indicators of some reports of a year, by id; of a closed one those that it was closed
    with. At most 2 queries."""
    kept = {} if year.is_open else stored.newest(report_ids)
    live = [pk for pk in report_ids if pk not in kept]
    links = links_in(year).filter(measure__reports__in=live)
    found = {each.id for edition in kept.values() for each in edition.indicators}
    return found.union(links.values_list("indicator_id", flat=True))


def edition_of(report: ProgressReport) -> Edition:
    """What the report says, as last fixed where its year is closed; 1 or 7 queries."""
    return editions_of(report.year, [report.pk])[report.pk]


def edition_of_read(report: ProgressReport) -> Edition:
    """The same for a page that has just read it `whole`; 1 or 5 queries."""
    return editions_of_read(report.year, [report])[report.pk]


def _row_of(
    year: ReviewYear, report_id: int, edition: Edition, *, pending: bool, is_published: bool
) -> MeasureRow:
    """The row that an edition keeps."""
    plan, report = edition.plan, edition.report
    counts = report.state in counted_states(pending)
    return MeasureRow(
        measure_id=plan.id,
        report_id=report_id,
        code=plan.code,
        name=plan.name,
        group=plan.group,
        policy=plan.policy,
        direction=plan.direction,
        divisions=plan.divisions,
        state=report.state,
        counts=counts,
        mark=report.mark if counts else NO_MARK,
        own=report.progress if counts else None,
        second=report.second_judgement if counts else None,
        reason=report.texts["progress_reason"] if counts else "",
        planned=edition.planned,
        actual=report.texts["actual_direction"] if counts else "",
        indicators=tuple(_indicators(edition, pending=pending)),
        fiscal_year=year.fiscal_year,
        is_published=is_published,
        year_id=year.pk,
        is_closed=True,
        lifetime=plan.lifetime,
        tags=plan.lineage.tags,
    )


def _indicators(edition: Edition, *, pending: bool) -> Iterator[IndicatorYear]:
    """Judged as the edition keeps it, and anew where `pending` figures count."""
    for each in edition.indicators:
        yield IndicatorYear(
            indicator_id=each.id,
            label=each.label,
            facts=each.facts,
            judgement=each.judged(pending=pending),
            is_entered_here=each.is_entered_here,
            figures=each.counted(pending=pending),
        )


def _read_live(year: ReviewYear, pending: bool) -> YearRead:
    """An ended year by the names of its last day."""
    ask_live(year)
    reports = report_values(year)
    names = names_then(each.names_from for each in reports)
    rows = _live_rows(year, pending, reports, names)
    if names:
        rows.sort(key=lambda each: names.place(each.measure_id))
    frame = names.frame(frame_of(year.plan))
    return YearRead(year, frame, tuple(rows), has_own_names=bool(names))


def _live_rows(
    year: ReviewYear, pending: bool, reports: list[ReportValues], names: NamesToday
) -> list[MeasureRow]:
    states = counted_states(pending)
    divisions = divisions_by_measure(year)
    today = timezone.localdate()
    planned, tags = planned_and_tags(year, min(today, year.last_day))
    links = links_by_measure(year)
    ids = {link.indicator_id for each in reports for link in links.get(each.measure_id, ())}
    figures = figures_of(ids, up_to=year.fiscal_year, states=states)
    return [
        _live_row(
            report,
            names.levels(report.measure_id),
            counts=report.state in states,
            divisions=tuple(
                each.name
                for each in in_force_today(
                    divisions.get(report.measure_id, ()), report.last_day, today
                )
            ),
            planned=planned.get(report.measure_id, ""),
            tags=tags.get(report.measure_id, ()),
            indicators=_judged(report, links, figures, year.fiscal_year, names),
            fiscal_year=year.fiscal_year,
            year_id=year.pk,
        )
        for report in reports
    ]


def _live_row(report: ReportValues, levels: dict, *, counts: bool, **derived) -> MeasureRow:
    """The row of a report, by the names `levels` where they were others; what does not count yet is
    blank."""
    return MeasureRow(
        measure_id=report.measure_id,
        report_id=report.report_id,
        **(levels or _levels_of(report)),
        state=report.state,
        counts=counts,
        mark=mark_in(report) if counts else NO_MARK,
        own=word_in(*report.progress) if counts else None,
        second=word_in(*report.second) if counts else None,
        reason=report.reason if counts else "",
        actual=report.actual if counts else "",
        is_published=report.is_published,
        asked_from=report.asked_from or 0,
        lifetime=Lifetime(report.first_day, report.last_day, report.portal_from),
        **derived,
    )


def _levels_of(report: ReportValues) -> dict:
    policy = (report.policy_id, report.policy_number, report.policy_label, report.policy_name)
    direction = (report.direction_id, report.direction_number, report.direction_name)
    return {
        "code": report.code,
        "name": report.name,
        "group": report.group,
        "policy": PolicyName(*policy),
        "direction": DirectionName(*direction),
    }


def _judged(
    report: ReportValues,
    links: dict[int, list[Link]],
    figures: Figures,
    fiscal_year: int,
    names: NamesToday,
) -> tuple[IndicatorYear, ...]:
    return tuple(
        IndicatorYear(
            indicator_id=link.indicator_id,
            label=names.label(report.measure_id, link.indicator_id, link.label),
            facts=names.facts(link.indicator_id, link.facts),
            judgement=judge(link.facts, own := figures.get(link.indicator_id, {}), fiscal_year),
            is_entered_here=link.home_id == report.measure_id,
            figures=own,
        )
        for link in links.get(report.measure_id, ())
    )
