"""The inventory of information systems (計画 第1章2(2))."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from measures.models import Measure, Plan
from sakado_dx import fiscal
from sakado_dx.organization.models import Division
from sakado_dx.search_keys import SearchKeyField, search_words
from systems_inventory.words import (
    STANDARD_WORKS,
    Category,
    Hosting,
    Move,
    Zone,
    told_thousands,
)

LAST = 2**31 - 1  # behind all others; databases disagree on where NULL sorts

FIRST_YEAR, LAST_YEAR = 1990, 2200  # of what systems cost, and of their renewal


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

    def with_measures(self):
        rows = SystemMeasure.objects.select_related("measure").order_by("measure__order", "pk")
        return self.prefetch_related(models.Prefetch("system_measures", queryset=rows))

    def sorted_by(self, column: str, descending: bool = False):
        """By `name` or one of `RANKS`, rows of one kind in the plan's order.

        Divisions and words stand in their own order; a name has no reading, so that names stand
        by the code points of their search keys. What is not told stands behind, either way.
        """
        sign = "-" if descending else ""
        if column == "name":
            return self.order_by(f"{sign}search_key", "order", "pk")
        if column in ("contract", "renewal"):
            name = {"contract": "contract_to", "renewal": "renewal_year"}[column]
            place = F(name).desc(nulls_last=True) if descending else F(name).asc(nulls_last=True)
            return self.order_by(place, "order", "pk")
        return self.annotate(rank=RANKS[column]()).order_by(f"{sign}rank", "order", "pk")


def _rank_of_division() -> Coalesce:
    """The place of the first division that a system names; without one behind all others."""
    first = SystemDivision.objects.filter(system=OuterRef("pk")).order_by("order", "pk")
    return Coalesce(Subquery(first.values("division__order")[:1]), Value(LAST))


def _rank_of(column: str, words: type[models.TextChoices]) -> Case:
    ranks = [When(**{column: word}, then=Value(place)) for place, word in enumerate(words.values)]
    return Case(*ranks, default=Value(len(words.values)), output_field=IntegerField())


RANKS = {
    "division": _rank_of_division,
    "category": lambda: _rank_of("category", Category),
}


def _one_of(column: str, words: type[models.TextChoices], label: str) -> models.CheckConstraint:
    told = "」「".join(words.values)
    return models.CheckConstraint(
        condition=Q(**{f"{column}__in": ["", *words.values]}),
        name=f"system_{column}_known",
        violation_error_message=f"{label}は「{told}」か空欄にしてください。",
    )


class InformationSystem(models.Model):
    """A system of the city; what the plan does not print stays blank until the city fills it in."""

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="information_systems", verbose_name="計画"
    )
    name = models.CharField("業務システム名", max_length=150)
    category = models.CharField("区分", max_length=10, choices=Category, blank=True)
    order = models.PositiveSmallIntegerField("並び順", default=0)
    divisions = models.ManyToManyField(
        Division, through="SystemDivision", related_name="information_systems"
    )
    vendor = models.CharField("事業者", max_length=150, blank=True)
    contract_from = models.DateField("契約の開始日", null=True, blank=True)
    contract_to = models.DateField("契約の終了日", null=True, blank=True)
    renewal_year = models.PositiveSmallIntegerField("更改の年度", null=True, blank=True)
    network_zone = models.CharField("ネットワーク", max_length=10, choices=Zone, blank=True)
    hosting = models.CharField("設置の形態", max_length=10, choices=Hosting, blank=True)
    standard_works = models.JSONField("標準化対象業務", default=list, blank=True)
    standard_state = models.CharField("標準化の状況", max_length=10, choices=Move, blank=True)
    standard_on = models.DateField("標準化の目標日", null=True, blank=True)
    cloud_state = models.CharField(
        "ガバメントクラウドの状況", max_length=10, choices=Move, blank=True
    )
    cloud_on = models.DateField("ガバメントクラウドの目標日", null=True, blank=True)
    measures = models.ManyToManyField(
        Measure, through="SystemMeasure", related_name="information_systems"
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
            _one_of("network_zone", Zone, "ネットワーク"),
            _one_of("hosting", Hosting, "設置の形態"),
            _one_of("standard_state", Move, "標準化の状況"),
            _one_of("cloud_state", Move, "ガバメントクラウドの状況"),
            models.CheckConstraint(
                condition=Q(contract_from__isnull=True)
                | Q(contract_to__isnull=True)
                | Q(contract_to__gte=F("contract_from")),
                name="system_contract_in_order",
                violation_error_message="契約の終了日は、開始日以後の日にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("progress:system_detail", args=[self.pk])

    def clean(self) -> None:
        unknown = [each for each in self.standard_works if each not in STANDARD_WORKS]
        if unknown:
            problem = f"「{unknown[0]}」は標準化対象の20業務にありません。"
            raise ValidationError({"standard_works": f"{problem}業務の名称を確かめてください。"})

    @property
    def division_names(self) -> str:
        """The divisions as the plan prints them; reads what `with_divisions` fetched."""
        return "・".join(row.division.name for row in self.system_divisions.all())

    @property
    def measure_codes(self) -> str:
        """``I-1-2、IV-4-1``; reads what `with_measures` fetched."""
        return "、".join(row.measure.code for row in self.system_measures.all())


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


class SystemMeasure(models.Model):
    """A measure that a system serves, and where the plan or the city says so."""

    system = models.ForeignKey(
        InformationSystem,
        models.CASCADE,
        related_name="system_measures",
        verbose_name="システム",
    )
    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="system_measures", verbose_name="施策"
    )
    source = models.CharField("結び付けたもと", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "システムの施策"
        ordering = ["system", "measure__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "measure"],
                name="system_measure_unique",
                violation_error_message="この施策は既に登録されています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.measure.code}"


class SystemAmount(models.Model):
    """What a system costs in a fiscal year, in thousands of yen: as planned, as spent."""

    system = models.ForeignKey(
        InformationSystem,
        models.CASCADE,
        related_name="amounts",
        verbose_name="システム",
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    budget = models.PositiveIntegerField("予算額（千円）", null=True, blank=True)
    spent = models.PositiveIntegerField("決算額（千円）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "システムの金額"
        ordering = ["system", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "fiscal_year"],
                name="system_amount_unique",
                violation_error_message="この年度の金額は既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__gte=FIRST_YEAR, fiscal_year__lte=LAST_YEAR),
                name="system_amount_in_years",
                violation_error_message=(
                    f"年度は{FIRST_YEAR}から{LAST_YEAR}までの西暦で入力してください。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=False) | Q(spent__isnull=False),
                name="system_amount_told",
                violation_error_message="予算額か決算額を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} {fiscal.label_short(self.fiscal_year)}"

    @property
    def both(self) -> tuple[str, str]:
        """The budget and what was spent in words; what is not registered says so."""
        return told_thousands(self.budget), told_thousands(self.spent)


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
