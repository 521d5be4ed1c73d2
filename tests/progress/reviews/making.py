"""A review of the small city's plan."""

from datetime import date

from progress.models import MeasureReview, PlanReview
from progress.reviews import verbs as reviews


def opened(world, by: str = "secretariat", **more) -> PlanReview:
    """A review of R5 whose revision can change R7."""
    told = {
        "first_fiscal_year": 2023, "last_fiscal_year": 2023, "changes_from": 2025,
        "due_on": date(2099, 9, 30),
    }  # fmt: skip
    return reviews.open_review(world.plan, by=world.people[by], **(told | more))


def paper(review: PlanReview, code: str = "I-1-1") -> MeasureReview:
    """The 調書 of a measure."""
    return MeasureReview.objects.with_measure().get(review=review, measure__code=code)
