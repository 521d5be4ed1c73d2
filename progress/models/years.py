"""One fiscal year of one plan, from its opening to its closing."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from hashlib import sha256

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone

from measures.models import Plan
from progress.models.plan_editions import PlanEdition
from sakado_dx import fiscal
from sakado_dx.organization.models import Division, User


class ReviewYearQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-fiscal_year", "-plan__first_fiscal_year", "-pk")

    def open(self):
        return self.filter(closed_at__isnull=True)

    def closed(self):
        return self.filter(closed_at__isnull=False)

    def first_of(self, plan):
        """The fiscal year with which the portal's record of a plan begins, as one column."""
        return self.filter(plan=plan).order_by("fiscal_year").values("fiscal_year")[:1]

    def plan_then(self):
        """The id of the edition of the plan by whose names an ended year is shown, as one column:
        the newest of its last day where a later one has taken effect, else None, since the tables
        say the same."""
        year = OuterRef("fiscal_year")
        same = PlanEdition.objects.filter(plan=OuterRef("plan"))
        by_its_end = Q(effective_on__year__lte=year) | Q(
            effective_on__year=year + 1, effective_on__month__lt=fiscal.APRIL
        )
        then = same.filter(by_its_end).newest_first().values("pk")[:1]
        later = same.exclude(by_its_end).order_by()
        return self.order_by().values_list(Case(When(Exists(later), then=Subquery(then))))

    def newest(self) -> "ReviewYear | None":
        return self.select_related("plan").newest_first().first()

    def newest_begun(self, today: date) -> "ReviewYear | None":
        """The newest year that takes reports already; before the first one's 受付開始, that."""
        return self.filter(opened_on__lte=today).newest() or self.newest()


class ReviewYear(models.Model):
    """年度の進捗管理: the dates of a year's report, and whether it is still open."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="review_years")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    opened_on = models.DateField("受付開始日", default=timezone.localdate)
    report_due = models.DateField("提出期限")
    confirm_due = models.DateField("事務局確認の期限", null=True, blank=True)
    meeting_on = models.DateField("推進会議の開催日", null=True, blank=True)
    head_may_be_recorded = models.BooleanField(
        "所属長確認の記録による提出を認める",
        default=False,
        help_text="入力担当が、所属長の氏名と確認日を記録して提出できるようにします。",
    )
    asks_endorsement = models.BooleanField(
        "部長確認を求める",
        default=False,
        help_text="提出の前に、主管課の部の職員が、ポータルで確認したことを記録します。",
    )
    assembly_on = models.DateField("議会報告日", null=True, blank=True)
    accounts_on = models.DateField("決算認定日", null=True, blank=True)
    publish_on = models.DateField("公表日", null=True, blank=True)
    asks_approval = models.BooleanField(
        "決裁を求める",
        default=False,
        help_text="公表の前に、決裁の記録を必要とします。",
    )
    notice = models.TextField("所管課への案内", max_length=2000, blank=True)
    is_migrated = models.BooleanField("移行した年度", default=False, editable=False)
    is_sample = models.BooleanField("サンプルデータ", default=False, editable=False)
    closed_at = models.DateTimeField("締めた日時", null=True, blank=True, editable=False)

    objects = ReviewYearQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度の進捗管理"
        ordering = ["-fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "fiscal_year"],
                name="review_year_unique",
                violation_error_message="この年度は既に開かれています。",
            ),
            models.CheckConstraint(
                condition=Q(report_due__gte=F("opened_on")),
                name="review_year_due_after_opening",
                violation_error_message="提出期限は、受付開始日以後の日にしてください。",
                violation_error_code="report_due",
            ),
            models.CheckConstraint(
                condition=Q(confirm_due__isnull=True) | Q(confirm_due__gte=F("report_due")),
                name="review_year_confirm_after_report",
                violation_error_message=("事務局確認の期限は、提出期限以後の日にしてください。"),
                violation_error_code="confirm_due",
            ),
        ]

    def __str__(self) -> str:
        return fiscal.label_review(self.fiscal_year)

    def get_absolute_url(self) -> str:
        return reverse("progress:dashboard", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def takes_changes(self) -> bool:
        """Open, or closed with an unlocked report."""
        return self.is_open or self.reports.filter(is_unlocked=True).exists()

    @property
    def label(self) -> str:
        return fiscal.label_long(self.fiscal_year)

    @property
    def short_label(self) -> str:
        return fiscal.label_short(self.fiscal_year)

    @property
    def first_day(self) -> date:
        return fiscal.first_day(self.fiscal_year)

    @property
    def last_day(self) -> date:
        return fiscal.last_day(self.fiscal_year)

    def read_mark(self, names: Iterable[str], *, extensions: bool = False) -> str:
        """What a form carries of the columns that it was read with, and of the extensions: the
        same for the same values, so that another's change in between is noticed."""
        values = [str(getattr(self, name)) for name in names]
        if extensions:
            rows = self.extensions.order_by("division_id")
            values += [f"{each.division_id} {each.report_due} {each.reason}" for each in rows]
        return sha256("\0".join(values).encode()).hexdigest()[:16]

    @property
    def last_due(self) -> date:
        """The latest 提出期限, extensions counted; reads prefetched `extensions` where they are."""
        return max([self.report_due, *(each.report_due for each in self.extensions.all())])

    def due_for(self, division_id: int | None) -> date:
        """The reporting deadline of a division, its extension counted; reads prefetched
        `extensions` where they are."""
        later = {each.division_id: each.report_due for each in self.extensions.all()}
        return later.get(division_id, self.report_due)


@cache
def names_from(path: str) -> Subquery:
    """`plan_then` of the year to which `path` leads from a row, to annotate the row with. Nearly
    every question about reports has it: it is put together once, and each takes a copy."""
    return Subquery(ReviewYear.objects.filter(pk=OuterRef(path)).plan_then())


class DeadlineExtension(models.Model):
    """A later reporting deadline for one division in one year."""

    year = models.ForeignKey(ReviewYear, models.PROTECT, related_name="extensions")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="所管課")
    report_due = models.DateField("延長後の提出期限")
    reason = models.CharField("理由", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "提出期限の延長"
        ordering = ["year", "division__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "division"],
                name="deadline_extension_unique",
                violation_error_message="この課の提出期限は既に延長されています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year.short_label} {self.division}"


class YearChange(models.Model):
    """The record of one verb on a year."""

    class Verb(models.TextChoices):
        OPEN = "open", "年度を開く"
        CHANGE = "change", "日程などの変更"
        ADD_MEASURE = "add_measure", "施策の追加"
        TAKE_OUT_MEASURE = "take_out_measure", "施策の取外し"
        CLOSE = "close", "締め"
        LOAD_HISTORY = "load_history", "移行"

    year = models.ForeignKey(ReviewYear, models.PROTECT, related_name="changes")
    verb = models.CharField("操作", max_length=20, choices=Verb)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="操作した人")
    reason = models.TextField("理由", blank=True)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "年度の記録"
        ordering = ["year", "pk"]

    def __str__(self) -> str:
        return f"{self.year} {self.get_verb_display()}"
