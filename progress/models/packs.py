"""Files that were handed out to a meeting, or made of a year (README: 配付資料)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from progress.models.meetings import Meeting
from progress.models.years import ReviewYear
from sakado_dx.organization.models import User


class PackQuerySet(models.QuerySet):
    def newest_first(self):
        return self.select_related("by").order_by("-pk")


class Pack(models.Model):
    """A file as it was made: never changed, and never made anew in its place.

    `as_of` is the moment it shows, `audit_head` the record's head then, `content_sha256` the hash
    of what it says (it stands on its last page), `sha256` that of the file itself.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", "会議資料一式"
        YEAR = "year", "年度の資料一式"
        BALLOT = "ballot", "審議結果記入票"
        ASSEMBLY = "assembly", "議会提出用資料"
        REPORT = "report", "進捗状況報告書"

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"
        DOCX = "docx", "Word"

    year = models.ForeignKey(ReviewYear, models.PROTECT, related_name="packs")
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, related_name="packs", null=True, blank=True
    )
    kind = models.CharField("種類", max_length=10, choices=Kind)
    format = models.CharField("形式", max_length=4, choices=Format)
    title = models.CharField("標題", max_length=200)
    marking = models.CharField("取扱い", max_length=60, blank=True)
    name = models.CharField("ファイル名", max_length=200)
    stored_as = models.CharField("保存名", max_length=200)
    size = models.PositiveIntegerField("大きさ（バイト）")
    pages = models.PositiveSmallIntegerField("ページ数", default=0)
    sha256 = models.CharField("ファイルのハッシュ値", max_length=64)
    content_sha256 = models.CharField("内容のハッシュ値", max_length=64)
    audit_head = models.CharField("操作の記録の控え", max_length=100, blank=True)
    as_of = models.DateTimeField("時点")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="作った人")
    at = models.DateTimeField("作成日時")

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "配付資料"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stored_as"],
                name="pack_file_unique",
                violation_error_message="このファイルは既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("meeting", "ballot")) | Q(meeting=None),
                name="pack_of_meeting_or_year",
                violation_error_message="会議の資料ではないものに、会議は付けられません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.get_format_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("progress:pack_file", args=[self.pk])

    @property
    def is_public(self) -> bool:
        """Whether it holds nothing but what is published."""
        return self.kind in (self.Kind.ASSEMBLY, self.Kind.REPORT)
