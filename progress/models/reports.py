"""One measure's report of one year, and the record of every verb on it."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from measures.models import Measure, PlanWord
from progress.models import report_fields
from progress.models.draft_marks import BY_AND_WHEN, DraftMarks
from progress.models.report_fields import text_column
from progress.models.report_sets import ProgressReportQuerySet
from progress.models.shown_states import shown_state
from progress.models.years import ReviewYear
from sakado_dx.organization.models import Division, User

# What a verb is told, by the column that keeps it.
TOLD = {
    "note": "secretariat_note", "second_judgement": "second_judgement", "withheld": "withheld",
}  # fmt: skip


WITHHELD_WHOLE = "measure"  # among `withheld`: nothing of the report is published


class ProgressReport(DraftMarks):
    """進捗報告: what a division says of its measure for one fiscal year (README: 報告).

    `state` and `version` are written by the workflow alone. `version` grows with every verb:
    a form that was read at an older version is refused, and both texts are shown.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", "未入力"
        DRAFT = "draft", "下書き"
        RETURNED = "returned", "差戻し"
        SUBMITTED = "submitted", "提出済み"
        CONFIRMED = "confirmed", "事務局確認済み"
        EVALUATED = "evaluated", "評価済み"

    class BudgetScope(models.TextChoices):
        """What part of its 予算事業 an amount is: the words are stored as they are written."""

        WHOLE = "全額", "全額"
        PART = "内数", "内数"
        AGAIN = "再掲", "再掲"

    EDITABLE_STATES = (State.NOT_STARTED, State.DRAFT, State.RETURNED)
    COUNTED_STATES = (State.CONFIRMED, State.EVALUATED)
    HANDED_IN_STATES = (State.SUBMITTED, State.CONFIRMED, State.EVALUATED)
    CONTENT_FIELDS = (*report_fields.names(), "is_unchanged")
    # What the division writes: its content, and its word on why the report came back.
    WRITTEN_FIELDS = (*CONTENT_FIELDS, "return_answer")
    # The edition whose names its year has, where they are not today's: known of a row that was read
    # `with_names`, and asked for where a page names others (reading.reports).
    names_from: int | None
    is_whole = False  # whether it was read `whole`

    year = models.ForeignKey(ReviewYear, models.PROTECT, related_name="reports")
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="reports", verbose_name="施策"
    )

    actual_direction = text_column("実際の方向性")
    progress = models.ForeignKey(
        PlanWord, models.PROTECT, related_name="+", verbose_name="進捗", null=True, blank=True
    )
    progress_reason = text_column("進捗の理由")
    done = text_column("取り組んだこと")
    public_text = text_column("公表用の記載")
    effects = text_column("効果")
    issues = text_column("課題")
    next_work = text_column("次年度の取組")
    outlook = models.ForeignKey(
        PlanWord,
        models.PROTECT,
        related_name="+",
        verbose_name="今後の方針",
        null=True,
        blank=True,
    )
    budget_name = text_column("予算事業名")
    budget_scope = models.CharField(
        "全額・内数・再掲", max_length=2, choices=BudgetScope, blank=True
    )
    initial_budget = models.PositiveBigIntegerField("当初予算額（千円）", null=True, blank=True)
    revised_budget = models.PositiveBigIntegerField("補正後予算額（千円）", null=True, blank=True)
    settled_amount = models.PositiveBigIntegerField("決算額（千円）", null=True, blank=True)
    carried_over = models.PositiveBigIntegerField("うち繰越額（千円）", null=True, blank=True)
    funding = text_column("財源")

    secretariat_note = models.TextField("事務局の所見", max_length=1000, blank=True)
    second_judgement = models.ForeignKey(
        PlanWord,
        models.PROTECT,
        related_name="+",
        verbose_name="事務局案",
        null=True,
        blank=True,
    )

    # The decision that the last evaluation took over, or a weightier one since.
    taken_decision = models.ForeignKey(
        "progress.Decision",
        models.PROTECT,
        related_name="+",
        verbose_name="評価に採った決定",
        null=True,
        blank=True,
        editable=False,
    )

    state = models.CharField(
        "状態", max_length=12, choices=State, default=State.NOT_STARTED, editable=False
    )
    version = models.PositiveIntegerField("版", default=0, editable=False)
    # Until the report is handed in again; then it stands with the submission (StatusChange.reason).
    return_answer = report_fields.text_column("差戻しへの回答")
    is_unchanged = models.BooleanField("前年度と変更なし", default=False)
    is_unlocked = models.BooleanField("締め解除中", default=False, editable=False)
    withheld = models.JSONField("公表しない項目", default=dict, blank=True, editable=False)
    submitted_at = models.DateTimeField("提出日時", null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField("確認日時", null=True, blank=True, editable=False)
    # The versions that these led to: they tell what came after, whatever the clock says.
    submitted_version = models.PositiveIntegerField("提出の版", null=True, editable=False)
    confirmed_version = models.PositiveIntegerField("確認の版", null=True, editable=False)

    objects = ProgressReportQuerySet.as_manager()

    # What `reading.inputs` has read for this row, as of a version of it.
    inputs_read = None
    authors_read: set[int] | None = None  # as a page has read them (`rights.lookups`)
    # What `reading.reports.last_year` has read for this row: [the report of the year before].
    last_year_read = None

    class Meta:
        verbose_name = verbose_name_plural = "進捗報告"
        ordering = ["year", "measure__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "measure"],
                name="report_unique",
                violation_error_message="この年度のこの施策の報告は既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "not_started",
                        "draft",
                        "returned",
                        "submitted",
                        "confirmed",
                        "evaluated",
                    ]
                ),
                name="report_state_known",
                violation_error_message="報告の状態が決められたものではありません。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "confirmed", "evaluated"])
                | (Q(progress__isnull=False, outlook__isnull=False) & ~Q(done="")),
                name="report_submitted_is_complete",
                violation_error_message=(
                    "提出する報告には、進捗、取り組んだこと、今後の方針が必要です。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(budget_scope__in=["", "全額", "内数", "再掲"]),
                name="report_budget_scope_known",
                violation_error_message="予算事業の全額、内数、再掲のどれかを選んでください。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "confirmed", "evaluated"])
                | Q(
                    initial_budget__isnull=True,
                    revised_budget__isnull=True,
                    settled_amount__isnull=True,
                    carried_over__isnull=True,
                )
                | (~Q(budget_name="") & ~Q(budget_scope="")),
                name="report_amounts_name_their_budget",
                violation_error_message=(
                    "金額があるときは、予算事業名と、全額・内数・再掲の区分が必要です。"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "confirmed", "evaluated"])
                | Q(carried_over__isnull=True)
                | Q(revised_budget__isnull=False, carried_over__lte=F("revised_budget"))
                # Of a NULL on either side nothing would be refused.
                | Q(
                    revised_budget__isnull=True,
                    initial_budget__isnull=False,
                    carried_over__lte=F("initial_budget"),
                )
                | Q(revised_budget__isnull=True, initial_budget__isnull=True),
                name="report_carried_within_budget",
                violation_error_message=(
                    "うち繰越額は、予算額（補正後、なければ当初）以下にしてください。"
                ),
            ),
            models.CheckConstraint(
                # Unlocking, or withholding something, counts before anything was entered.
                condition=Q(state="not_started") | Q(version__gt=0),
                name="report_version_grows_with_state",
                violation_error_message="報告の版が状態と合いません。",
            ),
            report_fields.texts_fit(report_fields.kept_texts(), "report_texts_fit"),
            *BY_AND_WHEN,
        ]
        indexes = [
            models.Index(fields=["year", "state"], name="report_year_state"),  # review queue
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year.short_label}"

    def get_absolute_url(self) -> str:
        """The measure's page in the report's year."""
        return reverse("progress:measure_year", args=[self.year_id, self.measure_id])

    @property
    def takes_changes(self) -> bool:
        """Whether its year is open, or this report unlocked until it is evaluated again."""
        return self.year.is_open or self.is_unlocked

    @property
    def is_editable(self) -> bool:
        """Whether its division may write it now."""
        return self.state in self.EDITABLE_STATES and self.takes_changes

    @property
    def why_not_editable(self) -> str:
        """Why it may not be written, to stand before ため、; of one that `is_editable` nothing."""
        if not self.takes_changes:
            return f"{self.year.label}は締められている"
        if self.state not in self.EDITABLE_STATES:
            return f"この報告は「{self.get_state_display()}」の"
        return ""

    @property
    def shown_state(self) -> str:
        """The state as pages name it, 公表済み and those that a closing left behind
        told apart; of an evaluated report 1 query, none `with_published`."""
        known = self.__dict__.get("is_published")
        if known is None and self.state == self.State.EVALUATED:
            known = self.publications.public().exists()
        return shown_state(self.state, is_closed=not self.takes_changes, is_published=bool(known))

    @property
    def due(self) -> date:
        """The reporting deadline of its lead division; no query `with_due`, else 1."""
        if "extended_due" in self.__dict__:
            return self.extended_due or self.year.report_due
        lead = self.lead_division(timezone.localdate())
        return self.year.due_for(lead.pk if lead else None)

    def bears(self, name: str) -> bool:
        """Whether something of this relation may hang on it (`report_sets.TRACES`): as it was read
        `with_traces`, else yes. For pages; a verb asks what is stored by then."""
        return self.__dict__.get(f"bears_{name}", True)

    @property
    def counts(self) -> bool:
        """Whether its figures stand on dashboards (from 事務局確認済み on)."""
        return self.state in self.COUNTED_STATES

    def was_done(self, verb: str, by: User, *, version: int, **told) -> bool:
        """Whether this person's same verb on this version stands already, with what he `told`:
        a second text is not the first one. 1 or 2 queries."""
        change = self.changes.made_by(by, verb).filter(version=version + 1).first()
        if change is None or not change.says(told):
            return False
        kept = {column: told[name] for name, column in TOLD.items() if name in told}
        fresh = ProgressReport.objects.get(pk=self.pk) if kept else self
        return all(getattr(fresh, column) == value for column, value in kept.items())

    def divisions(self, today: date) -> list[Division]:
        """The measure's divisions, lead first; of an ended measure those of its last day."""
        last = self.measure.last_day
        return self.measure.divisions_on(min(today, last) if last else today)

    def lead_division(self, today: date) -> Division | None:
        return next(iter(self.divisions(today)), None)

    @cached_property
    def planned_direction(self) -> str:
        """The direction that the plan schedules for the year; 1 query, none `with_measure`."""
        own = self.measure.yearly_directions.filter(fiscal_year=self.year.fiscal_year)
        return own.values_list("resolved", flat=True).first() or ""

    @cached_property
    def contributing_ids(self) -> frozenset[int]:
        """The divisions of which a part is asked; 1 query, none `with_contributors`."""
        if "parts_read" in self.__dict__:
            return frozenset(each.division_id for each in self.parts_read)
        return frozenset(self.contributions.values_list("division_id", flat=True))
