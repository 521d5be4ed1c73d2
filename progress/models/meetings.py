"""Meetings and their agenda (README: 会議、指摘)."""

from datetime import date

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse

from progress.models.reports import ProgressReport
from progress.models.years import ReviewYear
from sakado_dx.organization.models import User


class MeetingQuerySet(models.QuerySet):
    def for_year(self, year: ReviewYear):
        return self.filter(year=year)

    def up_to(self, plan_id: int, fiscal_year: int, *, is_open: bool):
        """Those on the years of a plan up to one, the oldest first; a closed year looks the same
        for ever, so of those before it the closed ones alone."""
        found = self.filter(year__plan=plan_id, year__fiscal_year__lte=fiscal_year)
        if not is_open:
            found = found.filter(year__closed_at__isnull=False)
        return found.select_related("year").order_by("year__fiscal_year", "held_on", "pk")

    def with_counts(self):
        """Meetings with `items` on the agenda and the number `decided`, the rest included;
        drafts are not counted."""
        settled = Q(settled_at__isnull=False)
        return self.annotate(
            items=Count("agenda", distinct=True),
            decided=Count("decisions", filter=settled, distinct=True),
        )

    def with_decided(self):
        """Each with whether it `has_decided` something, on a report or in a review of the plan."""
        names = ("decisions", "review_decisions")
        own = (self.model._meta.get_field(name).related_model for name in names)
        one, other = (Exists(each.objects.filter(meeting=OuterRef("pk"))) for each in own)
        return self.annotate(has_decided=one | other)

    def on_reports(self):
        """All but those that decided in a review of the plan, and on no report."""
        return self.exclude(review_decisions__isnull=False, decisions__isnull=True)

    def with_drafts(self):
        """Those that decided something and are not settled."""
        return self.filter(settled_at=None, decisions__isnull=False).distinct()

    def lacking_minutes(self, today: date):
        """Those that met before today and of which no minutes are attached."""
        return self.filter(held_on__lt=today, minutes_stored_as="")

    def unsettled(self, today: date):
        """Those that met before today and whose result nobody has settled."""
        return self.filter(held_on__lt=today, settled_at=None)

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
    starts_at = models.TimeField("開始時刻", null=True, blank=True)
    ends_at = models.TimeField("終了時刻", null=True, blank=True)
    is_written = models.BooleanField("書面開催（持ち回り）", default=False)
    answer_due = models.DateField("書面の回答期限", null=True, blank=True)
    place = models.CharField("場所", max_length=100, blank=True)
    members = models.ManyToManyField(
        User, through="MeetingMember", related_name="meetings", blank=True
    )
    guests = models.TextField("ログインのない出席者", max_length=2000, blank=True)
    minutes_name = models.CharField("議事録のファイル名", max_length=200, blank=True)
    minutes_stored_as = models.CharField("議事録の保存名", max_length=100, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登録した人")
    version = models.PositiveIntegerField("版", default=0, editable=False)
    # What the projector shows (画面に反映), and how often that changed.
    current_item = models.ForeignKey(
        "AgendaItem", models.SET_NULL, related_name="+", null=True, blank=True, editable=False,
        verbose_name="映している議題",
    )  # fmt: skip
    screen_version = models.PositiveIntegerField("画面の版", default=0, editable=False)

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
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message="終了時刻は、開始時刻より後にしてください。",
                violation_error_code="ends_at",
            ),
            models.CheckConstraint(
                condition=Q(answer_due=None) | Q(is_written=True),
                name="meeting_answers_of_written_alone",
                violation_error_message="回答期限は、書面開催（持ち回り）のときに入力してください。",
                violation_error_code="answer_due",
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

    def was_done(
        self, verb: str, by: User, *, chair_on, decision_ids, review_decision_ids, **told
    ) -> bool:
        """Whether this person settled it already with the same words; 1 query."""
        same = Meeting.objects.filter(pk=self.pk, settled_by=by, chair_on=chair_on)
        return same.filter(**told).exists()

    @property
    def manner(self) -> str:
        """How it meets: 開催 or 書面."""
        return "書面" if self.is_written else "開催"

    @property
    def guest_names(self) -> list[str]:
        """Who attends without a login, one a line."""
        return [line.strip() for line in self.guests.splitlines() if line.strip()]


class MeetingMember(models.Model):
    """A member of a meeting: how he attends, or what he answers where it is held in writing."""

    class Attendance(models.TextChoices):
        PRESENT = "present", "出席"
        ABSENT = "absent", "欠席"
        PROXY = "proxy", "代理出席"

    class Answer(models.TextChoices):
        WAITING = "waiting", "未回答"
        AGREED = "agreed", "賛成"
        OPINION = "opinion", "意見あり"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="委員")
    attendance = models.CharField(
        "出欠", max_length=8, choices=Attendance, default=Attendance.PRESENT
    )
    proxy = models.CharField("代理で出席した人", max_length=100, blank=True)
    answer = models.CharField("書面の回答", max_length=8, choices=Answer, default=Answer.WAITING)
    comment = models.TextField("意見", max_length=1000, blank=True)
    answered_at = models.DateTimeField("回答日時", null=True, blank=True)

    class Meta:
        db_table = "progress_meeting_members"
        verbose_name = verbose_name_plural = "会議の出席者"
        ordering = ["meeting", "user__reading", "user__username"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                name="meeting_member_unique",
                violation_error_message="この人は既に出席者です。",
            ),
            models.CheckConstraint(
                condition=(Q(attendance="proxy") & ~Q(proxy=""))
                | (~Q(attendance="proxy") & Q(proxy="")),
                name="meeting_member_proxy_is_named",
                violation_error_message="代理出席のときは、代理で出席した人を入力してください。",
            ),
            models.CheckConstraint(
                condition=~Q(answer="opinion") | ~Q(comment=""),
                name="meeting_member_opinion_not_empty",
                violation_error_message="「意見あり」のときは、意見を入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(answer="waiting", answered_at=None)
                | (~Q(answer="waiting") & Q(answered_at__isnull=False)),
                name="meeting_member_answer_has_time",
                violation_error_message="回答には日時が必要です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.user}"


class AgendaItemQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by("order", "pk")

    def of_reports(self):
        """Those that are a report's, not a matter of another sort."""
        return self.filter(report__isnull=False)


class AgendaItem(models.Model):
    """What stands on a meeting's agenda: a report, and why it is there (the gravest cause, and the
    sentences of all causes and of the last decision as the rule found them); or another matter,
    by its title, with what came of it."""

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

    class Handling(models.TextChoices):
        DEBATE = "debate", "審議"
        REPORT = "report", "報告"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="agenda_items", null=True, blank=True
    )
    measure_review = models.ForeignKey(
        "MeasureReview", models.PROTECT, related_name="agenda_items", null=True, blank=True
    )
    title = models.CharField("件名", max_length=200, blank=True)
    handling = models.CharField("扱い", max_length=8, choices=Handling, default=Handling.DEBATE)
    point = models.TextField("審議のポイント", max_length=300, blank=True)
    outcome = models.TextField("結果", max_length=1000, blank=True)
    cause = models.CharField("主な理由", max_length=14, choices=Cause, default=Cause.BY_HAND)
    causes = models.JSONField("理由", default=list, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "議題"
        ordering = ["meeting", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "report"],
                name="agenda_item_unique",
                violation_error_message="この施策は既に議題にあります。",
            ),
            models.CheckConstraint(
                condition=Q(report__isnull=False, measure_review=None, title="", outcome="")
                | (Q(report=None) & ~Q(title="")),
                name="agenda_item_is_report_or_matter",
                violation_error_message="議題は、施策か、件名のどちらかにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.title or self.report.measure}"

    def was_done(self, verb: str, by: User, *, version: int, requests=(), **told) -> bool:
        """Whether this person's same decision on the item stands already; 1 query."""
        return self.meeting.decisions.filter(report=self.report_id, by=by, **told).exists()
