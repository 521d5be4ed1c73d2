"""What the pages of retention show: each year, how long it is kept, and until when."""

from dataclasses import dataclass
from datetime import date

from progress.models import Disposal, Retention, ReviewYear

RETENTIONS = "保存年限"


@dataclass(frozen=True)
class Kept:
    """A year and how long its documents are kept; `retention` None where the city set nothing."""

    year: ReviewYear
    retention: Retention | None
    has_expired: bool
    disposal: Disposal | None = None


def kept_years(today: date) -> list[Kept]:
    """All years, the newest first; 2 queries."""
    years = ReviewYear.objects.newest_first().select_related("plan", "retention")
    disposals = {each.year_id: each for each in Disposal.objects.standing()}
    return [_kept(each, today, disposals.get(each.pk)) for each in years]


def _kept(year: ReviewYear, today: date, disposal: Disposal | None) -> Kept:
    retention = getattr(year, "retention", None)
    if retention is not None:
        retention.year = year
    return Kept(year, retention, bool(retention and retention.has_expired(today)), disposal)


def retention_of(year: ReviewYear) -> Retention | None:
    """What the city set of a year; 1 query."""
    return Retention.objects.filter(year=year).select_related("year", "by").first()
