"""Meetings and their agenda (README: 会議、指摘)."""

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from progress.models.reports import ProgressReport
from progress.models.years import ReviewYear
from sakado_dx.organization.models import User


class MeetingQuerySet(models.QuerySet):
    def for_year(self, year: ReviewYear):
        return self.filter(year=year)

    def with_counts(self):
        """Meetings with `items` on the agenda and the number `decided`, the rest included."""
        return self.annotate(
            items=Count("agenda", distinct=True), decided=Count("decisions", distinct=True)
        )

    def settled(self):
        """Those whose result is settled (会議結果を確定する): their decisions are no drafts."""
        return self.filter(settled_at__isnull=False)


class Meeting(models.Model):
    """A meeting of a staff body on one year's reports, held or 書面.

    `kind` and `rank` are those that the plan gave the body when the meeting was entered. Its
    decisions are drafts until it is settled, with 議長の確認: 職, 氏名 and the day.
    """

    year = models.ForeignKey(ReviewYear, models.PROTECT, related_name="meetings")
    kind = models.CharField("会議", max_length=60)
    rank = models.PositiveSmallIntegerField("順位（大きいほど上位）", default=1)
    held_on = models.DateField("開催日")
    is_written = models.BooleanField("書面による開催", default=False)
    place = models.CharField("場所", max_length=100, blank=True)
    members = models.ManyToManyField(User, related_name="meetings", blank=True)
    minutes_name = models.CharField("議事録のファイル名", max_length=200, blank=True)
    minutes_stored_as = models.CharField("議事録の保存名", max_length=100, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登録した人")

    settled_at = models.DateTimeField("結果の確定日時", null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, editable=False,
        verbose_name="結果を確定した人",
    )  # fmt: skip
    chair_title = models.CharField("議長の職", max_length=60, blank=True)
    chair_name = models.CharField("議長の氏名", max_length=60, blank=True)
    chair_on = models.DateField("議長の確認日", null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "held_on"],
                name="meeting_unique",
                violation_error_message="同じ日の同じ会議が既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False, settled_by__isnull=False)
                | Q(settled_at=None, settled_by=None, chair_on=None),
                name="meeting_settled_by_somebody",
                violation_error_message="会議結果の確定には、確定した人と日時が必要です。",
            ),
            # A meeting that was entered before there were drafts has no 議長の確認.
            models.CheckConstraint(
                condition=Q(chair_title="", chair_name="", chair_on=None)
                | (~Q(chair_title="") & ~Q(chair_name="") & Q(chair_on__isnull=False)),
                name="meeting_chair_is_whole",
                violation_error_message="議長の確認は、職、氏名、確認日のすべてを入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}（{self.year.short_label}実績）"

    def get_absolute_url(self) -> str:
        return reverse("progress:meeting_detail", args=[self.pk])

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    def was_done(self, verb: str, by: User, *, chair_on, decision_ids, **told) -> bool:
        """Whether this person settled it already with the same words; 1 query."""
        same = Meeting.objects.filter(pk=self.pk, settled_by=by, chair_on=chair_on)
        return same.filter(**told).exists()

    @property
    def manner(self) -> str:
        """How it meets: 開催 or 書面."""
        return "書面" if self.is_written else "開催"


class AgendaItem(models.Model):
    """A report on a meeting's agenda, and why it is there: the gravest cause, and the sentences of
    all causes and of the last decision as the rule found them."""

    class Cause(models.TextChoices):
        UNDONE = "undone", "決定と食い違う"
        OUTLOOK = "outlook", "今後の方針"
        OFF_COURSE = "off_course", "進捗"
        MISSED = "missed", "目標未達"
        CONTRADICTION = "contradiction", "進捗と実績の食い違い"
        SLIP = "slip", "方向性のずれ"
        NO_FIGURE = "no_figure", "実績なし"
        DISAGREEMENT = "disagreement", "判定の相違"
        NEW = "new", "新規"
        FOLLOW_UP = "follow_up", "前回の指摘"
        BY_HAND = "by_hand", "事務局が追加"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="agenda_items")
    cause = models.CharField("主な理由", max_length=14, choices=Cause)
    causes = models.JSONField("理由", default=list, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "議題"
        ordering = ["meeting", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "report"],
                name="agenda_item_unique",
                violation_error_message="この施策は既に議題にあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.report.measure}"

    def was_done(self, verb: str, by: User, *, version: int, requests=(), **told) -> bool:
        """Whether this person's same decision on the item stands already; 1 query."""
        return self.meeting.decisions.filter(report=self.report_id, by=by, **told).exists()
