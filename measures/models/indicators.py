"""Typed indicators and their targets (README: 五種類の指標)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from measures.models.measures import Measure
from measures.models.plans import Plan
from sakado_dx import fiscal


class Indicator(models.Model):
    """A 成果目標 or 成果想定: what is measured, in which unit, and when it is met."""

    class Kind(models.TextChoices):
        NUMBER = "number", "数値（目標年度に達する）"
        ANNUAL_MINIMUM = "annual_minimum", "毎年の下限"
        EXPANSION = "expansion", "拡充（当初の値から増やす）"
        MILESTONE = "milestone", "達成時期"
        QUALITATIVE = "qualitative", "言葉による目標"

    class Sense(models.TextChoices):
        UP = "up", "大きいほどよい"
        DOWN = "down", "小さいほどよい"

    class MeasuredAs(models.TextChoices):
        STOCK = "stock", "年度末の状態・累計"
        FLOW = "flow", "年度中の量"
        RATE = "rate", "割合"
        PERIOD_TOTAL = "period_total", "計画期間の累計で判定（年度ごとの量を入力）"

    NUMERIC_KINDS = (Kind.NUMBER, Kind.ANNUAL_MINIMUM, Kind.EXPANSION)

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators", verbose_name="計画")
    key = models.CharField("不変の番号", max_length=30)
    name = models.CharField("指標名", max_length=200)
    unit = models.CharField("単位", max_length=20, blank=True)
    kind = models.CharField("種類", max_length=15, choices=Kind)
    sense = models.CharField("向き", max_length=5, choices=Sense, default=Sense.UP)
    measured_as = models.CharField("測り方", max_length=12, choices=MeasuredAs, blank=True)
    printed = models.CharField("計画の表記", max_length=300, blank=True)
    note = models.CharField("注記", max_length=300, blank=True)
    definition = models.TextField("定義（算定式・出典・基準日など）", blank=True)
    period_from = models.PositiveSmallIntegerField("累計の最初の年度", null=True, blank=True)
    numerator_name = models.CharField("分子", max_length=100, blank=True)
    denominator_name = models.CharField("分母", max_length=100, blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="successors",
        null=True,
        blank=True,
        verbose_name="定義が変わる前の指標",
    )
    measures = models.ManyToManyField(
        Measure, through="MeasureIndicator", related_name="indicators"
    )

    class Meta:
        verbose_name = verbose_name_plural = "指標"
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"],
                name="indicator_key_unique",
                violation_error_message="同じ不変の番号の指標が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["milestone", "qualitative"]) | ~Q(unit=""),
                name="indicator_number_has_unit",
                violation_error_message="数値の指標には単位を入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(kind="number") | ~Q(measured_as="period_total"),
                name="indicator_period_total_is_number",
                violation_error_message="計画期間の累計で判定できるのは、数値の指標だけです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.name}"

    @property
    def is_numeric(self) -> bool:
        return self.kind in self.NUMERIC_KINDS


def standing_in(fiscal_year: int | F) -> Q:
    """The condition of rows under which an indicator stands in a fiscal year, which may be that of
    a row joined in the same filter."""
    return (Q(first_fiscal_year__isnull=True) | Q(first_fiscal_year__lte=fiscal_year)) & (
        Q(last_fiscal_year__isnull=True) | Q(last_fiscal_year__gte=fiscal_year)
    )


class MeasureIndicatorQuerySet(models.QuerySet):
    def in_year(self, fiscal_year: int):
        """Rows under which an indicator stands in a fiscal year."""
        return self.filter(standing_in(fiscal_year))


class MeasureIndicator(models.Model):
    """An indicator under a measure, called 成果目標 or 成果想定 there, from year to year.

    One indicator may stand under two measures: it has one row of results all the same. A
    changed definition ends one indicator and begins another, its successor.
    """

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="measure_indicators", verbose_name="施策"
    )
    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="measure_indicators", verbose_name="指標"
    )
    label = models.CharField("呼び名", max_length=20, default="成果目標")
    order = models.PositiveSmallIntegerField("並び順", default=0)
    first_fiscal_year = models.PositiveSmallIntegerField("最初の年度", null=True, blank=True)
    last_fiscal_year = models.PositiveSmallIntegerField("最後の年度", null=True, blank=True)

    objects = MeasureIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "施策の指標"
        ordering = ["measure", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "indicator"],
                name="measure_indicator_unique",
                violation_error_message="この指標は既にこの施策に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(first_fiscal_year__isnull=True)
                | Q(last_fiscal_year__isnull=True)
                | Q(last_fiscal_year__gte=F("first_fiscal_year")),
                name="measure_indicator_years_in_order",
                violation_error_message="最後の年度は、最初の年度以後にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure.code} {self.label}"

    def stands_in(self, fiscal_year: int) -> bool:
        """Whether the measure is measured by it in a fiscal year."""
        return (self.first_fiscal_year or fiscal_year) <= fiscal_year and fiscal_year <= (
            self.last_fiscal_year or fiscal_year
        )


class IndicatorTarget(models.Model):
    """A printed figure of a fiscal year, or a measured baseline that the city adds.

    `baseline` is the starting figure of an EXPANSION (R5年度 5税目⇒拡充), for other kinds a
    measured 現状値 with its source. A milestone's target has a year and no value. A revision
    adds a version, which years from `applies_from` on are judged by; `withdrawn` ends it.
    """

    class Role(models.TextChoices):
        TARGET = "target", "目標"
        BASELINE = "baseline", "当初値・現状値"

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="targets", verbose_name="指標"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    role = models.CharField("区分", max_length=10, choices=Role, default=Role.TARGET)
    value = models.DecimalField("値", max_digits=15, decimal_places=4, null=True, blank=True)
    year_assumed = models.BooleanField("年度は計画に明記なし", default=False)
    source = models.CharField("出典", max_length=200, blank=True)
    applies_from = models.PositiveSmallIntegerField(
        "適用する最初の年度（0は計画の初めから）", default=0
    )
    decided_on = models.DateField("決定日", null=True, blank=True)
    withdrawn = models.BooleanField("取り下げた", default=False)
    reason = models.CharField("改定の理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "目標値"
        ordering = ["indicator", "fiscal_year", "role", "applies_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "fiscal_year", "role", "applies_from"],
                name="indicator_target_unique",
                violation_error_message="この年度の値は既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | ~Q(reason=""),
                name="indicator_target_withdrawn_has_reason",
                violation_error_message="目標を取り下げるときは、理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.key} {fiscal.label_short(self.fiscal_year)}"

    def clean(self) -> None:
        needs_value = self.indicator_id and self.indicator.is_numeric and not self.withdrawn
        if needs_value and self.value is None:
            raise ValidationError({"value": "数値の指標の目標には値を入力してください。"})
