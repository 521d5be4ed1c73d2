"""Writing editions. What is written is never changed (the database refuses it, too)."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from progress.models import ReportSnapshot
from progress.reading.codec import EDITIONS
from progress.reading.edition import Edition


def write_editions(editions: Mapping[int, Edition], *, cause: str, at: datetime) -> None:
    """A newer edition of each report, by its id, in the order given; 2 queries."""
    stored = ReportSnapshot.objects.filter(report__in=editions).order_by().values_list("report_id")
    newest = dict(stored.annotate(newest=Max("edition")))
    places = dict(stored.annotate(place=Max("order")))
    ReportSnapshot.objects.bulk_create(
        ReportSnapshot(
            report_id=pk,
            edition=newest.get(pk, 0) + 1,
            cause=cause,
            at=at,
            order=places.get(pk, place),
            content=EDITIONS.encode(edition),
            **_columns(edition),
        )
        for place, (pk, edition) in enumerate(editions.items())
    )


def _columns(edition: Edition) -> dict[str, str]:
    """What lists and searches of editions look at."""
    plan, report, mark = edition.plan, edition.report, edition.report.mark
    return {
        "code": plan.code,
        "name": plan.name,
        "divisions": "、".join(plan.divisions)[:500],
        "state": report.state,
        "progress": mark.progress.word if mark.progress else "",
        "meaning": mark.progress.meaning if mark.progress else "",
        "outlook": mark.outlook.word if mark.outlook else "",
        "outlook_meaning": mark.outlook.meaning if mark.outlook else "",
        "whose": mark.whose,
        "policy": plan.policy.id,
        "planned": edition.planned,
        "actual": report.texts["actual_direction"],
    }
