"""A closed year, read from the newest editions of its reports and from nothing else (cycle 3)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef

from measures.models import Plan
from progress.models import ReportSnapshot, ReviewYear
from progress.reports import codec
from progress.reports.codec import Json
from progress.reports.rows import IndicatorYear, MeasureRow, counted_states
from progress.rules import Figure, IndicatorFacts, judge


def newest_editions(year: ReviewYear, at: datetime | None = None):
    """The newest edition of each report of the year, in the plan's order; `at`: as of then."""
    snapshots = ReportSnapshot.objects.filter(report__year=year)
    later = ReportSnapshot.objects.filter(
        report=OuterRef("report"), edition__gt=OuterRef("edition")
    )
    if at is not None:
        snapshots, later = snapshots.filter(at__lte=at), later.filter(at__lte=at)
    return snapshots.filter(~Exists(later)).order_by("order", "report_id")


def closed_contents(year: ReviewYear, at: datetime | None = None) -> dict[int, Json]:
    """The contents of the newest editions by report's id; 1 query."""
    rows = newest_editions(year, at)
    return dict(rows.values_list("report_id", "content"))


def closed_rows(
    year: ReviewYear, *, pending: bool = False, policy_id: int | None = None
) -> list[MeasureRow] | None:
    """The year's measures as they were judged; None where nothing was fixed. 2 queries."""
    contents = closed_contents(year)
    if not contents:
        return None
    published = set(year.reports.published().values_list("pk", flat=True))
    return [
        _row(year, pk, content, pending=pending, is_published=pk in published)
        for pk, content in contents.items()
        if policy_id is None or content["plan"]["policy"]["id"] == policy_id
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


def chart_facts(
    year: ReviewYear, indicator_id: int, *, pending: bool = False
) -> tuple[IndicatorFacts, dict[int, Figure], list[int]] | None:
    """Facts, figures and the plan's years of one indicator in a closed year; 1 query."""
    for content in closed_contents(year).values():
        for entry in content["indicators"]:
            if entry["id"] == indicator_id:
                facts, figures = codec.facts(entry["facts"]), kept_figures(entry, pending=pending)
                return facts, figures, plan_of(year, content).fiscal_years
    return None


def plan_of(year: ReviewYear, content: Json) -> Plan:
    """The plan as it was called then, not to be saved."""
    frame = content["frame"]
    names = ("title", "city", "level_names", "first_fiscal_year", "last_fiscal_year")
    return Plan(pk=year.plan_id, **{name: frame[name] for name in names})


def with_plan_of_then(year: ReviewYear) -> ReviewYear:
    """The year; a closed one with the plan under the names of then. 1 query for that."""
    if not year.is_open:
        content = newest_editions(year).values_list("content", flat=True).first()
        if content is not None:
            year.plan = plan_of(year, content)
    return year
