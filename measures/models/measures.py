"""A measure with its divisions, effects and yearly directions."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse

from measures.models.plans import Direction, EffectKind, Plan
from measures.naming import MeasureNaming
from sakado_dx import fiscal
from sakado_dx.organization.days import Dated, DatedQuerySet, days_in_order
from sakado_dx.organization.models import Division


def divisions_of_measures(path: str = "") -> Prefetch:
    """What `division_rows` reads, of the measures at the end of a path (``report__measure__``).

    As an attribute: a set of related rows would cost each measure a queryset of its own.
    """
    rows = MeasureDivision.objects.select_related("division")
    return Prefetch(f"{path}measure_divisions", queryset=rows, to_attr="divisions_read")


def hold_divisions(measure: "Measure", rows: "list[MeasureDivision]") -> None:
    """The same of one measure, whose rows were read beside it, with their divisions, in order."""
    measure.divisions_read = rows
    for each in rows:
        each.measure = measure


class MeasureQuerySet(models.QuerySet):
    def of_plan(self, plan: Plan):
        return self.filter(plan=plan)

    def active_in(self, fiscal_year: int):
        """Measures that have begun by the year's last day, and not ended before its first."""
        return self.filter(
            Q(first_day__isnull=True) | Q(first_day__lte=fiscal.last_day(fiscal_year)),
            Q(last_day__isnull=True) | Q(last_day__gte=fiscal.first_day(fiscal_year)),
        )

    def with_divisions(self):
        return self.prefetch_related(divisions_of_measures())

    def with_levels(self):
        return self.select_related("direction__policy")


class Measure(MeasureNaming, models.Model):
    """A 個別施策. It is never deleted: it ends on a day (a revision says why).

    `key` never changes; `code` is the printed one, which a revision may change. `ending` says
    how it ended, `successors` what goes on with it.
    """

    class Ending(models.TextChoices):
        FINISHED = "finished", "完了"
        ABANDONED = "abandoned", "廃止"
        MERGED = "merged", "統合"
        SPLIT = "split", "分割"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="measures", verbose_name="計画")
    direction = models.ForeignKey(
        Direction, models.PROTECT, related_name="measures", verbose_name="施策の方向性"
    )
    key = models.CharField("不変の番号", max_length=30, editable=False)
    code = models.CharField("番号", max_length=30)
    order = models.PositiveIntegerField("並び順", default=0)
    name = models.CharField("施策名", max_length=200)
    name_in_matrix = models.CharField("体系表での名称", max_length=200, blank=True)
    group = models.CharField("中分類", max_length=200, blank=True)
    summary = models.TextField("概要", blank=True)
    source = models.CharField("計画の該当箇所", max_length=200, blank=True)
    other_readings = models.JSONField("別の表記", default=list, blank=True)
    first_day = models.DateField("開始日（計画の途中で加わったとき）", null=True, blank=True)
    last_day = models.DateField("終了日", null=True, blank=True)
    ending = models.CharField("終わり方", max_length=10, choices=Ending, blank=True)
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="predecessors",
        blank=True,
        verbose_name="引き継ぐ施策（統合、分割）",
    )
    related = models.ManyToManyField(
        "self", symmetrical=True, blank=True, verbose_name="関連する施策"
    )
    divisions = models.ManyToManyField(Division, through="MeasureDivision", related_name="measures")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "個別施策"
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "key"],
                name="measure_key_unique",
                violation_error_message="同じ不変の番号の施策が既にあります。",
            ),
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="measure_code_unique",
                violation_error_message="同じ番号の施策が既にあります。",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(code=""),
                name="measure_has_code_and_name",
                violation_error_message="施策の番号と名称を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("progress:measure_detail", args=[self.pk])

    def divisions_on(self, day) -> list[Division]:
        """The valid divisions (as the detail says) on a day, lead first.

        Reads what `with_divisions` prefetched, so that lists ask nothing row by row.
        """
        return [
            row.division for row in self.division_rows if row.in_detail and row.is_in_force(day)
        ]

    @property
    def division_rows(self) -> "list[MeasureDivision]":
        """Its rows of divisions in their order, of all days, as `with_divisions` read them, else
        asked for."""
        read = self.__dict__.get("divisions_read")
        rows = self.measure_divisions.select_related("division") if read is None else read
        return sorted(rows, key=lambda row: row.order)

    def lead_division_on(self, day) -> Division | None:
        return next(iter(self.divisions_on(day)), None)


class MeasureDivisionQuerySet(DatedQuerySet):
    def leading(self, on: date):
        """Rows that stand first in their measure's detail on a day: the 主管課."""
        valid = self.model.objects.in_force(on).filter(in_detail=True)
        earlier = valid.filter(measure=OuterRef("measure"), order__lt=OuterRef("order"))
        return self.in_force(on).filter(~Exists(earlier), in_detail=True)

    def owning(self, on: date):
        """Rows in their measure's detail on a day; of an ended measure those of its last day."""
        ended = Q(measure__last_day__lt=on)
        then = Q(first_day=None) | Q(first_day__lte=F("measure__last_day"))
        then &= Q(last_day=None) | Q(last_day__gte=F("measure__last_day"))
        lasts = Q(measure__last_day=None) | Q(measure__last_day__gte=on)
        now = (Q(first_day=None) | Q(first_day__lte=on)) & (Q(last_day=None) | Q(last_day__gte=on))
        return self.filter((ended & then) | (lasts & now), in_detail=True)


class MeasureDivision(Dated, models.Model):
    """A division of a measure, as matrix and detail list it, from a day to a day.

    The plan's matrix and its detail differ in places; the detail is valid. A 所管替え ends
    one row and begins another.
    """

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="measure_divisions", verbose_name="施策"
    )
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="measure_divisions", verbose_name="所管課"
    )
    order = models.PositiveSmallIntegerField("並び順（先頭が主管課）", default=0)
    in_detail = models.BooleanField("個別施策の欄にある", default=True)
    in_matrix = models.BooleanField("体系表にある", default=True)
    first_day = models.DateField("開始日", null=True, blank=True)
    last_day = models.DateField("終了日", null=True, blank=True)

    objects = MeasureDivisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "施策の所管課"
        ordering = ["measure", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "division", "first_day"],
                name="measure_division_unique",
                violation_error_message="この課は同じ開始日で既に登録されています。",
            ),
            # Two NULLs are two different days to a database: the open beginning has its own.
            models.UniqueConstraint(
                fields=["measure", "division"],
                condition=Q(first_day__isnull=True),
                name="measure_division_unique_open",
                violation_error_message="この課は既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(in_detail=True) | Q(in_matrix=True),
                name="measure_division_listed_somewhere",
                violation_error_message="所管課は体系表か個別施策の欄のどちらかにあるものです。",
            ),
            days_in_order("measure_division_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.measure.code} {self.division}"


class EffectRating(models.Model):
    """◎ or ○ of a measure in one effect; a blank cell has no row."""

    class Mark(models.TextChoices):
        PRIMARY = "primary", "◎"
        SECONDARY = "secondary", "○"

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="effects", verbose_name="施策"
    )
    effect_kind = models.ForeignKey(
        EffectKind, models.PROTECT, related_name="ratings", verbose_name="効果"
    )
    mark = models.CharField("印", max_length=10, choices=Mark)

    class Meta:
        verbose_name = verbose_name_plural = "効果"
        ordering = ["measure", "effect_kind__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "effect_kind"],
                name="effect_rating_unique",
                violation_error_message="この効果の印は既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(mark__in=["primary", "secondary"]),
                name="effect_mark_known",
                violation_error_message="印は◎か○で入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effect_kind} {self.get_mark_display()}"


class YearlyDirection(models.Model):
    """What the plan schedules for one fiscal year: the printed cell and what it means.

    `printed` may be ⇒ (as the year before); `resolved` never is. Both are blank where the plan
    schedules nothing for the year (計画なし).
    """

    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="yearly_directions", verbose_name="施策"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    printed = models.CharField("計画の表記", max_length=60, blank=True)
    resolved = models.CharField("内容", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度別の方向性"
        ordering = ["measure", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "fiscal_year"],
                name="yearly_direction_unique",
                violation_error_message="この年度の方向性は既に登録されています。",
            ),
            models.CheckConstraint(
                condition=~Q(resolved="⇒") & (~Q(resolved="") | Q(printed="")),
                name="yearly_direction_resolved",
                violation_error_message="年度別の方向性の内容を、⇒ではなく言葉で入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{fiscal.label_short(self.fiscal_year)} {self.resolved}"
