"""参考値: past figures counted anew by a later definition (README: 改定)."""

from django.db import models
from django.db.models import Q

from measures.models import Indicator
from progress.models.revisions import PlanRevision
from sakado_dx import fiscal


class ReferenceValue(models.Model):
    """参考値: a past year's figure counted anew by a later definition.

    Never a result: it is judged nowhere, counted nowhere, and in no closed year's export.
    """

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="reference_values", verbose_name="指標"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    value = models.DecimalField("参考値", max_digits=15, decimal_places=4)
    reason = models.CharField("算定の方法", max_length=300)
    revision = models.ForeignKey(
        PlanRevision, models.PROTECT, related_name="reference_values", null=True, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "参考値"
        ordering = ["indicator", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "fiscal_year"],
                name="reference_value_unique",
                violation_error_message="この年度の参考値は既に登録されています。",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="reference_value_has_reason",
                violation_error_message="参考値の算定の方法を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.key} {fiscal.label_short(self.fiscal_year)}（参考値）"
