"""Where a year is read from: publications without a login, `reading/` by right with one.

Here alone it is decided which of the two answers whom.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from django.db.models import Count
from rest_framework.exceptions import NotFound, PermissionDenied

from progress.api import inside, published
from progress.api.answers import PORTAL
from progress.models import Decision, ProgressReport, ReportSnapshot, ReviewYear
from progress.publication.published import PublishedYear, published_year, published_years
from progress.reading.codec import Json
from progress.reading.decisions import shown_decisions
from progress.reading.reports import measures_of
from progress.rights import predicates
from sakado_dx.organization.access import Standing


def years(standing: Standing) -> list[Json]:
    """The years that this person may read of, the newest first."""
    if not standing.is_staff:
        return [published.year_of(each) for each in published_years(standing.day)]
    rows = ReviewYear.objects.newest_first().annotate(measures=Count("reports"))
    newest: dict[int, ReviewYear] = {}
    for each in rows:
        newest.setdefault(each.fiscal_year, each)
    public = _counted(ProgressReport.objects.published(standing.day), "pk")
    editions = _counted(ReportSnapshot.objects.all(), "at", "report__year")
    return [
        {
            "fiscal_year": each.fiscal_year,
            "source": PORTAL,
            "is_closed": not each.is_open,
            "edition": None if each.is_open else editions.get(each.pk),
            "publish_on": each.publish_on,
            "measures": each.measures,
            "published": public.get(each.pk, 0),
        }
        for each in newest.values()
    ]


def _counted(rows, column: str, year: str = "year") -> dict[int, int]:
    """How many different values of a column there are in each year."""
    counted = rows.order_by().values(year).annotate(number=Count(column, distinct=True))
    return dict(counted.values_list(year, "number"))


NO_SWITCH = "確定前の報告を含められる（pending）のは、事務局、推進会議、CDO・政策会議の職員です。"


class Told(Sequence):
    """Rows that are made of what is read when they are asked for."""

    def __init__(self, rows: Sequence, made: Callable[..., Json]) -> None:
        self.rows, self.made = rows, made

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place):
        found = self.rows[place]
        return [self.made(each) for each in found] if isinstance(place, slice) else self.made(found)

    def __iter__(self) -> Iterator[Json]:
        return map(self.made, self.rows)


def pending_of(standing: Standing, asked: Mapping) -> bool:
    """Whether 確定前を含む is asked for; raises PermissionDenied for who has no such switch."""
    wants = "pending" in asked
    if wants and not predicates.may_see_pending(standing):
        raise PermissionDenied(NO_SWITCH)
    return wants


def reports(
    standing: Standing, fiscal_year: int, key: str = "", *, pending: bool = False
) -> Sequence[Json]:
    """The reports of a year that this person may know of, or of one measure; raises NotFound."""
    if not standing.is_staff:
        found = _published(standing, fiscal_year).reports
        wanted = [each for each in found if key in ("", each.content.measure.key)]
        return Told(wanted, published.report_of)
    read = inside.ReportsRead(_year(fiscal_year), key, pending=pending)
    return Told(read, partial(inside.report_of, standing))


def results(
    standing: Standing, fiscal_year: int, key: str = "", *, pending: bool = False
) -> list[Json]:
    """The indicators of a year, or of one measure, with what counts of them; raises NotFound."""
    if not standing.is_staff:
        found = _published(standing, fiscal_year).reports
        wanted = (each for each in found if key in ("", each.content.measure.key))
        return [row for each in wanted for row in published.results_of(each.content)]
    read = inside.ReportsRead(_year(fiscal_year), key, pending=pending)
    return [row for each in read for row in inside.results_of(each)]


def decisions(standing: Standing, fiscal_year: int) -> list[Json]:
    """What meetings decided on a year's reports, as far as this person may read it; raises
    NotFound."""
    if not standing.is_staff:
        found = _published(standing, fiscal_year).reports
        return [row for each in found for row in published.decisions_of(each.content)]
    return list(_decided(standing, _year(fiscal_year)))


def _published(standing: Standing, fiscal_year: int) -> PublishedYear:
    found = published_year(fiscal_year, standing.day)
    if found is None:
        raise NotFound
    return found


def _year(fiscal_year: int) -> ReviewYear:
    """The year of the newest plan that has it."""
    found = ReviewYear.objects.filter(fiscal_year=fiscal_year).newest()
    if found is None:
        raise NotFound
    return found


def _decided(standing: Standing, year: ReviewYear) -> Iterator[Json]:
    rows = Decision.objects.settled().filter(report__year=year).with_words()
    rows = list(rows.order_by("meeting__held_on", "meeting", "report__measure__order", "pk"))
    reports = _readable(standing, {each.report_id for each in rows})
    rows = [each for each in rows if each.report_id in reports]
    for each in rows:
        each.report = reports[each.report_id]
    names = measures_of(reports.values())
    keys = {pk: each.measure.key for pk, each in reports.items()}
    for each in shown_decisions(rows):
        measure = names[each.report_id]
        yield {
            "measure": {"key": keys[each.report_id], "code": measure.code, "name": measure.name},
            "fiscal_year": year.fiscal_year,
            "body": each.meeting.kind,
            "held_on": each.meeting.held_on,
            **{name: getattr(each, name) for name in DECIDED},
        }


DECIDED = ("opinion", "manner", "judgement", "outlook", "is_public")


def _readable(standing: Standing, ids: Iterable[int]) -> dict[int, ProgressReport]:
    """Of these reports those whose decisions this person may read."""
    rows = ProgressReport.objects.filter(pk__in=ids).with_measure()
    return {each.pk: each for each in rows if predicates.may_read_decisions(standing, each)}
