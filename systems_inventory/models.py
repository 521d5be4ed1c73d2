"""The inventory of information systems (計画 第1章2(2))."""

from django.db import models
from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from measures.models import Plan
from sakado_dx.organization.models import Division
from sakado_dx.search_keys import SearchKeyField, search_words


class InformationSystemQuerySet(models.QuerySet):
    def of_plan(self, plan: Plan | None):
        return self.filter(plan=plan)

    def matching(self, query: str):
        """Systems whose name holds every word of the query (see `search_key`)."""
        found = self
        for word in search_words(query):
            found = found.filter(search_key__contains=word)
        return found

    def with_divisions(self):
        divisions = SystemDivision.objects.select_related("division")
        return self.prefetch_related(models.Prefetch("system_divisions", queryset=divisions))

    def sorted_by(self, column: str, descending: bool = False):
        """By `name`, `division` or `category`, rows of one kind in the plan's order.

        Divisions and categories stand in their own order; a name has no reading, so that
        names stand by the code points of their search keys.
        """
        sign = "-" if descending else ""
        if column == "name":
            return self.order_by(f"{sign}search_key", "order", "pk")
        rank = _rank_of_division() if column == "division" else _rank_of_category()
        return self.annotate(rank=rank).order_by(f"{sign}rank", "order", "pk")


def _rank_of_division() -> Coalesce:
    """The place of the first division that a system names; without one behind all others.

    Databases disagree on where NULL sorts.
    """
    first = SystemDivision.objects.filter(system=OuterRef("pk")).order_by("order", "pk")
    return Coalesce(Subquery(first.values("division__order")[:1]), Value(2**31 - 1))


def _rank_of_category() -> Case:
    categories = InformationSystem.Category.values
    ranks = [When(category=name, then=Value(place)) for place, name in enumerate(categories)]
    return Case(*ranks, default=Value(len(categories)), output_field=IntegerField())


class InformationSystem(models.Model):
    class Category(models.TextChoices):
        CORE = "基幹系", "基幹系"
        GIS = "GIS", "GIS"

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="information_systems", verbose_name="計画"
    )
    name = models.CharField("業務システム名", max_length=150)
    category = models.CharField("区分", max_length=10, choices=Category, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    divisions = models.ManyToManyField(
        Division, through="SystemDivision", related_name="information_systems"
    )
    search_key = SearchKeyField("検索用の表記", sources=("name",))

    objects = InformationSystemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "情報処理システム"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="system_name_unique",
                violation_error_message="同じ名称のシステムが既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(category__in=["", "基幹系", "GIS"]),
                name="system_category_known",
                violation_error_message="区分は「基幹系」「GIS」か空欄にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def division_names(self) -> str:
        """The divisions as the plan prints them; reads what `with_divisions` fetched."""
        return "・".join(row.division.name for row in self.system_divisions.all())


class SystemDivision(models.Model):
    """A division that uses a system, in the plan's order."""

    system = models.ForeignKey(
        InformationSystem,
        models.CASCADE,
        related_name="system_divisions",
        verbose_name="システム",
    )
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="system_divisions", verbose_name="課名等"
    )
    order = models.PositiveSmallIntegerField("並び順", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "システムの課"
        ordering = ["system", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "division"],
                name="system_division_unique",
                violation_error_message="この課は既に登録されています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.division}"


class InventoryNote(models.Model):
    """As of when the inventory holds, and what a reader must know of it."""

    plan = models.OneToOneField(
        Plan, models.CASCADE, related_name="inventory_note", verbose_name="計画"
    )
    as_of = models.CharField("時点", max_length=40)
    notes = models.JSONField("注記", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "情報システム一覧の注記"

    def __str__(self) -> str:
        return f"{self.as_of}現在"
