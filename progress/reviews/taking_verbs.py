"""One revision that takes over what was decided on a review, line by line traceable."""

from django.db.models import F

from progress.models import PlanReview, PlanRevision
from progress.plan_document.rows.stored import stored_rows
from progress.reviews.deciding import decided_of, newest_in_force, proposals_of
from progress.reviews.taking import Taken, Taking
from progress.reviews.verbs import TAKEN_OVER
from progress.revisions.drafting import draft
from progress.workflow.record import secretary
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

NO_LINES = "会議の決定に、計画を変えるものがありません。"


def taken_of(review: PlanReview) -> Taken:
    """What the decisions of a review change in the plan as it stands, and what they leave."""
    taking = Taking(review, stored_rows(review.plan).rows)
    for each in decided_of(review):
        taking.take(each.paper, each.in_force)
    for proposal, decisions in proposals_of(review):
        taking.take_new(proposal, newest_in_force(decisions))
    return taking.found


def take_over(
    review: PlanReview, *, by: User | Standing, version: int, door: str = Door.PAGE
) -> PlanRevision:
    """Make the draft of a 改定 from what was decided; the review ends with it.

    Raises NotAllowed, or Conflict where the review was changed since it was read.
    """
    standing = secretary(by, "見直しを計画の見直しの案に引き継げるのは、事務局です。")
    if not review.is_under_way:
        raise NotAllowed(TAKEN_OVER)
    taken = taken_of(review)
    if not taken.lines:
        raise NotAllowed(NO_LINES)
    as_read = PlanReview.objects.under_way().filter(pk=review.pk, version=version)
    with acting(standing.user, door):
        # Of two at once one waits here, and finds what the other made.
        if not as_read.select_for_update(no_key=True).values_list("pk", flat=True):
            raise Conflict(PlanReview.objects.select_related("plan").get(pk=review.pk))
        revision = draft(
            review.plan,
            by=standing,
            title=review.title,
            reason=f"{review.years_label}年度の実績をもとにした、三年目の見直しによる。",
            effective_on=fiscal.first_day(review.changes_from),
            lines=taken.lines,
            door=door,
        )
        if review.is_sample:
            PlanRevision.objects.filter(pk=revision.pk).update(is_sample=True)
        as_read.update(revision=revision, version=F("version") + 1)
    review.refresh_from_db()
    return revision
