"""計画の版: the plan as it took effect, edition by edition (README: 改定)."""

import json
from datetime import date

from django.db import models
from django.urls import reverse

from measures.models import Plan


class PlanEditionQuerySet(models.QuerySet):
    def of_plan(self, plan: Plan):
        return self.filter(plan=plan)

    def in_order(self):
        return self.order_by("effective_on", "number", "pk")

    def newest_first(self):
        return self.order_by("-effective_on", "-number", "-pk")

    def as_of(self, day: date) -> "PlanEdition | None":
        """The newest edition that had taken effect by a day."""
        return self.filter(effective_on__lte=day).in_order().last()

    def public_on(self, day: date):
        """Editions that citizens may see on a day."""
        return self.filter(published_on__lte=day)


class PlanEdition(models.Model):
    """計画の版: the whole plan as it took effect on a day; its document is never changed.

    A plan with an edition is in force (施行): from then on its promises change by revision alone.
    `number` is 0 for the first (当初), 1 for 第1次改定, and so on; a revision with several
    effective days has an edition for each. `published_on` is the day from which citizens see it.
    `public_document` is what of its document the plan prints (plan_editions.printed).
    `outcome` lists what became of open years' reports as it took effect (open_reports.Touched),
    each with an `Outcome`.
    """

    class Outcome(models.TextChoices):
        MADE = "made", "報告を作りました"
        TAKEN_OUT = "taken_out", "報告を外しました"
        STAYS = "stays", "計画では終わりましたが、記載のある報告は残ります"
        NOT_MADE = "not_made", "報告を作っていません"
        ASKED = "asked", "関係課回答票に行を加えました"
        RELEASED = "released", "関係課回答票の未回答の行を閉じました"
        CHANGED = "changed", "報告の状態はそのままで、目標などが変わりました"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions", verbose_name="計画")
    revision = models.ForeignKey(
        "PlanRevision", models.PROTECT, related_name="editions", null=True, blank=True
    )
    number = models.PositiveSmallIntegerField("版の番号（0は当初）", default=0)
    name = models.CharField("版の名称", max_length=60)
    effective_on = models.DateField("施行日")
    decided_on = models.DateField("決定日", null=True, blank=True)
    published_on = models.DateField("公表日", null=True, blank=True)
    document = models.TextField("計画の文書")
    public_document = models.TextField("公表する計画の文書", blank=True, default="", editable=False)
    sha256 = models.CharField("文書のハッシュ値", max_length=64)
    outcome = models.JSONField("報告への影響", default=list, blank=True, editable=False)
    by_name = models.CharField("記録した人", max_length=150, blank=True)
    at = models.DateTimeField("記録日時")

    objects = PlanEditionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "計画の版"
        ordering = ["plan", "effective_on", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "effective_on", "number"],
                name="plan_edition_day_unique",
                violation_error_message="この施行日の、同じ番号の版は既にあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("progress:edition_detail", args=[self.pk])

    def content(self) -> dict:
        """The plan's document, read."""
        return json.loads(self.document)
