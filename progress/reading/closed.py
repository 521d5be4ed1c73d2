"""A closed year, read from the newest editions of its reports and from nothing else (cycle 3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from measures.models import Measure, Plan
from progress.judging.facts import Figure, IndicatorFacts
from progress.judging.judgement import judge
from progress.models import ReportSnapshot, ReviewYear
from progress.reading import codec
from progress.reading.codec import Json
from progress.reading.rows import IndicatorYear, MeasureRow, counted_states


def newest_editions(year_id: int, at: datetime | None = None):
    """The newest edition of each report of the year, in the plan's order; `at`: as of then."""
    return editions_of([year_id], at)


def editions_of(years: QuerySet | Iterable[int], at: datetime | None = None):
    """The newest edition of each report of several years, in the plan's order."""
    snapshots = ReportSnapshot.objects.filter(report__year__in=years)
    later = ReportSnapshot.objects.filter(
        report=OuterRef("report"), edition__gt=OuterRef("edition")
    )
    if at is not None:
        snapshots, later = snapshots.filter(at__lte=at), later.filter(at__lte=at)
    return snapshots.filter(~Exists(later)).order_by("order", "report_id")


def closed_contents(year_id: int, at: datetime | None = None) -> dict[int, Json]:
    """The contents of the newest editions by report's id; 1 query."""
    rows = newest_editions(year_id, at)
    return dict(rows.values_list("report_id", "content"))


def closed_rows(
    year: ReviewYear, *, pending: bool = False, policy_id: int | None = None
) -> list[MeasureRow] | None:
    """The year's measures as they were judged; None where nothing was fixed. 2 queries."""
    rows = rows_with_contents(year, pending=pending)
    if not rows:
        return None
    return [row for row, _ in rows if policy_id in (None, row.policy_id)]


def rows_with_contents(year: ReviewYear, *, pending: bool) -> list[tuple[MeasureRow, Json]]:
    """Each measure's row with the content it is made of; 2 queries."""
    contents = closed_contents(year.pk)
    published = set(year.reports.published().values_list("pk", flat=True))
    return [
        (_row(year, pk, content, pending=pending, is_published=pk in published), content)
        for pk, content in contents.items()
    ]


def _row(
    year: ReviewYear, report_id: int, content: Json, *, pending: bool, is_published: bool
) -> MeasureRow:
    plan, report = content["plan"], content["report"]
    counts = report["state"] in counted_states(pending)
    progress = (counts and report["progress"]) or {}
    outlook = (counts and report["outlook"]) or {}
    return MeasureRow(
        measure_id=plan["id"],
        report_id=report_id,
        code=plan["code"],
        name=plan["name"],
        policy_id=plan["policy"]["id"],
        policy_number=plan["policy"]["number"],
        policy_name=plan["policy"]["name"],
        direction_id=plan["direction"]["id"],
        direction_name=plan["direction"]["name"],
        divisions=tuple(plan["divisions"]),
        state=report["state"],
        counts=counts,
        is_late=False,
        progress=progress.get("word", ""),
        meaning=progress.get("meaning", ""),
        reason=report["progress_reason"] if counts else "",
        planned=planned_of(content),
        actual=report["actual_direction"] if counts else "",
        outlook=outlook.get("word", ""),
        indicators=tuple(indicators_of(content, pending=pending)),
        is_published=is_published,
        closed_year_id=year.pk,
    )


def planned_of(content: Json) -> str:
    """The direction that the plan scheduled for the year."""
    own = content["fiscal_year"]
    years = content["plan"]["years"]
    return next((each["planned"] for each in years if each["fiscal_year"] == own), "")


def indicators_of(content: Json, *, pending: bool = False) -> Iterator[IndicatorYear]:
    """The indicators of an edition; the judgement is the stored one unless `pending` counts."""
    for entry in content["indicators"]:
        facts, figures = codec.facts(entry["facts"]), kept_figures(entry, pending=pending)
        stored = not pending
        yield IndicatorYear(
            indicator_id=entry["id"],
            label=entry["label"],
            facts=facts,
            judgement=codec.judgement(entry["judgement"])
            if stored
            else judge(facts, figures, content["fiscal_year"]),
            is_entered_here=entry["is_entered_here"],
            figures=figures,
        )


def kept_figures(entry: Json, *, pending: bool = False) -> dict[int, Figure]:
    """An indicator's figures by year: those that count, with `pending` submitted ones too."""
    return {
        int(year): codec.figure(data)
        for year, data in entry["figures"].items()
        if data["counts"] or pending
    }


@dataclass(frozen=True)
class IndicatorThen:
    """An indicator of a closed year as its chart needs it."""

    facts: IndicatorFacts
    figures: dict[int, Figure]
    years: list[int]
    until: int


def indicators_then(year_id: int, *, pending: bool = False) -> Iterator[tuple[int, IndicatorThen]]:
    """All indicators of a closed year, each once, by its id; 1 query."""
    yield from _charted(newest_editions(year_id), pending)


def indicator_then(
    year_id: int, indicator_id: int, *, pending: bool = False
) -> IndicatorThen | None:
    """One indicator of a closed year; 1 query, or 2 where the plan has moved it since."""
    editions = newest_editions(year_id)
    under = Measure.objects.filter(measure_indicators__indicator=indicator_id)
    for each in (editions.filter(report__measure__in=under), editions):
        found = dict(_charted(each, pending)).get(indicator_id)
        if found is not None:
            return found
    return None


def _charted(editions, pending: bool) -> Iterator[tuple[int, IndicatorThen]]:
    seen = set()
    for content in editions.values_list("content", flat=True):
        for entry in content["indicators"]:
            if entry["id"] not in seen:
                seen.add(entry["id"])
                yield (
                    entry["id"],
                    IndicatorThen(
                        codec.facts(entry["facts"]),
                        kept_figures(entry, pending=pending),
                        plan_of(content).fiscal_years,
                        content["fiscal_year"],
                    ),
                )


def plan_of(content: Json, pk: int | None = None) -> Plan:
    """The plan as it was called then, not to be saved."""
    frame = content["frame"]
    names = ("title", "city", "level_names", "first_fiscal_year", "last_fiscal_year")
    return Plan(pk=pk, **{name: frame[name] for name in names})


def with_plan_of_then(year: ReviewYear) -> ReviewYear:
    """The year; a closed one with the plan under the names of then. 1 query for that."""
    if not year.is_open:
        content = newest_editions(year.pk).values_list("content", flat=True).first()
        if content is not None:
            year.plan = plan_of(content, year.plan_id)
    return year
