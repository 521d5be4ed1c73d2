"""What meetings decide on reports, and which of several decisions counts."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Prefetch, Q

from measures.models import PlanWord
from measures.naming import DIVISION, MEETING, SECRETARIAT
from progress.models.meetings import Meeting
from progress.models.reports import ProgressReport
from sakado_dx.organization.models import User


class DecisionQuerySet(models.QuerySet):
    def with_words(self):
        """Each with its meeting and the plan's words that it is made of."""
        return self.select_related("meeting", "judgement", "outlook")

    def standing(self, submitted):
        """Those that `in_force` chooses from, for a report whose last submission led to this
        version of it: `is_newer`."""
        amended = Q(manner=Decision.Manner.AMENDED)
        return self.settled().filter(amended | Q(version__gte=submitted))

    def settled(self):
        """Those of meetings whose result is settled; the others are drafts."""
        return self.filter(meeting__settled_at__isnull=False)

    def by_weight(self):
        """In the order in which a later one counts before an earlier one."""
        return self.order_by("meeting__rank", "meeting__held_on", "pk")


class Decision(models.Model):
    """What a meeting decided on a report: a draft until the meeting is settled. From then on
    never changed, but for a slip of the pen by a Correction: a later one stands beside it."""

    class Manner(models.TextChoices):
        EACH = "each", "個別に審議"
        REST = "rest", "その他は事務局案のとおり了承"
        AMENDED = "amended", "修正のうえ了承（事務局一任）"

    class TakenFrom(models.TextChoices):
        """Whose mark その他は事務局案のとおり took over."""

        MEETING = MEETING, "ほかの会議の決定"
        SECRETARIAT = SECRETARIAT, "事務局案"
        DIVISION = DIVISION, "自己評価"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="decisions")
    # The report's version that was decided on: it tells, whatever the clock says, whether the
    # report was handed in again since.
    version = models.PositiveIntegerField("報告の版", editable=False)
    manner = models.CharField("決め方", max_length=8, choices=Manner, default=Manner.EACH)
    taken_from = models.CharField("採った判定", max_length=12, choices=TakenFrom, blank=True)
    judgement = models.ForeignKey(
        PlanWord, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="判定"
    )
    outlook = models.ForeignKey(
        PlanWord, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="今後の方針"
    )
    opinion = models.TextField("意見", max_length=1000, blank=True)
    is_public = models.BooleanField("意見を公表する", default=False)
    # 了承済みの遅れ: until when the measure may be behind without being looked at first.
    accepted_until = models.DateField("遅れを了承する期限", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録日時")
    # 画面に反映: from then on who reads meetings reads the draft.
    shown_at = models.DateTimeField("画面に反映した日時", null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議の決定"
        ordering = ["report", "meeting__held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "report"],
                name="decision_unique",
                violation_error_message="この会議の決定は既に記録されています。",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | ~Q(opinion=""),
                name="decision_public_opinion_not_empty",
                violation_error_message="公表する意見を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.report.measure}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be dropped and counts for nothing; who reads it says
        `may_read_draft`."""
        return not self.meeting.is_settled

    @property
    def is_amended(self) -> bool:
        """修正のうえ了承（事務局一任）: it stays valid after a return."""
        return self.manner == self.Manner.AMENDED


def weight(decision) -> tuple:
    """The place of a decision among those on one report: the body of the highest rank counts,
    among equals the later; of rows as of the frozen copies that pages show."""
    meeting = decision.meeting
    return meeting.rank, meeting.held_on, decision.pk


def is_newer(decision, submitted: int | None) -> bool:
    """Whether a decision is on the report as it was submitted last: on the version (`submitted`)
    that the submission led to or a later one, or one that said 修正のうえ了承（事務局一任）; of rows
    as of the frozen copies that pages show. By versions, since a clock may be set back."""
    return submitted is not None and (decision.is_amended or decision.version >= submitted)


def in_force(decisions: Iterable, submitted: int | None):
    """The decision that counts for the report as it was submitted last (`submitted_version`), or
    None: no draft, and one that `is_newer`."""
    settled = (each for each in decisions if not each.is_draft)
    standing = (each for each in settled if is_newer(each, submitted))
    return max(standing, key=weight, default=None)


def with_decisions(reports):
    """Reports with all decisions on them, the one that counts last; 2 queries."""
    decisions = Decision.objects.with_words().by_weight()
    return reports.prefetch_related(Prefetch("decisions", queryset=decisions))
