"""指摘事項と対応: what decisions ask of divisions, and what they answer."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Window
from django.urls import reverse

from measures.models import divisions_of_measures
from progress.models.decisions import Decision
from progress.models.years import names_from
from sakado_dx.organization.models import Division, User

# Where a follow-up's report is.
ITS_REPORT = "decision__report"


class LastWords(NamedTuple):
    """The newest answer or question of a follow-up's thread."""

    verb: str
    at: datetime
    text: str

    def get_verb_display(self) -> str:
        return str(FollowUpEntry.Verb(self.verb).label)


class FollowUpQuerySet(models.QuerySet):
    def open(self):
        """What is asked and not yet accepted, answered or not."""
        return self.asked().exclude(state=FollowUp.State.ACCEPTED)

    def asked(self):
        """What settled meetings asked: that of a draft is asked of nobody yet."""
        return self.filter(decision__meeting__settled_at__isnull=False)

    def waiting(self):
        """What waits for its division's answer."""
        return self.asked().filter(state=FollowUp.State.OPEN)

    def overdue(self, on: date):
        """What waits for its division's answer after its day (`is_overdue`)."""
        return self.asked().filter(self._is_overdue(on))

    @staticmethod
    def _is_overdue(on: date) -> Q:
        return Q(state=FollowUp.State.OPEN, due__lt=on)

    def of_measure(self, measure):
        return self.filter(decision__report__measure=measure)

    def asked_of(self, division_ids):
        return self.filter(division__in=division_ids)

    def counted(self, day: date):
        """Each with how many these are in all (`total`), how many of them are overdue on a day
        (`late`), and how many answered."""
        wanted = {"late": self._is_overdue(day), "answered": Q(state=FollowUp.State.ANSWERED)}
        counts = {name: Window(Count("pk", filter=each)) for name, each in wanted.items()}
        return self.annotate(total=Window(Count("pk")), **counts)

    def with_last_words(self):
        """Each with the newest answer or question of its thread (`last_words`)."""
        spoken = FollowUpEntry.objects.filter(follow_up=OuterRef("pk")).exclude(text="")
        newest = spoken.order_by("-pk")
        return self.annotate(
            **{f"last_{name}": Subquery(newest.values(name)[:1]) for name in LastWords._fields}
        )

    def with_report(self):
        """Follow-ups with decision, report, measure and its divisions; 2 queries."""
        divisions = divisions_of_measures(f"{ITS_REPORT}__measure__")
        return self.with_report_alone().prefetch_related(divisions)

    def with_report_alone(self):
        """The same for who reads them all, and so asks for no divisions."""
        rows = self.select_related(
            "division", "decision__meeting__year", f"{ITS_REPORT}__year", f"{ITS_REPORT}__measure"
        )
        return rows.with_names()

    def with_names(self):
        """Each with `names_from` of its report's year, for `reading.reports.reports_of`."""
        return self.annotate(names_from=names_from(f"{ITS_REPORT}__year"))


class FollowUp(models.Model):
    """指摘事項と対応: what a decision asks of a division, until it is accepted."""

    class State(models.TextChoices):
        OPEN = "open", "対応待ち"
        ANSWERED = "answered", "回答済み"
        ACCEPTED = "accepted", "完了"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="follow_ups")
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="follow_ups", verbose_name="所管課"
    )
    what = models.TextField("指摘事項", max_length=1000)
    due = models.DateField("期限")
    state = models.CharField(
        "状態", max_length=8, choices=State, default=State.OPEN, editable=False
    )
    version = models.PositiveIntegerField("版", default=0, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指摘事項"
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return f"{self.decision.report.measure} {self.what[:20]}"

    def get_absolute_url(self) -> str:
        return reverse("progress:follow_up_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state != self.State.ACCEPTED

    def is_overdue(self, on: date) -> bool:
        """Whether it waits for its division's answer after its day: work of the secretariat,
        which asks again or moves the day."""
        return self.state == self.State.OPEN and self.due < on

    def was_done(
        self, verb: str, by: User, *, version: int, text: str = "", reason: str = "", **told
    ) -> bool:
        """Whether the newest step is this person's same one on this version; 1 or 2 queries."""
        last = self.entries.order_by("-pk").first()
        if last is None or (last.verb, last.by_id) != (verb, by.pk):
            return False
        if last.reason and last.reason != reason.strip():
            return False
        if verb == FollowUpEntry.Verb.CHANGE:
            return FollowUp.objects.filter(pk=self.pk, version=version + 1, **told).exists()
        return last.text == text and self._is_at(version + 1)

    def _is_at(self, version: int) -> bool:
        return FollowUp.objects.filter(pk=self.pk, version=version).exists()

    @property
    def last_words(self) -> LastWords | None:
        """The newest answer or question; of rows that were fetched `with_last_words`."""
        words = LastWords(*(getattr(self, f"last_{name}") for name in LastWords._fields))
        return words if words.text else None


class FollowUpEntry(models.Model):
    """One answer or question in a follow-up's thread."""

    class Verb(models.TextChoices):
        ANSWER = "answer", "回答"
        ASK_AGAIN = "ask_again", "再度の依頼"
        ACCEPT = "accept", "完了の確認"
        CHANGE = "change", "内容・期限の変更"

    follow_up = models.ForeignKey(FollowUp, models.PROTECT, related_name="entries")
    verb = models.CharField("操作", max_length=10, choices=Verb)
    text = models.TextField("内容", max_length=1000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="書いた人")
    on_behalf = models.BooleanField("代行", default=False)
    reason = models.TextField("理由", max_length=1000, blank=True)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = verbose_name_plural = "指摘事項の経過"
        ordering = ["follow_up", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb="accept") | ~Q(text=""),
                name="follow_up_entry_has_text",
                violation_error_message="回答や依頼の内容を入力してください。",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | (Q(on_behalf=False) & ~Q(verb="change")),
                name="follow_up_entry_has_reason",
                violation_error_message="代行と、内容・期限の変更には、理由が必要です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up} {self.get_verb_display()}"
