"""What a change of the plan did to a report that was handed in already."""

from django.db import models

from progress.models.reports import ProgressReport
from progress.models.revisions import PlanRevision
from sakado_dx.imports.models import Import
from sakado_dx.organization.models import User


class ReportEffectQuerySet(models.QuerySet):
    def newest_first(self):
        return self.select_related("by", "made", "revision").order_by("-pk")


class ReportEffect(models.Model):
    """One thing that an import, or a revision as it took effect, changed of a report: its
    judgement, what it owes, who leads it.

    Written with it, never changed: it stands in the report's thread, with the reason.
    `is_content`: of what was written in the report, for who may read that.
    """

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="effects_on_it")
    made = models.ForeignKey(
        Import, models.PROTECT, related_name="effects", verbose_name="取込", null=True
    )
    revision = models.ForeignKey(
        PlanRevision, models.PROTECT, related_name="effects", verbose_name="計画の見直し", null=True
    )
    is_undo = models.BooleanField("取消による", default=False)
    state = models.CharField("報告の状態", max_length=20)
    what = models.CharField("変わったもの", max_length=200)
    before = models.TextField("前", blank=True)
    after = models.TextField("後", blank=True)
    is_content = models.BooleanField("報告の内容", default=False)
    reason = models.TextField("理由")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="取り込んだ人")
    at = models.DateTimeField("日時")

    objects = ReportEffectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "計画の変更の影響"
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="report_effect_has_reason",
                violation_error_message="報告の判定などが変わるときは、理由が必要です。",
            ),
            models.CheckConstraint(
                condition=models.Q(made__isnull=False) ^ models.Q(revision__isnull=False),
                name="report_effect_has_one_cause",
                violation_error_message="取込か計画の見直しのどちらかによるものです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.what}"

    @property
    def cause(self) -> str:
        """What did it: ``目標値の取込``, ``第1次改定の施行の取消し``."""
        what = f"{self.made.title}の取込" if self.made else f"{self.revision}の施行"
        return f"{what}の取消し" if self.is_undo else what
