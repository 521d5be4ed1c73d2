"""A plan and its frame: policies, directions, effects, words, meetings."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse

from measures.municipalities import code_fault
from measures.naming import (
    ROMAN,
    DirectionNaming,
    PlanNaming,
    PolicyNaming,
    lasting_key,
    numbered,
)
from measures.words import MEANINGS, OUTLOOKS
from sakado_dx import fiscal
from sakado_dx.lasting_keys import LastingKeyField


class PlanQuerySet(models.QuerySet):
    def current(self) -> "Plan | None":
        """The plan of today's fiscal year (the newest, where several cover it), else the
        newest of all."""
        return self.current_first().first()

    def current_first(self, fiscal_year: int | None = None):
        """The plans in the order in which `current` chooses (in the running fiscal year, where it is
        not told): also for a query of another's rows."""
        today = fiscal_year or fiscal.current_fiscal_year()
        covers = Q(first_fiscal_year__lte=today, last_fiscal_year__gte=today)
        covering_first = Case(When(covers, then=Value(0)), default=Value(1))
        return self.order_by(covering_first, "-first_fiscal_year", "-pk")


class Plan(PlanNaming, models.Model):
    """A named plan over fiscal years, with the frame that its chapters give it."""

    key = LastingKeyField("不変の番号", max_length=60)
    title = models.CharField("計画の名称", max_length=200)
    city = models.CharField("市区町村", max_length=60)
    city_code = models.CharField("団体コード", max_length=6, blank=True)
    first_fiscal_year = models.PositiveSmallIntegerField("最初の年度")
    last_fiscal_year = models.PositiveSmallIntegerField("最後の年度")
    review_every = models.PositiveSmallIntegerField("見直しの間隔（年）", null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", models.PROTECT, verbose_name="前の計画", null=True, blank=True
    )
    level_names = models.JSONField("階層の呼び名", default=list, blank=True)
    code_label = models.CharField("第1階層の番号の書き方", max_length=20, default=ROMAN)
    mark_names = models.JSONField("三つの判定の呼び名", default=list, blank=True)
    missing_words = models.JSONField("実績がないときの言葉", default=dict, blank=True)
    publishes_self_assessment = models.BooleanField("自己評価も公表する", default=False)
    shows_new_left = models.BooleanField("新旧対照表の左を改定後とする", default=True)
    position = models.TextField("計画の位置付け", blank=True)
    frame_source = models.CharField("枠組みの該当箇所", max_length=200, blank=True)
    laws = models.JSONField("根拠となる法令等", default=list, blank=True)
    challenges = models.JSONField("課題", default=list, blank=True)
    bodies = models.JSONField("推進体制", default=list, blank=True)
    other_readings = models.JSONField("別の表記", default=list, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "計画"
        ordering = ["first_fiscal_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "title"],
                name="plan_title_unique",
                violation_error_message="同じ名称の計画が既に登録されています。",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key=""),
                name="plan_key_unique",
                violation_error_message="同じ不変の番号の計画が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(last_fiscal_year__gte=F("first_fiscal_year")),
                name="plan_years_in_order",
                violation_error_message="計画の最後の年度は、最初の年度以後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def first_key(self) -> str:
        """By its city and its first year, where no document names it."""
        return lasting_key(self.city_code, self.city, self.first_fiscal_year)

    @property
    def bearers(self) -> models.QuerySet:
        """Among which its key stands once."""
        return Plan.objects.all()

    def clean(self) -> None:
        """Open data name the city by its code."""
        if fault := code_fault(self.city_code):
            raise ValidationError({"city_code": fault})


class EffectKind(models.Model):
    """One of the effects that a measure is rated for, e.g. 市民サービスの向上."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="effect_kinds", verbose_name="計画")
    name = models.CharField("効果", max_length=60)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "取組の主な効果"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="effect_kind_unique",
                violation_error_message="同じ効果が既に登録されています。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Policy(PolicyNaming, models.Model):
    """A 基本方針, the plan's first level."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="policies", verbose_name="計画")
    key = LastingKeyField("不変の番号", max_length=60)
    number = models.PositiveSmallIntegerField("番号")
    label = models.CharField("番号の表記", max_length=20, blank=True, editable=False)
    name = models.CharField("名称", max_length=200)
    aim = models.TextField("ねらい", blank=True)
    source = models.CharField("計画の該当箇所", max_length=200, blank=True)
    other_readings = models.JSONField("別の表記", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "基本方針"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="policy_number_unique",
                violation_error_message="同じ番号の基本方針が既にあります。",
            ),
            models.UniqueConstraint(
                fields=["plan", "key"],
                condition=~Q(key=""),
                name="policy_key_unique",
                violation_error_message="同じ不変の番号の基本方針が既にあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """Printed as the plan numbers its top level."""
        self.label = numbered(self.plan.code_label, self.number)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("progress:policy_detail", args=[self.pk])

    @property
    def first_key(self) -> str:
        """By its first number."""
        return str(self.number)

    @property
    def bearers(self) -> models.QuerySet:
        """Among which its key stands once."""
        return Policy.objects.filter(plan=self.plan_id)


class Direction(DirectionNaming, models.Model):
    """A 施策の方向性 under a policy; nameless where the plan has only two levels."""

    policy = models.ForeignKey(
        Policy, models.CASCADE, related_name="directions", verbose_name="基本方針"
    )
    key = LastingKeyField("不変の番号", max_length=60)
    number = models.PositiveSmallIntegerField("番号")
    name = models.CharField("名称", max_length=200, blank=True)
    other_readings = models.JSONField("別の表記", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "施策の方向性"
        ordering = ["policy", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "number"],
                name="direction_number_unique",
                violation_error_message="同じ番号の施策の方向性が既にあります。",
            ),
            models.UniqueConstraint(
                fields=["policy", "key"],
                condition=~Q(key=""),
                name="direction_key_unique",
                violation_error_message="同じ不変の番号の施策の方向性が既にあります。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def first_key(self) -> str:
        """By its policy and its first number."""
        return f"{self.policy.key}-{self.number}"

    @property
    def bearers(self) -> models.QuerySet:
        """Among which its key stands once: those of the whole plan, for it may move."""
        return Direction.objects.filter(policy__plan=self.policy.plan_id)


class PlanWord(models.Model):
    """A word that this plan uses for progress or outlook, with its fixed meaning."""

    class Vocabulary(models.TextChoices):
        PROGRESS = "progress", "進捗"
        OUTLOOK = "outlook", "今後の方針"

    PROGRESS_MEANINGS = tuple(MEANINGS)
    OUTLOOK_MEANINGS = tuple(OUTLOOKS)

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="words", verbose_name="計画")
    vocabulary = models.CharField("区分", max_length=10, choices=Vocabulary)
    word = models.CharField("言葉", max_length=30)
    meaning = models.CharField("意味", max_length=20)
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "進捗と今後の方針の言葉"
        ordering = ["plan", "vocabulary", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "vocabulary", "word"],
                name="plan_word_unique",
                violation_error_message="同じ言葉が既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(
                    vocabulary="progress",
                    meaning__in=tuple(MEANINGS),
                )
                | Q(
                    vocabulary="outlook",
                    meaning__in=tuple(OUTLOOKS),
                ),
                name="plan_word_meaning_known",
                violation_error_message="言葉の意味は決められたものから選んでください。",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        progress = self.vocabulary == self.Vocabulary.PROGRESS
        known = self.PROGRESS_MEANINGS if progress else self.OUTLOOK_MEANINGS
        if self.meaning not in known:
            raise ValidationError(
                {"meaning": f"意味「{self.meaning}」は使えません。使える値: {'、'.join(known)}"}
            )


class MeetingKind(models.Model):
    """A staff body that decides on reports, e.g. 推進会議; `rank` grows with its authority."""

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="meeting_kinds", verbose_name="計画"
    )
    name = models.CharField("会議", max_length=60)
    rank = models.PositiveSmallIntegerField("順位（大きいほど上位）", default=1)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    allows_proxy = models.BooleanField("代理出席を認める", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "会議の種類"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="meeting_kind_unique",
                violation_error_message="同じ名称の会議が既に登録されています。",
            )
        ]

    def __str__(self) -> str:
        return self.name
