"""What citizens may see on a day: the one home of that rule, for pages, API, open data and export.

Of a year whose 公表日 has come, each report's newest edition, unless it was taken back. Nothing
else of a report is asked for here, and nothing of a year before its day.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter

from django.db import connection
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet
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


class OfFiscalYear:
    """Is called by its `fiscal_year`, as citizens read it: ``令和7年度``, ``R7``."""

    fiscal_year: int
    plan_id: int

    def is_of_plan_of(self, other: "OfFiscalYear") -> bool:
        """Whether both are years of one plan: the keys of measures are each plan's own."""
        return self.plan_id == other.plan_id

    @property
    def label(self) -> str:
        return fiscal.label_name(self.fiscal_year)

    @property
    def short_label(self) -> str:
        return fiscal.label_short(self.fiscal_year)


@dataclass(frozen=True)
class PublishedYear(OfFiscalYear):
    """A year whose 公表日 has come, with what is published of it; `measures` is how many reports
    the year has in all, but for measures that a revision begins whose own 公表日 has not come,
    `is_sample` whether its figures are invented."""

    fiscal_year: int
    plan_id: int
    publish_on: date
    measures: int
    reports: tuple[PublishedReport, ...]
    is_sample: bool = False

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


@dataclass(frozen=True)
class KnownYear(OfFiscalYear):
    """A year of which something is public on a day, before it is read; `pk` is its row's,
    `measures` and `is_sample` as of a `PublishedYear`."""

    pk: int
    fiscal_year: int
    plan_id: int
    publish_on: date
    measures: int
    is_sample: bool


def known_years(day: date) -> tuple[KnownYear, ...]:
    """The years of which citizens see something on a day, the newest first; 1 query."""
    return _known(ReviewYear.objects.all(), day)


def published_years(day: date) -> tuple[PublishedYear, ...]:
    """The same with all that they see; 1 or 2 queries however many."""
    return read_years(known_years(day), day)


def published_year(fiscal_year: int, day: date) -> PublishedYear | None:
    """One of them; 1 or 2 queries, 1 where its day has not come."""
    known = _known(ReviewYear.objects.filter(fiscal_year=fiscal_year), day)
    return next(iter(read_years(known, day)), None)


def read_years(known: Collection[KnownYear], day: date) -> tuple[PublishedYear, ...]:
    """What is published of these years, in their order; 1 query, none for no year."""
    public = Publication.objects.public(day)
    found: dict[int, list[PublishedReport]] = {}
    if known:
        for year, report in _reports(public.filter(report__year__in=[each.pk for each in known])):
            found.setdefault(year, []).append(report)
    return tuple(
        PublishedYear(
            each.fiscal_year,
            each.plan_id,
            each.publish_on,
            each.measures,
            tuple(sorted(found[each.pk], key=attrgetter("place"))),
            each.is_sample,
        )
        for each in known
        if each.pk in found
    )


def of_its_measure(
    report: PublishedReport, known: Iterable[KnownYear], day: date
) -> dict[int, PublishedReport]:
    """What is published of the same measure, by the fiscal year; 1 query, none for no year."""
    years = {each.pk: each.fiscal_year for each in known}
    measure = ProgressReport.objects.filter(pk=report.report_id).values("measure")
    public = Publication.objects.public(day).filter(report__year__in=[*years])
    rows = _reports(public.filter(report__measure__in=measure))
    return dict(sorted((years[year], own) for year, own in rows))


def _known(years: QuerySet[ReviewYear], day: date) -> tuple[KnownYear, ...]:
    """Of two plans with the same year the newer plan's, if anything of it is public."""
    public = Publication.objects.public(day).filter(report__year=OuterRef("pk"))
    rows = years.filter(Exists(public), publish_on__lte=day).newest_first()
    rows = rows.annotate(measures=_number_of_measures(day))
    found: dict[int, KnownYear] = {}
    columns = ("pk", "fiscal_year", "plan_id", "publish_on", "measures", "is_sample")
    for row in rows.values_list(*columns):
        found.setdefault(row[1], KnownYear(*row))
    return tuple(found.values())


def _number_of_measures(day: date) -> Count:
    """How many reports are of measures that citizens know of on a day: the views hold no other."""
    if not ProgressReport._meta.managed:
        return Count("reports")
    unseen = unseen_reports(connection.vendor, "%s")
    days = [day.isoformat()] * unseen.count("%s")
    return Count("reports", filter=~Q(reports__in=RawSQL(unseen, days)))


def _reports(public: QuerySet[Publication]) -> Iterator[tuple[int, PublishedReport]]:
    """The year's key and the report of each of these publications."""
    rows = (
        public.order_by("report_id")
        .annotate(year=F("report__year"), stored=Cast("content", CharField()))
        .values_list("year", "report_id", "edition", "at", "stored")
    )
    for year, report, edition, at, stored in rows:
        yield year, PublishedReport(report, edition, at, _content(stored))


@lru_cache(maxsize=4096)  # ten times the usual plan, with all its years
def _content(stored: str) -> PublicReport:
    """Kept by the process under what is stored, which never changes."""
    return PUBLICATIONS.decode(json.loads(stored))
