"""Long work: a row tells what is asked for, how far it is, and where the result stands
(README: 時間のかかる処理)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

STALE = timedelta(seconds=60)  # without a heartbeat for so long, the process is gone


class JobQuerySet(models.QuerySet):
    def going(self):
        """Those that wait or run, by what their rows say."""
        return self.filter(state__in=Job.GOING)

    def stale(self):
        """Those whose process died, or never came up."""
        return self.going().filter(heartbeat__lt=timezone.now() - STALE)

    def made(self):
        return self.filter(state=Job.State.DONE)


class Job(models.Model):
    """Work that takes longer than a request may: a child process does it.

    `arguments` are what is asked for, `arguments_hash` names them and the kind, `data_hash` what
    the result will be made of: the same twice is made once. `leaves` is the file that is being
    written, removed where the job ends without a result; `result` is the address of that.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "開始待ち"
        RUNNING = "running", "実行中"
        DONE = "done", "完了"
        FAILED = "failed", "中断"

    GOING = (State.WAITING, State.RUNNING)

    kind = models.SlugField("種類", max_length=20)
    title = models.CharField("内容", max_length=200)
    arguments = models.JSONField("指定", default=dict, blank=True)
    arguments_hash = models.CharField("指定の照合用の値", max_length=64)
    data_hash = models.CharField("データの照合用の値", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="頼んだ人"
    )
    back = models.CharField("頼んだ画面", max_length=200)
    state = models.CharField("状態", max_length=8, choices=State, default=State.WAITING)
    phase = models.CharField("段階", max_length=60, blank=True)
    per_cent = models.PositiveSmallIntegerField("進み具合（％）", default=0)
    asked_at = models.DateTimeField("頼んだ日時", default=timezone.now)
    heartbeat = models.DateTimeField("最後の合図", default=timezone.now)
    ended_at = models.DateTimeField("終わった日時", null=True, blank=True)
    leaves = models.CharField("書きかけのファイル", max_length=200, blank=True)
    result = models.CharField("結果の場所", max_length=200, blank=True)
    refusal = models.CharField("中断の理由", max_length=500, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "時間のかかる処理"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["arguments_hash"],
                condition=Q(state__in=("waiting", "running")),
                name="job_once_at_a_time",
                violation_error_message="同じものを、いま作っています。終わるまでお待ちください。",
            ),
            models.CheckConstraint(
                condition=Q(per_cent__lte=100),
                name="job_per_cent_up_to_100",
                violation_error_message="進み具合は、0から100までです。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "running"), ended_at=None)
                | Q(state="done", ended_at__isnull=False, per_cent=100)
                | Q(state="failed", ended_at__isnull=False),
                name="job_ended_has_time",
                violation_error_message="終わった処理には、終わった日時が必要です。",
            ),
        ]
        indexes = [
            # What was made of the same data already: each time that something is asked for.
            models.Index(fields=["arguments_hash", "data_hash"], name="job_of_same_data"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("jobs:job_detail", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def has_died(self) -> bool:
        """Whether it ended without a result, or its process is gone and nobody freed it yet."""
        is_gone = self.state in self.GOING and self.heartbeat < timezone.now() - STALE
        return is_gone or self.state == self.State.FAILED

    @property
    def words(self) -> str:
        """How far it is, in words: ``40％　図を描いています``."""
        if self.is_done:
            return "できました。"
        if self.has_died:
            return (
                self.refusal
                or "処理が途中で止まりました。何も変わっていません。もう一度、やり直してください。"
            )
        return f"{self.per_cent}％　{self.phase or '始めるのを待っています'}"
