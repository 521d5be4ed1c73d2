"""Fetches what the pages of a review work on, for those who may."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from progress.models import MeasureReview, NewMeasureProposal, PlanReview
from progress.rights import predicates
from sakado_dx.organization.access import Standing


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
