"""計画の見直し: drafts that become a plan's next edition, and their steps (README: 改定)."""

import json
from collections.abc import Callable
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from measures.models import Plan
from progress.models.plan_editions import PlanEdition
from sakado_dx.organization.models import User


class PlanRevisionQuerySet(models.QuerySet):
    def of_plan(self, plan: Plan):
        return self.filter(plan=plan)

    def drafts(self):
        return self.filter(state=PlanRevision.State.DRAFT)

    def decided(self):
        return self.filter(state=PlanRevision.State.DECIDED)

    def newest_first(self):
        return self.order_by("-pk")


class PlanRevision(models.Model):
    """計画の見直し: a dated change of the plan, from its draft to the day it is public.

    作成中 → 決定 → 施行 → 公表 (公表 may come before 施行); 取下げ until 施行 (README: 改定).
    `base` is the edition that the draft changes. `version` is what a page was read with.
    `made_by` is empty where a command made it.
    """

    class Kind(models.TextChoices):
        REVISION = "revision", "改定"
        MINOR = "minor", "軽微な変更"
        SLIP = "slip", "誤記訂正"

    class State(models.TextChoices):
        DRAFT = "draft", "作成中"
        DECIDED = "decided", "決定"
        APPLIED = "applied", "施行"
        WITHDRAWN = "withdrawn", "取下げ"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="revisions", verbose_name="計画")
    base = models.ForeignKey(
        PlanEdition, models.PROTECT, related_name="drafts", verbose_name="改定前の版"
    )
    kind = models.CharField("種類", max_length=10, choices=Kind, default=Kind.REVISION)
    state = models.CharField("状態", max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField("名称", max_length=100)
    reason = models.TextField("改定の趣旨", max_length=2000, blank=True)
    effective_on = models.DateField("施行日", null=True, blank=True)
    document_number = models.CharField("文書番号", max_length=60, blank=True)
    shared_on = models.DateField("庁内照会の開始日", null=True, blank=True)
    decided_on = models.DateField("決定日", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="決定の記録者"
    )
    applied_at = models.DateTimeField("施行を反映した日時", null=True, blank=True)
    published_on = models.DateField("公表日", null=True, blank=True)
    # 新旧対照表 and 概要 as citizens see them from that day on, of what the plan prints.
    public_table = models.JSONField("公表する新旧対照表", null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField("取下げの理由", max_length=2000, blank=True)
    version = models.PositiveIntegerField("版", default=1)
    # What a document that the draft was made from does not hold: listed, never ended by that.
    left = models.JSONField("文書にないもの", default=list, blank=True)
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="作成した人"
    )
    made_at = models.DateTimeField("作成日時")
    is_sample = models.BooleanField("サンプルデータ", default=False, editable=False)

    objects = PlanRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "計画の見直し"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | (Q(decided_on__isnull=False) & Q(effective_on__isnull=False)),
                name="plan_revision_decided_has_days",
                violation_error_message="決定するには、決定日と施行日を入力してください。",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""),
                name="plan_revision_withdrawn_has_reason",
                violation_error_message="取り下げる理由を入力してください。",
            ),
            models.UniqueConstraint(
                fields=["plan", "title"],
                condition=Q(state="draft"),
                name="plan_revision_draft_title_unique",
                violation_error_message="この名称の見直しの案が既にあります。",
                violation_error_code="title",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("progress:revision_detail", args=[self.pk])

    def was_done(self, verb: str, by: User, *, version: int = -1, **told) -> bool:
        """Whether this person's same verb, with what he told, stands already; 1 query."""
        if verb == "record_step":
            return self.steps.filter(by=by, **told).exists()
        if verb == "withdraw":
            told = {"withdrawn_reason": told["reason"].strip(), "state": self.State.WITHDRAWN}
        elif verb == "renew":  # once more it would take nothing anew
            return PlanRevision.objects.filter(pk=self.pk, version=version + 1).exists()
        elif verb == "decide":
            # What takes effect at once is a version further.
            decided = PlanRevision.objects.filter(pk=self.pk, version__gt=version, decided_by=by)
            return decided.filter(**told).exists()
        elif verb == "undecide":
            told = {"state__in": (self.State.DRAFT, self.State.APPLIED)}
        return PlanRevision.objects.filter(pk=self.pk, version=version + 1, **told).exists()

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_decided(self) -> bool:
        return self.state in (self.State.DECIDED, self.State.APPLIED)


# A line's own effective day, else its revision's.
EFFECTIVE = Coalesce("effective_on", "revision__effective_on")


class PlanChangeQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("pk")

    def due(self, day: date):
        """Changes that were decided, whose effective day (`day`) has come, and that are not
        applied."""
        decided = self.filter(state=PlanChange.State.DECIDED, revision__state="decided")
        return decided.annotate(day=EFFECTIVE).filter(day__lte=day)


class PlanChange(models.Model):
    """One line of a revision: a column of a row before and after, or a row that begins or goes.

    `noun` and `key` name the row as `plan_document.rows.tables` does (the key as canonical JSON).
    `column` is empty where the whole row begins (`before` None) or is taken away (`after` None):
    then `after` or `before` holds all its values. `applies_from` is the first fiscal year that
    is judged by it (targets, definitions, directions of a year).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "案"
        DECIDED = "decided", "決定"
        APPLIED = "applied", "施行"
        WITHDRAWN = "withdrawn", "取下げ"

    revision = models.ForeignKey(
        PlanRevision, models.CASCADE, related_name="changes", verbose_name="計画の見直し"
    )
    noun = models.CharField("対象", max_length=30)
    key = models.CharField("対象の番号", max_length=300)
    column = models.CharField("項目", max_length=40, blank=True)
    before = models.JSONField("改定前", null=True, blank=True)
    after = models.JSONField("改定後", null=True, blank=True)
    reason = models.TextField("改定の理由", max_length=2000, blank=True)
    effective_on = models.DateField("施行日", null=True, blank=True)
    applies_from = models.PositiveSmallIntegerField("適用する最初の年度", null=True, blank=True)
    state = models.CharField("状態", max_length=10, choices=State, default=State.DRAFT)
    # The 調書 or the proposal that asked for it (三年目の見直し).
    measure_review = models.ForeignKey(
        "MeasureReview", models.PROTECT, related_name="plan_changes", null=True, blank=True
    )
    new_measure = models.ForeignKey(
        "NewMeasureProposal", models.PROTECT, related_name="plan_changes", null=True, blank=True
    )

    objects = PlanChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "改定の内容"
        ordering = ["revision", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "noun", "key", "column"],
                name="plan_change_unique",
                violation_error_message="この項目の変更は、この見直しに既にあります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.key} {self.column}".strip()

    def was_done(self, verb: str, by: User, *, version: int = -1, **told) -> bool:
        """Whether the line is gone already, or says what was told; 1 query."""
        rows = PlanChange.objects.filter(pk=self.pk)
        return not rows.exists() if verb == "drop" else rows.filter(**told).exists()

    def mended(self, text: str, written: Callable[[str], str] = str) -> str:
        """A text with this slip mended, where it does not stand within what is right; `written` is
        how the text writes words."""
        wrong, right = written(self.before), written(self.after)
        if wrong not in right:
            return text.replace(wrong, right)
        return right.join(part.replace(wrong, right) for part in text.split(right))

    def is_of(self, key: tuple) -> bool:
        """Whether it changes the row of this key."""
        return json.loads(self.key) == json.loads(json.dumps(key))

    @property
    def place(self) -> tuple[str, str, str]:
        """What of which row it changes."""
        return self.noun, self.key, self.column

    @property
    def is_new_row(self) -> bool:
        return not self.column and self.before is None

    @property
    def is_gone_row(self) -> bool:
        return not self.column and self.after is None


class RevisionStep(models.Model):
    """経過: a dated step of a revision before its decision, done or left out with a reason.

    Steps come in any order and may be repeated (a second 推進会議).
    """

    class Kind(models.TextChoices):
        INQUIRY = "inquiry", "庁内照会（調書）"
        DRAFTED = "drafted", "素案"
        COUNCIL = "council", "推進会議"
        COORDINATION = "coordination", "企画調整会議"
        POLICY = "policy", "政策会議"
        PUBLIC_COMMENT = "public_comment", "パブリックコメント"
        ASSEMBLY = "assembly", "議会への説明・報告"
        MAYOR = "mayor", "市長決裁"

    revision = models.ForeignKey(
        PlanRevision, models.CASCADE, related_name="steps", verbose_name="計画の見直し"
    )
    kind = models.CharField("手続", max_length=20, choices=Kind)
    is_left_out = models.BooleanField("省略", default=False)
    on = models.DateField("実施日（期間の初日）", null=True, blank=True)
    until = models.DateField("期間の末日", null=True, blank=True)
    opinions = models.PositiveIntegerField("意見の件数", null=True, blank=True)
    results_on = models.DateField("結果の公表日", null=True, blank=True)
    reason = models.TextField("実施しない理由", max_length=1000, blank=True)
    note = models.TextField("備考", max_length=1000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録日時")

    class Meta:
        verbose_name = verbose_name_plural = "改定の経過"
        ordering = ["revision", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(is_left_out=True) & ~Q(reason=""))
                | (Q(is_left_out=False) & Q(on__isnull=False)),
                name="revision_step_done_or_left_out",
                violation_error_message="実施日か、省略する理由を入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on")),
                name="revision_step_days_in_order",
                violation_error_message="期間の末日は、初日以後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def was_done(self, verb: str, by: User, *, version: int = -1) -> bool:
        """Whether it is gone already; 1 query."""
        return not RevisionStep.objects.filter(pk=self.pk).exists()
