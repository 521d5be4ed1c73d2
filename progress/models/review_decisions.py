"""What meetings decide on a 調書 or a proposed measure (README: 三年目の見直し)."""

from django.db import models
from django.db.models import Q

from measures.models import Measure, PlanWord
from progress.models.decisions import Decision
from progress.models.meetings import Meeting
from progress.models.new_measures import NewMeasureProposal
from progress.models.reviews import MeasureReview
from sakado_dx.organization.models import User

Manner = Decision.Manner


class ReviewDecisionQuerySet(models.QuerySet):
    def with_words(self):
        """Each with its meeting, its words and what it is on."""
        return self.select_related(
            "meeting__year", "outlook", "merge_into", "measure_review__measure", "new_measure"
        )

    def drafts(self):
        return self.filter(meeting__settled_at__isnull=True)


class ReviewDecision(models.Model):
    """What a meeting decided on a 調書 (its outlook) or on a proposed measure (whether it is
    adopted): a draft until the meeting is settled, from then on never changed.

    Which of several counts is that of `decisions.in_force`, as for reports.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="review_decisions")
    measure_review = models.ForeignKey(
        MeasureReview, models.PROTECT, related_name="decisions", null=True, blank=True
    )
    new_measure = models.ForeignKey(
        NewMeasureProposal, models.PROTECT, related_name="decisions", null=True, blank=True
    )
    # The version of the 調書, or of the proposal, that was decided on.
    version = models.PositiveIntegerField("調書の版", editable=False)
    manner = models.CharField("決め方", max_length=8, choices=Manner, default=Manner.EACH)
    outlook = models.ForeignKey(
        PlanWord, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="今後の方針"
    )
    merge_into = models.ForeignKey(
        Measure, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="統合先"
    )
    is_adopted = models.BooleanField("採用", null=True, blank=True)
    opinion = models.TextField("意見", max_length=1000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録日時")

    objects = ReviewDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "見直しの会議の決定"
        ordering = ["meeting__held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "measure_review"],
                name="review_decision_unique",
                violation_error_message="この会議の決定は既に記録されています。",
            ),
            models.UniqueConstraint(
                fields=["meeting", "new_measure"],
                name="review_decision_new_unique",
                violation_error_message="この会議の決定は既に記録されています。",
            ),
            models.CheckConstraint(
                condition=Q(
                    measure_review__isnull=False,
                    new_measure__isnull=True,
                    outlook__isnull=False,
                    is_adopted__isnull=True,
                )
                | Q(
                    measure_review__isnull=True,
                    new_measure__isnull=False,
                    outlook__isnull=True,
                    is_adopted__isnull=False,
                ),
                name="review_decision_says_what",
                violation_error_message="今後の方針か、採用・見送りを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.words}"

    @property
    def is_draft(self) -> bool:
        return not self.meeting.is_settled

    @property
    def is_amended(self) -> bool:
        """A 調書 that came in again is decided again."""
        return False

    @property
    def words(self) -> str:
        """``廃止``, ``統合（統合先：I-1-2 …）``, ``採用``."""
        if self.is_adopted is not None:
            return "採用" if self.is_adopted else "見送り"
        into = f"（統合先：{self.merge_into}）" if self.merge_into else ""
        return f"{self.outlook}{into}"
