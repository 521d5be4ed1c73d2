"""Tags of measures: what else in the city's or the nation's plans they belong to."""

from django.db import models
from django.db.models import Q

from measures.models.measures import Measure
from sakado_dx.organization.days import Dated, DatedQuerySet, days_in_order


class MeasureTag(Dated, models.Model):
    """A measure's place in another plan, from a day to a day: the kinds are the city's own list.

    `kind` is 国の重点取組, 総合計画, 市長公約 …, `name` what it is called there, and `edition` that
    of the other plan (自治体DX推進計画 第4.0版).
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="tags", verbose_name="施策")
    kind = models.CharField("区分", max_length=60)
    name = models.CharField("名称", max_length=200)
    edition = models.CharField("その計画の版", max_length=100, blank=True)
    first_day = models.DateField("開始日", null=True, blank=True)
    last_day = models.DateField("終了日", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "施策のタグ"
        ordering = ["measure", "kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "kind", "name", "edition"],
                name="measure_tag_unique",
                violation_error_message="同じタグが既にこの施策に登録されています。",
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(name=""),
                name="measure_tag_has_words",
                violation_error_message="タグの区分と名称を入力してください。",
            ),
            days_in_order("measure_tag_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
