"""三年目の見直し: what each division proposes for its measures, and what became of it (README: 改定)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from measures.models import (
    Measure,
    MeasureDivision,
    Plan,
    PlanWord,
    divisions_of_measures,
)
from progress.models.report_fields import MOST_THOUSAND_YEN, text_column, texts_fit
from progress.models.revisions import PlanRevision
from sakado_dx import fiscal
from sakado_dx.deadlines import deadline_words
from sakado_dx.organization.models import Division, User

# Of each text the most letters of a submitted one.
LIMITS = {"reason": 1000, "work": 2000, "budget_note": 500}


class PlanReviewQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-last_fiscal_year", "-pk")

    def under_way(self):
        """Those that no revision has taken over yet."""
        return self.filter(revision__isnull=True)


class PlanReview(models.Model):
    """三年目の見直し of a plan over fiscal years, with the day by which divisions answer.

    `changes_from` is the first fiscal year that its revision can change. It is under way until a
    revision takes it over.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews", verbose_name="計画")
    title = models.CharField("名称", max_length=100)
    first_fiscal_year = models.PositiveSmallIntegerField("見直しの最初の年度")
    last_fiscal_year = models.PositiveSmallIntegerField("見直しの最後の年度")
    changes_from = models.PositiveSmallIntegerField("改定する最初の年度")
    due_on = models.DateField("提出期限")
    note = models.TextField("課へのお願い", max_length=2000, blank=True)
    revision = models.OneToOneField(
        PlanRevision, models.PROTECT, related_name="review", null=True, blank=True,
        editable=False, verbose_name="引き継いだ計画の見直し",
    )  # fmt: skip
    version = models.PositiveIntegerField("版", default=0, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="始めた人")
    opened_at = models.DateTimeField("始めた日時")
    is_sample = models.BooleanField("サンプルデータ", default=False, editable=False)

    objects = PlanReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "計画の三年目の見直し"
        ordering = ["-last_fiscal_year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "last_fiscal_year"],
                name="plan_review_unique",
                violation_error_message="この年度までの見直しは、既に始めています。",
            ),
            models.CheckConstraint(
                condition=Q(last_fiscal_year__gte=F("first_fiscal_year"))
                & Q(changes_from__gt=F("last_fiscal_year")),
                name="plan_review_years_in_order",
                violation_error_message="年度の順が合いません。見直す年度の後に、改定する年度が続きます。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("progress:plan_review", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.revision_id is None

    @property
    def years_label(self) -> str:
        """``R5〜R7``; ``R5`` of one year alone."""
        first, last = map(fiscal.label_short, (self.first_fiscal_year, self.last_fiscal_year))
        return first if first == last else f"{first}〜{last}"

    @property
    def fiscal_years(self) -> range:
        """Those that are looked at."""
        return range(self.first_fiscal_year, self.last_fiscal_year + 1)

    @property
    def changed_years(self) -> range:
        """Those that its revision can change: to the plan's end."""
        return range(self.changes_from, self.plan.last_fiscal_year + 1)

    def deadline(self, today: date) -> str:
        return deadline_words(self.due_on, today)


class Budget(models.TextChoices):
    """予算への影響."""

    NONE = "none", "影響なし"
    NEW = "new", "新たに要求する"
    MORE = "more", "増額を要求する"
    LESS = "less", "減額できる"


class MeasureReviewQuerySet(models.QuerySet):
    def in_plan_order(self):
        return self.order_by("measure__order", "measure")

    def with_measure(self):
        """With review, plan, measure, its divisions, and the words."""
        return self.select_related(
            "review__plan", "review__revision", "measure__direction__policy", "outlook", "merge_into",
            "proposed_outlook", "proposed_into", "submitted_by",
        ).prefetch_related(divisions_of_measures("measure__"))  # fmt: skip

    def unsubmitted(self):
        return self.exclude(state=MeasureReview.State.SUBMITTED)

    def led_by(self, division_ids, on: date):
        """Those whose measure is led by one of these divisions on a day."""
        rows = MeasureDivision.objects.leading(on).filter(division__in=division_ids)
        return self.filter(measure__in=rows.values("measure"))


class MeasureReview(models.Model):
    """施策見直し調書: what a division proposes for a measure, and the secretariat's 案 on it.

    `directions` are by fiscal year (as text) what the yearly direction shall be; `targets` by
    the indicator's key what its last target shall be: {"value"} or {"year"} of a milestone, and
    {"withdrawn"} with the reason. What is not named stays.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", "未入力"
        DRAFT = "draft", "下書き"
        SUBMITTED = "submitted", "提出済み"
        RETURNED = "returned", "差戻し"

    EDITABLE = (State.NOT_STARTED, State.DRAFT, State.RETURNED)
    FIELDS = (
        "outlook", "merge_into", "reason", "work", "directions", "targets", "budget",
        "budget_amount", "budget_note",
    )  # fmt: skip

    review = models.ForeignKey(PlanReview, models.PROTECT, related_name="measure_reviews")
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="measure_reviews", verbose_name="施策"
    )
    outlook = models.ForeignKey(
        PlanWord, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="今後の方針"
    )
    merge_into = models.ForeignKey(
        Measure, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="統合先"
    )
    reason = text_column("理由")
    work = text_column("改定後の取組")
    directions = models.JSONField("年度別の方向性の案", default=dict, blank=True)
    targets = models.JSONField("目標の案", default=dict, blank=True)
    budget = models.CharField("予算への影響", max_length=8, choices=Budget, blank=True)
    budget_amount = models.PositiveBigIntegerField("影響額（千円）", null=True, blank=True)
    budget_note = text_column("予算の内容")

    state = models.CharField(
        "状態", max_length=12, choices=State, default=State.NOT_STARTED, editable=False
    )
    version = models.PositiveIntegerField("版", default=0, editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, editable=False,
        verbose_name="提出した人",
    )  # fmt: skip
    submitted_at = models.DateTimeField("提出日時", null=True, blank=True, editable=False)
    # The version that it led to, as of a report.
    submitted_version = models.PositiveIntegerField("提出の版", null=True, editable=False)
    proposed_outlook = models.ForeignKey(
        PlanWord, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="事務局案（今後の方針）",
    )  # fmt: skip
    proposed_into = models.ForeignKey(
        Measure, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name="事務局案（統合先）",
    )  # fmt: skip
    proposed_note = models.TextField("事務局案の考え方", max_length=1000, blank=True)
    proposed_at = models.DateTimeField("事務局案の日時", null=True, blank=True, editable=False)

    objects = MeasureReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "施策見直し調書"
        ordering = ["review", "measure__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "measure"],
                name="measure_review_unique",
                violation_error_message="この施策の調書は既にあります。",
            ),
            models.CheckConstraint(
                condition=~Q(merge_into=F("measure")) & ~Q(proposed_into=F("measure")),
                name="measure_review_merges_into_another",
                violation_error_message="統合先には、ほかの施策を選んでください。",
                violation_error_code="merge_into",
            ),
            models.CheckConstraint(
                condition=Q(budget_amount__isnull=True) | Q(budget_amount__lte=MOST_THOUSAND_YEN),
                name="measure_review_amount_fits",
                violation_error_message="金額は千円単位の整数で入力してください。",
                violation_error_code="budget_amount",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=False) | Q(proposed_outlook__isnull=True),
                name="measure_review_proposed_at_a_time",
                violation_error_message="事務局案には日時が必要です。",
            ),
            texts_fit(LIMITS, "measure_review_texts_fit"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}（{self.review}）"

    def get_absolute_url(self) -> str:
        return reverse("progress:measure_review", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE and self.review.is_under_way

    @property
    def is_submitted(self) -> bool:
        return self.state == self.State.SUBMITTED

    def lead_division(self, day: date) -> Division | None:
        return self.measure.lead_division_on(day)

    def was_done(self, verb: str, by: User, *, version: int, **told) -> bool:
        """Whether this person's same verb on this version stands already."""
        return self.changes.filter(verb=verb, by=by, version=version + 1).exists()


class MeasureReviewChange(models.Model):
    """What was done with a 調書, by whom and why."""

    class Verb(models.TextChoices):
        SAVE = "save", "保存"
        SUBMIT = "submit", "提出"
        WITHDRAW = "withdraw", "引戻し"
        SEND_BACK = "send_back", "差戻し"
        PROPOSE = "propose", "事務局案"

    measure_review = models.ForeignKey(MeasureReview, models.PROTECT, related_name="changes")
    verb = models.CharField("操作", max_length=10, choices=Verb)
    version = models.PositiveIntegerField("版")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="行った人")
    on_behalf = models.BooleanField("代行", default=False)
    reason = models.TextField("理由", max_length=1000, blank=True)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "施策見直し調書の経過"
        ordering = ["measure_review", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure_review", "version"],
                name="measure_review_change_unique",
                violation_error_message="この版の経過は既にあります。",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | (Q(on_behalf=False) & ~Q(verb="send_back")),
                name="measure_review_change_has_reason",
                violation_error_message="代行と差戻しには、理由が必要です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_review} {self.get_verb_display()}"
