"""Writing editions. What is written is never changed (the database refuses it, too)."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from progress.models import ProgressReport, ReportSnapshot
from progress.reading.codec import Json


def newest_content(report: ProgressReport) -> Json | None:
    """The content of the report's newest edition, if it has one; 1 query."""
    return report.snapshots.order_by("-edition").values_list("content", flat=True).first()


def write_editions(contents: Mapping[int, Json], *, cause: str, at: datetime) -> None:
    """A newer edition of each report, by its id, in the order given; 2 queries."""
    stored = ReportSnapshot.objects.filter(report__in=contents).order_by().values_list("report_id")
    newest = dict(stored.annotate(newest=Max("edition")))
    places = dict(stored.annotate(place=Max("order")))
    ReportSnapshot.objects.bulk_create(
        ReportSnapshot(
            report_id=pk,
            edition=newest.get(pk, 0) + 1,
            cause=cause,
            at=at,
            order=places.get(pk, place),
            content=content,
            **_columns(content),
        )
        for place, (pk, content) in enumerate(contents.items())
    )


def _columns(content: Json) -> dict[str, str]:
    """What lists and searches of editions look at."""
    plan, report, year = content["plan"], content["report"], content["fiscal_year"]
    progress, outlook = report["progress"] or {}, report["outlook"] or {}
    planned = (each["planned"] for each in plan["years"] if each["fiscal_year"] == year)
    return {
        "code": plan["code"],
        "name": plan["name"],
        "divisions": "、".join(plan["divisions"])[:500],
        "state": report["state"],
        "progress": progress.get("word", ""),
        "meaning": progress.get("meaning", ""),
        "outlook": outlook.get("word", ""),
        "planned": next(planned, ""),
        "actual": report["actual_direction"],
    }
