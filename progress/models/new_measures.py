"""新規施策の提案: what divisions want a revision to begin (README: 三年目の見直し)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from measures.models import Direction
from progress.models.reviews import Budget, PlanReview
from sakado_dx.organization.models import Division, User


class NewMeasureProposal(models.Model):
    """新規施策の提案: a measure that a division wants the revision to begin."""

    class Handling(models.TextChoices):
        ADOPT = "adopt", "採用"
        DROP = "drop", "見送り"

    FIELDS = ("direction", "name", "work", "goal", "reason", "budget", "budget_amount")

    review = models.ForeignKey(PlanReview, models.PROTECT, related_name="new_measures")
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="new_measures", verbose_name="提案する課"
    )
    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="+", verbose_name="施策の方向性"
    )
    name = models.CharField("施策名", max_length=200)
    work = models.TextField("取組の内容", max_length=2000)
    goal = models.TextField("目標の案", max_length=500, blank=True)
    reason = models.TextField("提案する理由", max_length=1000)
    budget = models.CharField("予算への影響", max_length=8, choices=Budget, blank=True)
    budget_amount = models.PositiveBigIntegerField("影響額（千円）", null=True, blank=True)
    proposed = models.CharField("事務局案", max_length=8, choices=Handling, blank=True)
    proposed_note = models.TextField("事務局案の考え方", max_length=1000, blank=True)
    version = models.PositiveIntegerField("版", default=0, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提案した人")
    at = models.DateTimeField("提案日時")

    class Meta:
        verbose_name = verbose_name_plural = "新規施策の提案"
        ordering = ["review", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "division", "name"],
                name="new_measure_unique",
                violation_error_message="この課は、同じ名称の施策を既に提案しています。",
                violation_error_code="name",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(work="") & ~Q(reason=""),
                name="new_measure_says_what",
                violation_error_message="施策名、取組の内容、提案する理由を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("progress:new_measure", args=[self.pk])
