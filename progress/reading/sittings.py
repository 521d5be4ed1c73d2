"""The meeting that a year looks forward to, of a closed year its last one, and the one before. What
met for a review of the plan alone says nothing of a year."""

from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from progress.models import Decision, Meeting, ReviewYear
from sakado_dx.prepared import prepared

_REST = Count("decisions", filter=Q(decisions__manner=Decision.Manner.REST))


class Sittings(NamedTuple):
    """`now`: the year's next meeting, of a closed year the last one that settled its results;
    `before`: the last settled one before it, of this year or of an earlier one. Each none where
    there is none; `rest` says how many decisions その他は事務局案のとおり了承 made."""

    now: Meeting | None
    before: Meeting | None


def sitting_before(meeting: Meeting) -> Meeting | None:
    """The last settled meeting before this one, of its year or of an earlier one, with `rest` as
    above; 1 query."""
    year = meeting.year
    rows = Meeting.objects.up_to(year.plan_id, year.fiscal_year, is_open=year.is_open)
    rows = rows.on_reports().settled().annotate(rest=_REST)
    earlier = rows.filter(held_on__lt=meeting.held_on).exclude(pk=meeting.pk)
    return earlier.order_by("held_on", "pk").last()


@prepared
def _around(plan_id: int, fiscal_year: int, is_open: bool) -> QuerySet[Meeting]:
    """The year's own, and the last settled one of earlier years."""
    found = Meeting.objects.up_to(plan_id, fiscal_year, is_open=is_open).on_reports()
    earlier = found.settled().filter(year__fiscal_year__lt=fiscal_year).reverse()
    shown = Q(year__fiscal_year=fiscal_year) | Q(pk__in=earlier.values("pk")[:1])
    return found.filter(shown).annotate(rest=_REST)


def sittings_of(year: ReviewYear) -> Sittings:
    """1 query."""
    rows = _around(year.plan_id, year.fiscal_year, year.is_open)
    own = [each for each in rows if each.year_id == year.pk]
    coming = [each for each in own if not each.is_settled]
    settled = [each for each in own if each.is_settled]
    now = next(iter(coming if year.is_open else settled[::-1]), None)
    earlier = [each for each in rows if each.is_settled and each is not now]
    return Sittings(now, earlier[-1] if earlier else None)
