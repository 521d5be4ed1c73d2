"""Closing a year in tests: after its last 提出期限, which lies far ahead where nothing else is said."""

from datetime import date, timedelta

from django.utils import timezone

from progress.editions import verbs as editions
from progress.models import DeadlineExtension, ReviewYear


def pass_due(year: ReviewYear) -> None:
    """The year's 提出期限, extensions too, have passed by yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    later = {"report_due__gt": yesterday}
    DeadlineExtension.objects.filter(year=year, **later).update(report_due=yesterday)
    before = yesterday - timedelta(days=1)
    own = ReviewYear.objects.filter(pk=year.pk, **later)
    own.update(opened_on=date(2024, 4, 1), report_due=before)


def close_year(year: ReviewYear, **told) -> ReviewYear:
    """Close the year once its last 提出期限 has passed."""
    pass_due(year)
    return editions.close_year(year, **told)
