"""Which decision on a 調書 counts, and what その他は事務局案のとおり sweeps (README: 三年目の見直し)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from progress.models import MeasureReview, NewMeasureProposal, PlanReview, ReviewDecision
from progress.models.decisions import in_force, weight

# Why a 調書 is decided by itself.
NOT_SUBMITTED = "まだ提出されていません。"
WITHOUT_PROPOSAL = "事務局案がありません。"
DECIDED = "既に決定があります。"
NOT_GOING_ON = "事務局案が「{}」のため、個別に決めます。"
CHANGES = "年度別の方向性か目標を変えるため、個別に決めます。"


@dataclass(frozen=True)
class Decided:
    """A 調書 with its decisions: the one that counts, and the drafts. `why_not_rest` says why it
    cannot be decided with the rest, blank where it can."""

    paper: MeasureReview
    decisions: tuple[ReviewDecision, ...]

    @property
    def in_force(self) -> ReviewDecision | None:
        if not self.paper.is_submitted:
            return None
        return in_force(self.decisions, self.paper.submitted_version)

    @property
    def drafts(self) -> list[ReviewDecision]:
        return [each for each in self.decisions if each.is_draft]

    @property
    def why_not_rest(self) -> str:
        paper, proposed = self.paper, self.paper.proposed_outlook
        if not paper.is_submitted:
            return NOT_SUBMITTED
        if self.in_force or self.drafts:
            return DECIDED
        if proposed is None:
            return WITHOUT_PROPOSAL
        if proposed.meaning != "continue":
            return NOT_GOING_ON.format(proposed)
        return CHANGES if paper.directions or paper.targets else ""


def decided_of(review: PlanReview) -> list[Decided]:
    """All 調書 of a review in the plan's order, each with its decisions."""
    papers = list(MeasureReview.objects.filter(review=review).with_measure().in_plan_order())
    rows = ReviewDecision.objects.with_words().filter(measure_review__review=review)
    by_paper: dict[int, list[ReviewDecision]] = {}
    for each in rows:
        by_paper.setdefault(each.measure_review_id, []).append(each)
    for paper in papers:
        paper.review = review
    return [Decided(each, tuple(by_paper.get(each.pk, ()))) for each in papers]


def newest_in_force(decisions: Iterable[ReviewDecision]) -> ReviewDecision | None:
    """Of those on a proposed measure the one that counts."""
    settled = (each for each in decisions if not each.is_draft)
    return max(settled, key=weight, default=None)


def proposals_of(
    review: PlanReview,
) -> list[tuple[NewMeasureProposal, Sequence[ReviewDecision]]]:
    """The proposed measures of a review, each with its decisions."""
    rows = ReviewDecision.objects.with_words().filter(new_measure__review=review)
    by_row: dict[int, list[ReviewDecision]] = {}
    for each in rows:
        by_row.setdefault(each.new_measure_id, []).append(each)
    proposals = review.new_measures.select_related("division", "direction__policy")
    return [(each, by_row.get(each.pk, [])) for each in proposals]
