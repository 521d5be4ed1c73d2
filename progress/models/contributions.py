"""What others add to a report: contributing divisions, notes of the year, evidence, answers."""

from datetime import date

from django.db import models
from django.db.models import Exists, Min, OuterRef, Q
from django.urls import reverse

from measures.models import Measure, divisions_of_measures
from progress.models.report_fields import texts_fit
from progress.models.reports import ProgressReport
from progress.models.years import ReviewYear, names_from
from sakado_dx.numbers import format_number
from sakado_dx.organization.models import Division, User
from sakado_dx.organization.office_days import OfficeDays, office_days

# 関係課 answer this many 開庁日 before the lead division hands in.
DAYS_BEFORE_THE_LEAD = 5


def parts_due(lead_due: date, year: ReviewYear, office: OfficeDays) -> date:
    """When other divisions answer, whose lead hands in on a day: five 開庁日 earlier, but not
    before the year takes reports."""
    return max(office.before(lead_due, DAYS_BEFORE_THE_LEAD), year.opened_on)


MOST_LETTERS_OF_PART = 1000  # to keep a part is to hand it in


# The form of a division's sheet as unsent input names it; its subject is the sheet's first part.
SHEET = "contribution"


class ContributionQuerySet(models.QuerySet):
    def sheets_afterwards(self) -> dict[int, int]:
        """These, of one report, are about to go: by what their sheets are known by to unsent
        input, what they will be known by. A sheet without another part is left out; 2 queries."""
        first = {each.division_id: each.pk for each in self}
        years = self.values("report__year")
        left = Contribution.objects.filter(report__year__in=years, division__in=first)
        left = left.exclude(pk__in=first.values()).order_by().values_list("division")
        return {
            first[division_id]: pk
            for division_id, pk in left.annotate(next=Min("pk"))
            if pk > first[division_id]
        }

    def asked_of(self, division_ids):
        """What is asked of these divisions while the year takes changes; newest years first."""
        reports = ProgressReport.objects.taking_changes()
        parts = self.filter(division__in=division_ids, report__in=reports)
        order = ("-report__year__fiscal_year", "division__order", "division")
        return parts.with_report().order_by(*order, "report__measure__order")

    def missing(self) -> bool:
        """Whether one of these is not answered; 1 query."""
        return self.filter(answered_at__isnull=True).exists()

    def unanswered(self, division_ids):
        """What these divisions have not answered while it can be."""
        unsubmitted = ProgressReport.objects.unsubmitted()
        return self.asked_of(division_ids).filter(answered_at=None, report__in=unsubmitted)

    def one_a_sheet(self):
        """The first of these of each division and year: to count their sheets."""
        same = {"report__year": OuterRef("report__year"), "division": OuterRef("division")}
        earlier = self.filter(pk__lt=OuterRef("pk"), **same).order_by()
        return self.filter(~Exists(earlier))

    def with_report(self):
        """Each with its division, and its report with measure, divisions and year; 3 queries."""
        rows = self.select_related("division", "report__measure", "report__year").prefetch_related(
            divisions_of_measures("report__measure__"),
            "report__year__extensions",
        )
        return rows.annotate(names_from=names_from("report__year"))


class Contribution(models.Model):
    """One division's part in a report: a co-owner, or named by the secretariat (README: 報告).

    It has its own form and version, so that two divisions never meet in one text. A row
    without an answer says who has not answered yet.
    """

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="contributions")
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="contributions", verbose_name="所管課"
    )
    is_named = models.BooleanField("事務局が指名", default=False)
    text = models.TextField("取り組んだこと", max_length=MOST_LETTERS_OF_PART, blank=True)
    share = models.DecimalField(
        "数値の内訳", max_digits=15, decimal_places=4, null=True, blank=True
    )
    has_nothing = models.BooleanField("該当なし", default=False)
    version = models.PositiveIntegerField("版", default=0, editable=False)
    answered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="回答した人"
    )
    answered_at = models.DateTimeField("回答日時", null=True, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "関係課の記載"
        ordering = ["report", "division__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "division"],
                name="contribution_unique",
                violation_error_message="この課は既に関係課に入っています。",
            ),
            models.CheckConstraint(
                condition=Q(has_nothing=False) | Q(text="", share__isnull=True),
                name="contribution_nothing_is_empty",
                violation_error_message="該当なしのときは、記載と数値を空欄にしてください。",
                violation_error_code="has_nothing",
            ),
            texts_fit(["text"], "contribution_text_fits"),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.division}"

    def get_absolute_url(self) -> str:
        """Its row in the sheet of its division."""
        sheet = reverse("progress:part_sheet", args=[self.report.year_id, self.division_id])
        return f"{sheet}#part-{self.pk}"

    @property
    def due(self) -> date:
        """Its own deadline, before that of its lead division, an extension counted; 1 query."""
        return self.due_by(office_days())

    def due_by(self, office: OfficeDays) -> date:
        """The same where the calendar is at hand: for many rows."""
        return parts_due(self.report.due, self.report.year, office)

    @property
    def share_text(self) -> str:
        return format_number(self.share)

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None


class ProgressNote(models.Model):
    """経過メモ: a dated note to a measure, written at any time of the year."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="notes")
    noted_on = models.DateField("日付")
    text = models.TextField("メモ", max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="書いた人")
    at = models.DateTimeField("登録日時")

    class Meta:
        verbose_name = verbose_name_plural = "経過メモ"
        ordering = ["measure", "-noted_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.measure.code} {self.noted_on}"


class EvidenceFile(models.Model):
    """A file that proves something of a report; its bytes lie under a random name."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="evidence")
    name = models.CharField("ファイル名", max_length=200)
    kind = models.CharField("種類", max_length=5)
    stored_as = models.CharField("保存名", max_length=100, unique=True)
    size = models.PositiveIntegerField("大きさ（バイト）")
    sha256 = models.CharField("ハッシュ", max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="添付した人")
    at = models.DateTimeField("添付日時")
    removed_at = models.DateTimeField("外した日時", null=True, blank=True)
    removed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="外した人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "証拠資料"
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return self.name


class WarningAnswer(models.Model):
    """The word of answer to a soft warning: why a figure or a text is as it is."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="warning_answers")
    code = models.CharField("注意の種類", max_length=60)
    answer = models.CharField("説明", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="書いた人")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "注意への説明"
        ordering = ["report", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "code"],
                name="warning_answer_unique",
                violation_error_message="この注意への説明は既にあります。",
            )
        ]

    def __str__(self) -> str:
        return str(self.report)
