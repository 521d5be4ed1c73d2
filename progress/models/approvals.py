"""決裁 of reports as the office's documents say it, and 内容確認 (README: 決裁と内容確認)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from progress.models.reports import ProgressReport
from progress.models.years import ReviewYear
from sakado_dx.organization.models import User


class Approval(models.Model):
    """決裁: one 起案 for one report of a year, or for many.

    `decided_by` is who decided in the place of who should have (代決, 職務代理), `reviewed_on`
    the day of the 後閲 after a 代決. `by` and `at` are of who recorded it last.
    """

    class Rank(models.TextChoices):
        MAYOR = "mayor", "市長"
        VICE_MAYOR = "vice_mayor", "副市長"
        DIRECTOR = "director", "部長専決"
        HEAD = "head", "課長専決"

    class Manner(models.TextChoices):
        OWN = "own", "本人"
        DELEGATED = "delegated", "代決"
        ACTING = "acting", "職務代理"

    # What the document says.
    PAPER = (
        "document_number", "drafted_on", "approved_on", "rank", "manner", "decided_by",
        "reviewed_on",
    )  # fmt: skip

    year = models.ForeignKey(ReviewYear, models.PROTECT, related_name="approvals")
    document_number = models.CharField("文書番号", max_length=60)
    drafted_on = models.DateField("起案日")
    approved_on = models.DateField("決裁日")
    rank = models.CharField("決裁区分", max_length=10, choices=Rank)
    manner = models.CharField("決裁した人", max_length=10, choices=Manner, default=Manner.OWN)
    decided_by = models.CharField("代決者・職務代理者の職と氏名", max_length=80, blank=True)
    reviewed_on = models.DateField("後閲日", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録日時")
    recorded_on = models.DateField("記録日")

    class Meta:
        verbose_name = verbose_name_plural = "決裁"
        ordering = ["year", "approved_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "document_number"],
                name="approval_number_unique",
                violation_error_message="この文書番号の決裁は既に記録されています。",
                violation_error_code="document_number",
            ),
            models.CheckConstraint(
                condition=~Q(document_number=""),
                name="approval_has_number",
                violation_error_message="文書番号を入力してください。",
                violation_error_code="document_number",
            ),
            models.CheckConstraint(
                condition=Q(approved_on__gte=F("drafted_on")),
                name="approval_not_before_draft",
                violation_error_message="決裁日は、起案日以後の日にしてください。",
                violation_error_code="approved_on",
            ),
            models.CheckConstraint(
                condition=Q(approved_on__lte=F("recorded_on")),
                name="approval_not_in_future",
                violation_error_message="決裁日は、今日までの日にしてください。",
                violation_error_code="approved_on",
            ),
            models.CheckConstraint(
                condition=Q(manner="own", decided_by="") | (~Q(manner="own") & ~Q(decided_by="")),
                name="approval_says_who_decided",
                violation_error_message=(
                    "代決者・職務代理者の職と氏名は、代決と職務代理のときに（そのときだけ）"
                    "入力してください。"
                ),
                violation_error_code="decided_by",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True)
                | Q(manner="delegated", reviewed_on__gte=F("approved_on")),
                name="approval_review_follows_delegation",
                violation_error_message=(
                    "後閲日は、代決のときに、決裁日以後の日を入力してください。"
                ),
                violation_error_code="reviewed_on",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True) | Q(reviewed_on__lte=F("recorded_on")),
                name="approval_review_not_in_future",
                violation_error_message="後閲日は、今日までの日にしてください。",
                violation_error_code="reviewed_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_number}（{self.get_rank_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("progress:approval_detail", args=[self.pk])

    def was_done(self, verb: str, by: User, **told) -> bool:
        """Whether this person has recorded just this already; 1 query."""
        paper = {name: value for name, value in told.items() if name in self.PAPER}
        return Approval.objects.filter(pk=self.pk, by=by, **paper).exists()

    @property
    def paper(self) -> dict:
        """What the document says, by column."""
        return {name: getattr(self, name) for name in self.PAPER}

    @property
    def waits_for_review(self) -> bool:
        """Whether a 代決 still lacks its 後閲."""
        return self.manner == self.Manner.DELEGATED and self.reviewed_on is None


class ApprovedReportQuerySet(models.QuerySet):
    def in_force(self):
        """Those that count: not of a text before a 評価後の差戻し."""
        return self.filter(ended_at__isnull=True)

    def with_paper(self):
        """Each with what its document says, the newest first."""
        return self.select_related("approval", "by").order_by("-pk")


class ApprovedReport(models.Model):
    """A report that a 起案 covers. A 評価後の差戻し ends it (再修正前); it stays."""

    approval = models.ForeignKey(
        Approval, models.PROTECT, related_name="reports", verbose_name="決裁"
    )
    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="approvals")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録日時")
    ended_at = models.DateTimeField("評価後の差戻しの日時", null=True, blank=True)

    objects = ApprovedReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "決裁の対象"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(ended_at__isnull=True),
                name="approved_report_one_in_force",
                violation_error_message="この報告は既に決裁されています。",
            ),
            models.UniqueConstraint(
                fields=["approval", "report"],
                name="approved_report_once_a_draft",
                violation_error_message=(
                    "この起案の決裁は再修正前の報告のものです。新しい起案の決裁が必要です。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.approval}"


class ContentCheckQuerySet(models.QuerySet):
    def current(self):
        """Those of a report's text as it was confirmed last: not of one before a 評価後の差戻し."""
        return self.filter(
            report__state=ProgressReport.State.EVALUATED,
            version__gte=F("report__confirmed_version"),
        )

    def with_names(self):
        """Each with its person and report, the newest first."""
        return self.select_related("by", "report").order_by("-pk")


class ContentCheck(models.Model):
    """内容確認: an executive has read the report at a version. It replaces no 決裁."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="content_checks")
    version = models.PositiveIntegerField("版")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="確認した人")
    at = models.DateTimeField("確認日時")

    objects = ContentCheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "内容確認"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "by", "version"],
                name="content_check_once",
                violation_error_message="この版の内容は既に確認しています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.by}"

    @property
    def is_current(self) -> bool:
        """Whether it is of the text as it was confirmed last."""
        report = self.report
        confirmed = report.confirmed_version
        if report.state != ProgressReport.State.EVALUATED or confirmed is None:
            return False
        return self.version >= confirmed
