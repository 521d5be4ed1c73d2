"""Fetches what the pages of a review work on, for those who may."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from progress.models import FollowUp, MeasureReview, NewMeasureProposal, PlanReview
from progress.reading.before import rows_before
from progress.rights import predicates
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared


def plan_review_for(standing: Standing, pk: int) -> PlanReview:
    """A 三年目の見直し, for who reads all of it, and for members of divisions, who see their own."""
    review = get_object_or_404(PlanReview.objects.select_related("plan", "revision"), pk=pk)
    if not (predicates.reads_all_reviews(standing) or standing.divisions):
        raise Http404
    return review


def measure_review_for(standing: Standing, pk: int) -> MeasureReview:
    """A 調書 that this person may read."""
    row = get_object_or_404(MeasureReview.objects.with_measure(), pk=pk)
    if not predicates.may_read_measure_review(standing, row):
        raise PermissionDenied(
            "この調書を読めるのは、所管課、その部と事務局です。提出されると、推進会議も読めます。"
        )
    return row


def new_measure_for(standing: Standing, pk: int) -> NewMeasureProposal:
    """A proposed measure that this person may read; others do not know of it."""
    rows = NewMeasureProposal.objects.select_related(
        "review__plan", "division", "direction__policy"
    )
    row = get_object_or_404(rows, pk=pk)
    if not predicates.may_read_new_measure(standing, row.division_id):
        raise Http404
    return row


def new_measure_now(standing: Standing, row: NewMeasureProposal) -> NewMeasureProposal:
    """The proposal as it stands now; as it was read where it was taken back meanwhile, so that a form
    keeps what was typed."""
    try:
        return new_measure_for(standing, row.pk)
    except Http404:
        return row


def asking(review: PlanReview, measure_ids: tuple[int, ...]) -> list[tuple]:
    """What asks for the years before and the open follow-ups, for a page that asks for more."""
    before = (rows_before, review.plan_id, 0, review.changes_from, True)
    return [before, (open_follow_ups, measure_ids)]


@prepared
def open_follow_ups(measure_ids: tuple[int, ...]) -> QuerySet:
    """The measure of each of their follow-ups that is open."""
    rows = FollowUp.objects.open().filter(decision__report__measure__in=measure_ids)
    return rows.order_by().values_list("decision__report__measure", flat=True)
