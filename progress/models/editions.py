"""What was fixed: publications, snapshots, corrections (README: 締め、版、正誤)."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from progress.models.reports import ProgressReport
from sakado_dx.organization.models import User


class PublicationQuerySet(models.QuerySet):
    def in_force(self):
        """Editions of reports that are published; of each the newest counts."""
        return self.filter(withdrawn_at__isnull=True)

    def newest(self):
        """Of each report the newest of these editions."""
        later = self.model.objects.filter(
            report=OuterRef("report"), edition__gt=OuterRef("edition")
        )
        return self.filter(~Exists(later))

    def public(self, on: date | None = None):
        """What citizens see on a day (today where none is named): nothing before the 公表日."""
        day = on or timezone.localdate()
        return self.in_force().newest().filter(report__year__publish_on__lte=day)

    def once_public(self, on: date | None = None):
        """Editions that citizens see or have seen by a day, also those replaced or taken back:
        not one that was taken back before its 公表日."""
        day = on or timezone.localdate()
        seen = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__date__gte=F("published_on"))
        return self.filter(seen, report__year__publish_on__lte=day, published_on__lte=day)

    def taken_back(self):
        """Of each report without a publication in force the last edition."""
        return self.newest().filter(withdrawn_at__isnull=False)


class Publication(models.Model):
    """An edition of what citizens see of a report: its own copy of an allow-list."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="publications")
    edition = models.PositiveSmallIntegerField("版")
    content = models.JSONField("公表内容")
    cause = models.CharField("理由", max_length=200)
    published_on = models.DateField("公表日")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="公表した人")
    at = models.DateTimeField("記録日時")
    withdrawn_at = models.DateTimeField("取り下げた日時", null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公表"
        ordering = ["report", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "edition"],
                name="publication_edition_unique",
                violation_error_message="この版は既に公表されています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} 第{self.edition}版"


class ReportSnapshotQuerySet(models.QuerySet):
    def newest(self, at: datetime | None = None):
        """Of each report the newest of all its editions, in the plan's order; `at`: of those
        that stood at that moment."""
        later = self.model.objects.filter(
            report=OuterRef("report"), edition__gt=OuterRef("edition")
        )
        found = self
        if at is not None:
            later, found = later.filter(at__lte=at), found.filter(at__lte=at)
        return found.filter(~Exists(later)).order_by("order", "report_id")


class ReportSnapshot(models.Model):
    """A report of a closed year as it was: nothing that changes later reaches it."""

    class Cause(models.TextChoices):
        CLOSE = "close", "締め"
        REEVALUATION = "reevaluation", "締め解除後の評価"
        CORRECTION = "correction", "訂正"
        SETTLEMENT = "settlement", "確定"
        MIGRATION = "migration", "移行"

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="snapshots")
    edition = models.PositiveSmallIntegerField("版")
    cause = models.CharField("理由", max_length=12, choices=Cause)
    at = models.DateTimeField("日時")
    code = models.CharField("番号", max_length=30)
    name = models.CharField("施策名", max_length=200)
    divisions = models.CharField("所管課", max_length=500, blank=True)
    state = models.CharField("状態", max_length=12)
    progress = models.CharField("進捗", max_length=30, blank=True)
    meaning = models.CharField("進捗の意味", max_length=20, blank=True)
    outlook = models.CharField("今後の方針", max_length=30, blank=True)
    outlook_meaning = models.CharField("今後の方針の意味", max_length=20, blank=True)
    whose = models.CharField("採用した判定", max_length=12, blank=True)
    policy = models.PositiveBigIntegerField("第1階層", default=0)
    planned = models.CharField("計画の方向性", max_length=60, blank=True)
    actual = models.TextField("実際の方向性", blank=True)
    order = models.PositiveIntegerField("並び順", default=0)
    content = models.JSONField("内容")

    objects = ReportSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "締めた年度の控え"
        ordering = ["report", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "edition"],
                name="snapshot_edition_unique",
                violation_error_message="この版の控えは既にあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} 控え第{self.edition}版"


class CorrectionQuerySet(models.QuerySet):
    def waiting(self):
        """Proposed, and neither confirmed nor taken back."""
        return self.filter(confirmed_at__isnull=True, dropped_at__isnull=True)

    def confirmable(self, oldest: date):
        """Those that wait, and not for too long (`Correction.oldest`)."""
        return self.waiting().filter(proposed_at__date__gte=oldest)

    def made(self):
        """Confirmed: the lines of the 正誤表."""
        return self.filter(confirmed_at__isnull=False)


class Correction(models.Model):
    """A figure settled (確定), a figure or text corrected (訂正), or a slip of the pen in a
    decision mended (誤記訂正, with the day on which the chair agreed), by two persons; where
    there is no second, by one who says why (`alone_reason`, 二人目なし)."""

    class Kind(models.TextChoices):
        SETTLE = "settle", "確定"
        CORRECT = "correct", "訂正"
        SLIP = "slip", "誤記訂正"

    WAITS = timedelta(days=14)

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="corrections")
    kind = models.CharField("種類", max_length=8, choices=Kind)
    place = models.CharField("箇所", max_length=60)
    label = models.CharField("箇所の名称", max_length=200)
    before = models.JSONField("誤", null=True)
    after = models.JSONField("正", null=True)
    reason = models.TextField("理由", max_length=1000)
    consented_on = models.DateField("議長の同意日", null=True, blank=True)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="申し出た人"
    )
    proposed_at = models.DateTimeField("申出日時")
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="確認した人"
    )
    confirmed_at = models.DateTimeField("確認日時", null=True, blank=True)
    alone_reason = models.TextField("二人目がいない理由", max_length=1000, blank=True)
    dropped_at = models.DateTimeField("取りやめた日時", null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "確定・訂正"
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | ~Q(confirmed_by=F("proposed_by"))
                | ~Q(alone_reason=""),
                name="correction_needs_second_person",
                violation_error_message=(
                    "確定と訂正は、申し出た人とは別の人が確認します。"
                    "二人目がいないときは、その理由を入力してください。"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="correction_has_reason",
                violation_error_message="理由を入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(kind="slip", consented_on__isnull=False)
                | (~Q(kind="slip") & Q(consented_on__isnull=True)),
                name="correction_of_decision_has_consent",
                violation_error_message=(
                    "決定の誤記訂正には（それだけに）、議長の同意日を入力してください。"
                ),
                violation_error_code="consented_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.get_kind_display()} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("progress:correction_detail", args=[self.pk])

    @classmethod
    def oldest(cls, today: date) -> date:
        """The day of the oldest proposal that may still be confirmed."""
        return today - cls.WAITS

    def was_done(self, verb: str, by: User, **told) -> bool:
        """Whether this person confirmed it, or took it back if nobody did; 1 query."""
        rows = Correction.objects.filter(pk=self.pk)
        if verb == "confirm":
            alone = {"alone_reason": told["reason"].strip()} if told.get("reason") else {}
            return rows.filter(confirmed_by=by, **alone).exists()
        return rows.filter(dropped_at__isnull=False, proposed_by=by).exists()

    @property
    def is_waiting(self) -> bool:
        return self.confirmed_at is None and self.dropped_at is None

    @property
    def confirm_by(self) -> date:
        """The last day on which it can be confirmed."""
        return timezone.localdate(self.proposed_at) + self.WAITS

    @property
    def is_lapsed(self) -> bool:
        """Whether it was left unconfirmed too long: it is proposed anew, or dropped."""
        return self.is_waiting and timezone.localdate() > self.confirm_by
