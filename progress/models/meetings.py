"""Meetings, what they decide, and what the decisions ask of divisions (cycle 4)."""

from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from measures.models import MeasureDivision, PlanWord
from progress.models.reports import ProgressReport
from progress.models.years import ReviewYear
from sakado_dx.organization.models import Division, User


class MeetingQuerySet(models.QuerySet):
    def for_year(self, year: ReviewYear):
        return self.filter(year=year)

    def with_counts(self):
        """Meetings with `items` on the agenda and the number `decided`, the rest included."""
        return self.annotate(
            items=Count("agenda", distinct=True), decided=Count("decisions", distinct=True)
        )


class Meeting(models.Model):
    """A meeting of a staff body on one year's reports, held or 書面."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "推進会議"
        COORDINATION = "coordination", "企画調整会議"
        POLICY = "policy", "政策会議"
        SYSTEMS = "systems", "情報システム検討会議"

    year = models.ForeignKey(ReviewYear, models.PROTECT, related_name="meetings")
    kind = models.CharField("会議", max_length=12, choices=Kind)
    held_on = models.DateField("開催日")
    is_written = models.BooleanField("書面による開催", default=False)
    place = models.CharField("場所", max_length=100, blank=True)
    members = models.ManyToManyField(User, related_name="meetings", blank=True)
    minutes_name = models.CharField("議事録のファイル名", max_length=200, blank=True)
    minutes_stored_as = models.CharField("議事録の保存名", max_length=100, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登録した人")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会議"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "held_on"],
                name="meeting_unique",
                violation_error_message="同じ日の同じ会議が既に登録されています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.year.short_label}実績）"

    def get_absolute_url(self) -> str:
        return reverse("progress:meeting_detail", args=[self.pk])

    @property
    def manner(self) -> str:
        """How it meets: 開催 or 書面."""
        return "書面" if self.is_written else "開催"


class AgendaItem(models.Model):
    """A report on a meeting's agenda, and why it is there."""

    class Cause(models.TextChoices):
        LATE = "late", "遅れ"
        OFF_TARGET = "off_target", "目標未達"
        RETURNED = "returned", "2回以上の差戻し"
        NEW = "new", "新規"
        FOLLOW_UP = "follow_up", "前回の指摘"
        BY_HAND = "by_hand", "事務局が追加"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="agenda_items")
    cause = models.CharField("理由", max_length=12, choices=Cause)
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


class Decision(models.Model):
    """What a meeting decided on a report. Never changed: a later one stands beside it."""

    class Manner(models.TextChoices):
        EACH = "each", "個別に審議"
        REST = "rest", "その他は事務局案のとおり了承"
        AMENDED = "amended", "修正のうえ了承（事務局一任）"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="decisions")
    manner = models.CharField("決め方", max_length=8, choices=Manner, default=Manner.EACH)
    judgement = models.ForeignKey(
        PlanWord, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="判定"
    )
    outlook = models.ForeignKey(
        PlanWord, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="今後の方針"
    )
    opinion = models.TextField("意見", max_length=1000, blank=True)
    is_public = models.BooleanField("意見を公表する", default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記録した人")
    at = models.DateTimeField("記録日時")

    class Meta:
        verbose_name = verbose_name_plural = "会議の決定"
        ordering = ["report", "meeting__held_on", "at", "pk"]
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


class FollowUpQuerySet(models.QuerySet):
    def open(self):
        """What is asked and not yet accepted, answered or not."""
        return self.exclude(state=FollowUp.State.ACCEPTED)

    def of_measure(self, measure):
        return self.filter(decision__report__measure=measure)

    def asked_of(self, division_ids):
        return self.filter(division__in=division_ids)

    def with_report(self):
        """Follow-ups with decision, report, measure and its divisions; 2 queries."""
        divisions = MeasureDivision.objects.select_related("division")
        report = "decision__report"
        return self.select_related(
            "division", "decision__meeting__year", f"{report}__year", f"{report}__measure"
        ).prefetch_related(Prefetch(f"{report}__measure__measure_divisions", queryset=divisions))


class FollowUp(models.Model):
    """指摘事項と対応: what a decision asks of a division, until it is accepted."""

    class State(models.TextChoices):
        OPEN = "open", "対応待ち"
        ANSWERED = "answered", "回答済み"
        ACCEPTED = "accepted", "完了"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="follow_ups")
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="follow_ups", verbose_name="所管課"
    )
    what = models.TextField("指摘事項", max_length=1000)
    due = models.DateField("期限")
    state = models.CharField(
        "状態", max_length=8, choices=State, default=State.OPEN, editable=False
    )
    version = models.PositiveIntegerField("版", default=0, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指摘事項"
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return f"{self.decision.report.measure} {self.what[:20]}"

    def get_absolute_url(self) -> str:
        return reverse("progress:follow_up_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state != self.State.ACCEPTED

    @property
    def last_words(self) -> "FollowUpEntry | None":
        """The newest answer or question; reads prefetched `entries` where they are."""
        spoken = [each for each in self.entries.all() if each.text]
        return spoken[-1] if spoken else None


class FollowUpEntry(models.Model):
    """One answer or question in a follow-up's thread."""

    class Verb(models.TextChoices):
        ANSWER = "answer", "回答"
        ASK_AGAIN = "ask_again", "再度の依頼"
        ACCEPT = "accept", "完了の確認"

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="entries")
    verb = models.CharField("操作", max_length=10, choices=Verb)
    text = models.TextField("内容", max_length=1000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="書いた人")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "指摘事項の経過"
        ordering = ["follow_up", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb="accept") | ~Q(text=""),
                name="follow_up_entry_has_text",
                violation_error_message="回答や依頼の内容を入力してください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.follow_up} {self.get_verb_display()}"
