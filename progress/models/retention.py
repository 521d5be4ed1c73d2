"""How long the documents of a year are kept (README: 保存年限)."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from progress.models.years import ReviewYear
from sakado_dx import fiscal
from sakado_dx.organization.models import User

MOST_YEARS = 100


class Retention(models.Model):
    """文書分類, 保存期間 and 起算日 of a year, as the city sets them; a year without a row has none.

    `starts_on` is empty where it follows from the rule: 1 April after the year was closed.
    """

    class Term(models.TextChoices):
        YEARS = "years", "年数を定める"
        PERMANENT = "permanent", "永年"
        UNDECIDED = "undecided", "未定"

    # What the form asks.
    SET = ("document_class", "term", "keep_years", "starts_on")

    year = models.OneToOneField(ReviewYear, models.PROTECT, related_name="retention")
    document_class = models.CharField("文書分類", max_length=100)
    term = models.CharField("保存期間", max_length=10, choices=Term)
    keep_years = models.PositiveSmallIntegerField("年数", null=True, blank=True)
    starts_on = models.DateField("起算日", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="定めた人")
    at = models.DateTimeField("定めた日時")

    class Meta:
        verbose_name = verbose_name_plural = "保存年限"
        ordering = ["-year__fiscal_year"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(document_class=""),
                name="retention_has_class",
                violation_error_message="文書分類を入力してください。",
                violation_error_code="document_class",
            ),
            models.CheckConstraint(
                condition=Q(term="years", keep_years__gte=1, keep_years__lte=MOST_YEARS)
                & Q(keep_years__isnull=False)
                | Q(term__in=("permanent", "undecided"), keep_years__isnull=True),
                name="retention_years_where_they_count",
                violation_error_message=(
                    f"年数（1から{MOST_YEARS}まで）は、保存期間が「年数を定める」のときに、"
                    "そのときだけ入力してください。"
                ),
                violation_error_code="keep_years",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year.label} {self.term_words}"

    def get_absolute_url(self) -> str:
        return reverse("progress:retention_set", args=[self.year_id])

    @property
    def term_words(self) -> str:
        """``5年``, ``永年``, ``未定``."""
        return f"{self.keep_years}年" if self.keep_years else self.get_term_display()

    @property
    def begins_on(self) -> date | None:
        """起算日: as the city set it, else 1 April after the closing; None while the year is open."""
        if self.starts_on or self.year.closed_at is None:
            return self.starts_on
        closed = timezone.localdate(self.year.closed_at)
        return fiscal.first_day(fiscal.fiscal_year_of(closed) + 1)

    @property
    def expires_on(self) -> date | None:
        """満了日, the last day on which the documents are kept; None where there is none."""
        if self.begins_on is None or self.keep_years is None:
            return None
        begins = self.begins_on
        leap = (begins.month, begins.day) == (2, 29)
        after = begins.replace(year=begins.year + self.keep_years, day=28 if leap else begins.day)
        return after - timedelta(days=1)

    def has_expired(self, on: date) -> bool:
        """Whether the 満了日 has passed."""
        return self.expires_on is not None and self.expires_on < on
