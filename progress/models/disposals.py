"""The end of a year's documents: 廃棄 or 移管, by two persons (README: 保存年限)."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from progress.models.years import ReviewYear
from sakado_dx.organization.models import User

DISPOSED = "廃棄済み"  # what stands where a text was


class DisposalQuerySet(models.QuerySet):
    def standing(self):
        """Proposed or carried out: not dropped."""
        return self.filter(dropped_at__isnull=True)

    def done(self):
        return self.filter(done_at__isnull=False)


class Disposal(models.Model):
    """A year's documents are to be disposed of: proposed by one secretary, decided and carried out
    by another, with the number of the 廃棄決裁.

    `archive` is the file of all of the year that is handed over before it (移管), `newest_record`
    the newest record of the year when that was made. `opened_with` stands only inside the
    transaction that carries it out: the guards of the closed year let nobody through without it.
    """

    class Kind(models.TextChoices):
        DISCARD = "discard", "廃棄"
        TRANSFER = "transfer", "移管"

    WAITS = timedelta(days=14)

    year = models.ForeignKey(ReviewYear, models.PROTECT, related_name="disposals")
    kind = models.CharField("種類", max_length=8, choices=Kind)
    with_publications = models.BooleanField("公表した版も廃棄する", default=False)
    reason = models.TextField("理由", max_length=1000)
    archive = models.CharField("移管するファイルの保存名", max_length=200, blank=True)
    archive_sha256 = models.CharField("移管するファイルのハッシュ値", max_length=64, blank=True)
    newest_record = models.PositiveBigIntegerField("申出のときの最後の記録", default=0)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="申し出た人"
    )
    proposed_at = models.DateTimeField("申出日時")
    document_number = models.CharField("廃棄決裁の文書番号", max_length=60, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="確認した人"
    )
    decided_at = models.DateTimeField("確認日時", null=True, blank=True)
    opened_with = models.CharField("実行の鍵", max_length=64, blank=True, editable=False)
    done_at = models.DateTimeField("廃棄した日時", null=True, blank=True)
    dropped_at = models.DateTimeField("取りやめた日時", null=True, blank=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度の廃棄・移管"
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(dropped_at__isnull=True),
                name="disposal_once_a_year",
                violation_error_message="この年度の廃棄・移管は、既に申し出られています。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, document_number="")
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(document_number="")
                & ~Q(decided_by=F("proposed_by")),
                name="disposal_needs_second_person_and_number",
                violation_error_message=(
                    "廃棄・移管は、申し出た人とは別の人が、廃棄決裁の文書番号とともに確認します。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True)
                | Q(decided_at__isnull=False, dropped_at__isnull=True, opened_with=""),
                name="disposal_done_was_decided",
                violation_error_message="廃棄・移管は、確認の後に行います。",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="disposal_has_reason",
                violation_error_message="理由を入力してください。",
                violation_error_code="reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year.label}の{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("progress:disposal_detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.decided_at is None and self.dropped_at is None

    @property
    def decide_by(self) -> date:
        """The last day on which it can be decided."""
        return timezone.localdate(self.proposed_at) + self.WAITS

    @property
    def is_lapsed(self) -> bool:
        return self.is_waiting and timezone.localdate() > self.decide_by
