"""What was measured: one indicator in one fiscal year (measures/README: 五種類の指標)."""

from django.db import models
from django.db.models import Q

from measures.models import Indicator
from progress.models.report_fields import RESULT_TEXTS, text_column, texts_fit
from progress.models.reports import ProgressReport
from sakado_dx import fiscal


class IndicatorResultQuerySet(models.QuerySet):
    def up_to(self, fiscal_year: int):
        return self.filter(fiscal_year__lte=fiscal_year)

    def readable(self, states, also_report: int = 0):
        """Results whose report stands in one of the states, or is that one report."""
        if not also_report:
            return self.filter(report__state__in=states)
        return self.filter(Q(report__state__in=states) | Q(report=also_report))


class IndicatorResult(models.Model):
    """実績値. It belongs to (indicator, fiscal year); `report` is where it is entered.

    Only the status 実績あり holds something: a value (0 is one), done or not with its date
    (milestone), or words (qualitative). A share may keep the two figures that it was made of.
    """

    class Status(models.TextChoices):
        REPORTED = "reported", "実績あり"
        NOT_REPORTED = "not_reported", "未報告"
        NOT_APPLICABLE = "not_applicable", "対象外"
        NOT_YET_MEASURED = "not_yet_measured", "測定前"
        BEING_COMPILED = "being_compiled", "集計中"

    class Certainty(models.TextChoices):
        ESTIMATE = "estimate", "見込"
        PRELIMINARY = "preliminary", "速報"
        SETTLED = "settled", "確定"

    # What a result holds, and what people enter with it: all that reads or writes one goes by it.
    HELD = (
        "status", "value", "done", "done_on", "words", "certainty", "numerator", "denominator",
    )  # fmt: skip
    ENTERED = (*HELD, "note")

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="results", verbose_name="指標"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    report = models.ForeignKey(
        ProgressReport, models.PROTECT, related_name="results", verbose_name="報告"
    )
    status = models.CharField("状況", max_length=16, choices=Status, default=Status.NOT_REPORTED)
    value = models.DecimalField("実績値", max_digits=15, decimal_places=4, null=True, blank=True)
    done = models.BooleanField("達成", null=True, blank=True)
    done_on = models.DateField("達成日", null=True, blank=True)
    words = text_column("状況の説明")
    certainty = models.CharField(
        "確からしさ", max_length=12, choices=Certainty, default=Certainty.SETTLED
    )
    numerator = models.DecimalField("分子", max_digits=15, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(
        "分母", max_digits=15, decimal_places=4, null=True, blank=True
    )
    note = text_column("補足")

    objects = IndicatorResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "実績値"
        ordering = ["indicator", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "fiscal_year"],
                name="result_unique",
                violation_error_message="この指標のこの年度の実績は既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(
                    Q(value__isnull=False) | Q(done__isnull=False) | ~Q(words=""),
                    status="reported",
                )
                | Q(
                    ~Q(status="reported"),
                    value__isnull=True,
                    done__isnull=True,
                    done_on__isnull=True,
                    words="",
                ),
                name="result_held_only_when_reported",
                violation_error_message=(
                    "実績ありのときは値などを入力し、それ以外のときは空欄にしてください。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done=True),
                name="result_done_on_needs_done",
                violation_error_message="達成日は、達成したときだけ入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(
                    value__isnull=False,
                    numerator__isnull=False,
                    denominator__isnull=False,
                    denominator__gt=0,
                ),
                name="result_fraction_is_whole",
                violation_error_message=(
                    "分子と分母は、実績値とともに両方を入力し、分母は0より大きい数にしてください。"
                ),
            ),
            texts_fit(RESULT_TEXTS, "result_texts_fit"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {fiscal.label_short(self.fiscal_year)}"
