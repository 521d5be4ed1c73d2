"""会議の決定 of a year, one line each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.db.models import Prefetch

from progress.models import Decision, FollowUp, ReviewYear
from progress.models.years import names_from
from progress.reading.decisions import ShownDecision, shown_decisions
from progress.reading.edition import MeasureName
from progress.reading.reports import measures_of, reports_of
from sakado_dx.addresses import reverse
from sakado_dx.fiscal import format_date
from sakado_dx.lists import Column, ListForm


@dataclass(frozen=True)
class DecisionLine:
    """What a meeting decided on a measure, as the year names it."""

    decision: ShownDecision
    measure: MeasureName

    @property
    def measure_url(self) -> str:
        """The measure's page in the year of the meeting."""
        year = self.decision.meeting.year_id
        return reverse("progress:measure_year", args=[year, self.measure.id])

    @property
    def requests(self) -> str:
        """What it asked of divisions, one a line, each with its state."""
        return "\n".join(
            f"{each.division}：{each.what}（期限{format_date(each.due)}、{each.get_state_display()}）"
            for each in self.decision.follow_ups
        )


def decided_in(year: ReviewYear) -> list[DecisionLine]:
    """The decisions of settled meetings, for who reads meetings, by meeting, then in the plan's
    order; 2 queries, 4 where the year is closed."""
    asked = FollowUp.objects.select_related("division").order_by("due", "pk")
    rows = Decision.objects.settled().filter(report__year=year).with_words()
    rows = rows.select_related(
        "meeting__year", "report__measure", "report__year", "judgement", "outlook"
    )
    rows = rows.annotate(names_from=names_from("report__year"))
    rows = rows.prefetch_related(Prefetch("follow_ups", asked, to_attr="asked"))
    rows = list(rows.order_by("meeting__held_on", "meeting", "report__measure__order", "pk"))
    measures = measures_of(reports_of(rows))
    return [DecisionLine(each, measures[each.report_id]) for each in shown_decisions(rows)]


COLUMNS = (
    Column(
        "会議",
        lambda each: each.decision.meeting.kind,
        url=lambda each: each.decision.meeting.get_absolute_url(),
    ),
    Column(
        "開催日",
        lambda each: format_date(each.decision.meeting.held_on),
        "held_on",
        order=lambda each: each.decision.meeting.held_on,
    ),
    Column(
        "施策",
        lambda each: each.measure.title,
        "measure",
        url=lambda each: each.measure_url,
    ),
    Column(
        "判定",
        lambda each: _word(each.decision.judgement),
        "judgement",
        order=lambda each: _place(each.decision.judgement),
    ),
    Column(
        "今後の方針",
        lambda each: _word(each.decision.outlook),
        "outlook",
        order=lambda each: _place(each.decision.outlook),
    ),
    Column("意見", lambda each: each.decision.opinion),
    Column("決め方", lambda each: each.decision.manner),
    Column("指摘事項", lambda each: each.requests),
)


def _word(word) -> str:
    return word.word if word else "（なし）"


def _place(word) -> int | None:
    return word.order if word else None


class DecisionFilter(ListForm):
    """By meeting."""

    meeting = forms.ChoiceField(label="会議", required=False)

    def __init__(self, data: Mapping[str, str], lines: Sequence[DecisionLine]):
        super().__init__(data)
        meetings = {each.decision.meeting.pk: each.decision.meeting for each in lines}
        told = ((pk, f"{each.kind} {format_date(each.held_on)}") for pk, each in meetings.items())
        self.fields["meeting"].choices = [("", "すべて"), *told]

    def by_meeting(self, lines: list[DecisionLine], pk: str) -> list[DecisionLine]:
        return [each for each in lines if str(each.decision.meeting.pk) == pk]


def crumbs(year: ReviewYear, title: str) -> list:
    return [("会議", reverse("progress:meeting_list", args=[year.pk])), (title, None)]
