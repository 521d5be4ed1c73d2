"""主なデジタル関連施策: what happened before and around the plan."""

from django.db import models
from django.db.models import Q

from measures.models.plans import Plan
from sakado_dx import fiscal
from sakado_dx.search_keys import SearchKeyField, search_words

FIRST_YEAR, LAST_YEAR = 1900, 2200  # of each of their months an era is known


class ChronologyEventQuerySet(models.QuerySet):
    def of_plan(self, plan: Plan | None):
        return self.filter(plan=plan)

    def matching(self, query: str):
        """Events whose text holds every word of the query (see `search_key`)."""
        found = self
        for word in search_words(query):
            found = found.filter(search_key__contains=word)
        return found

    def sorted_by(self, column: str, descending: bool = False):
        """By `when`: as printed, or from the newest back."""
        printed = self.order_by("year", "month", "order", "pk")
        return printed.reverse() if descending else printed


class ChronologyEvent(models.Model):
    """One row of 主なデジタル関連施策: a calendar year and month, and what happened."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="chronology", verbose_name="計画")
    year = models.PositiveSmallIntegerField("年（西暦）")
    month = models.PositiveSmallIntegerField("月")
    event = models.CharField("内容", max_length=300)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    search_key = SearchKeyField("検索用の表記", sources=("event",))

    objects = ChronologyEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主なデジタル関連施策"
        ordering = ["plan", "year", "month", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year", "month", "event"],
                name="chronology_event_unique",
                violation_error_message="同じ年月と内容の行が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12),
                name="chronology_month_in_year",
                violation_error_message="月は1から12までの数で入力してください。",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="chronology_year_has_an_era",
                violation_error_message=(
                    f"年は{FIRST_YEAR}から{LAST_YEAR}までの西暦で入力してください。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.when} {self.event}"

    @property
    def era_year(self) -> str:
        return fiscal.label_calendar_year(self.year, self.month)

    @property
    def when(self) -> str:
        return f"{self.era_year}{self.month}月"
