"""指摘事項 that wait for a person's divisions, as 担当施策 shows them: of years that were closed long
ago together, since one answer after the other is looked for in their list."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet, Subquery

from progress.judging.shown_years import first_shown, span_of
from progress.models import FollowUp, ReviewYear
from progress.models.follow_ups import ITS_REPORT
from progress.reading.edition import MeasureName
from progress.reading.reports import measures_of, reports_of
from sakado_dx.prepared import prepared
from sakado_dx.readings import shorten


class Asked(NamedTuple):
    """One of them, or (`number`) several of old years; without a `url` where these stand one by
    one on the page that shows all years; these are called by their `title` alone. `year` is the
    first one's."""

    title: str
    code: str
    year: ReviewYear
    due: date
    url: str
    number: int = 1


class _Waiting(NamedTuple):
    pk: int
    fiscal_year: int
    closed_at: datetime | None
    newest: int

    @property
    def is_old(self) -> bool:
        return self.closed_at is not None and self.fiscal_year < first_shown(self.newest)


def asked_of(divisions: Collection[int], *, is_whole: bool) -> list[Asked]:
    """By their dates; with `is_whole` each by itself. At most 3 queries."""
    waiting = [_Waiting(*each) for each in _waiting_of(tuple(divisions))]
    old = [] if is_whole else [each for each in waiting if each.is_old]
    folded = {each.pk for each in old[1:]}
    shown = _shown(tuple(each.pk for each in waiting if each.pk not in folded))
    names = measures_of(reports_of(shown, ITS_REPORT))
    found = {each.pk: _asked(each, names[each.decision.report_id]) for each in shown}
    if len(old) > 1:
        first, title = old[0].pk, _title_of(old)
        found[first] = found[first]._replace(title=title, code=title, url="", number=len(old))
    return [*found.values()]


def _asked(each: FollowUp, measure: MeasureName) -> Asked:
    title, year = f"{measure.title}：{shorten(each.what, 60)}", each.decision.report.year
    return Asked(title, measure.code, year, each.due, each.get_absolute_url())


def _title_of(old: Collection[_Waiting]) -> str:
    """``H18〜R2実績の15件``."""
    return f"{span_of({each.fiscal_year for each in old})}実績の{len(old)}件"


@prepared
def _waiting_of(divisions: tuple[int, ...]) -> QuerySet:
    newest = ReviewYear.objects.newest_first().values("fiscal_year")[:1]
    waiting = FollowUp.objects.waiting().asked_of(divisions).order_by("due", "pk")
    year = f"{ITS_REPORT}__year"
    columns = ("pk", f"{year}__fiscal_year", f"{year}__closed_at", Subquery(newest))
    return waiting.values_list(*columns)


@prepared
def _shown(pks: tuple[int, ...]) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.filter(pk__in=pks).with_names()
    rows = rows.select_related(
        "decision__meeting__year", f"{ITS_REPORT}__measure", f"{ITS_REPORT}__year"
    )
    return rows.order_by("due", "pk")
