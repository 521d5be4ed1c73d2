"""What citizens may see on a day: the one home of that rule, for pages, API, open data and export.

Of a year whose 公表日 has come, each report's newest edition, unless it was taken back. Nothing
else of a report is asked for here, and nothing of a year before its day.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter

from django.db import connection
from django.db.models import CharField, Count, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from progress.models import ProgressReport, Publication, ReviewYear
from progress.publication.content import PUBLICATIONS, PublicReport
from progress.publication.unseen import unseen_reports
from progress.reading.edition import PlanFrame
from sakado_dx import fiscal

PARTS_OF_CODE = re.compile(r"([^0-9]*)([0-9]*)")


@dataclass(frozen=True)
class PublishedReport:
    """A report as citizens see it: the newest edition, of the moment `at`."""

    report_id: int
    edition: int
    at: datetime
    content: PublicReport

    @property
    def code(self) -> str:
        """The measure's code in that year."""
        return self.content.measure.code

    @property
    def slug(self) -> str:
        """The code as addresses and names of files carry it."""
        return self.code.replace("/", "_")

    @property
    def place(self) -> tuple[int, int, list[tuple[str, int]], int]:
        """Where it stands in the plan of its year: by its levels, and by its code with numbers as
        numbers. The plan's own order is today's, which may not be public yet."""
        measure = self.content.measure
        parts = [(word, int(digits or 0)) for word, digits in PARTS_OF_CODE.findall(measure.code)]
        return measure.policy.number, measure.direction.number, parts, self.report_id


@dataclass(frozen=True)
class PublishedYear:
    """A year whose 公表日 has come, with what is published of it; `measures` is how many reports
    the year has in all, but for measures that a revision begins whose own 公表日 has not come,
    `is_sample` whether its figures are invented."""

    fiscal_year: int
    publish_on: date
    measures: int
    reports: tuple[PublishedReport, ...]
    is_sample: bool = False

    @property
    def label(self) -> str:
        """``令和7年度``."""
        return fiscal.label_name(self.fiscal_year)

    @property
    def short_label(self) -> str:
        return fiscal.label_short(self.fiscal_year)

    @property
    def frame(self) -> PlanFrame:
        """The plan as the year's publications name it."""
        return self.reports[0].content.plan

    @property
    def changed_at(self) -> datetime:
        """When the newest of its editions was written."""
        return max(each.at for each in self.reports)

    def report(self, code: str) -> PublishedReport | None:
        """The report of the measure that had this code, also as its slug; None where none is
        public."""
        return next((each for each in self.reports if code in (each.code, each.slug)), None)


def published_years(day: date) -> tuple[PublishedYear, ...]:
    """The years that citizens see on a day, the newest first; 1 or 2 queries however many."""
    return _published(ReviewYear.objects.all(), day)


def published_year(fiscal_year: int, day: date) -> PublishedYear | None:
    """One of them; 1 or 2 queries, 1 where its day has not come."""
    found = _published(ReviewYear.objects.filter(fiscal_year=fiscal_year), day)
    return found[0] if found else None


def _published(years: QuerySet[ReviewYear], day: date) -> tuple[PublishedYear, ...]:
    """Of two plans with the same year the newer plan's, if anything of it is public."""
    rows = list(
        years.filter(publish_on__lte=day)
        .newest_first()
        .annotate(measures=_known(day))
        .values_list("pk", "is_sample", "fiscal_year", "publish_on", "measures")
    )
    reports = _reports([row[0] for row in rows], day) if rows else {}
    found: dict[int, PublishedYear] = {}
    for pk, is_sample, *year in rows:
        if reports.get(pk):
            own = PublishedYear(*year, tuple(reports[pk]), is_sample)
            found.setdefault(own.fiscal_year, own)
    return tuple(found.values())


def _known(day: date) -> Count:
    """How many reports are of measures that citizens know of on a day: the views hold no other."""
    if not ProgressReport._meta.managed:
        return Count("reports")
    unseen = unseen_reports(connection.vendor, "%s")
    days = [day.isoformat()] * unseen.count("%s")
    return Count("reports", filter=~Q(reports__in=RawSQL(unseen, days)))


def _reports(years: Iterable[int], day: date) -> dict[int, list[PublishedReport]]:
    """What is public of these years, by the year's key, in the plan's order."""
    rows = (
        Publication.objects.public(day)
        .filter(report__year__in=years)
        .order_by("report_id")
        .annotate(year=F("report__year"), stored=Cast("content", CharField()))
        .values_list("year", "report_id", "edition", "at", "stored")
    )
    found: dict[int, list[PublishedReport]] = {}
    for year, report, edition, at, stored in rows:
        found.setdefault(year, []).append(PublishedReport(report, edition, at, _content(stored)))
    for reports in found.values():
        reports.sort(key=attrgetter("place"))
    return found


@lru_cache(maxsize=4096)  # ten times the usual plan, with all its years
def _content(stored: str) -> PublicReport:
    """Kept by the process under what is stored, which never changes."""
    return PUBLICATIONS.decode(json.loads(stored))
