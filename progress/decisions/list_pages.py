"""会議の決定 of a year, one line each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django import forms
from django.db.models import Prefetch
from django.utils import timezone

from progress.models import Decision, FollowUp, ReviewYear
from progress.models.years import names_from
from progress.reading.decisions import ShownDecision, shown_decisions
from progress.reading.edition import MeasureName, Word
from progress.reading.kept import MOST_ROWS, MOST_YEARS, said
from progress.reading.reports import measures_of, reports_of
from sakado_dx.addresses import reverse
from sakado_dx.fiscal import format_date
from sakado_dx.lists import Column, ListForm
from sakado_dx.records.kept import KeptWhile


@dataclass(frozen=True)
class DecisionLine:
    """What a meeting decided on a measure, as the year names it; `requests` is what it asked of
    divisions, one a line, each with its state."""

    meeting_id: int
    meeting: str
    meeting_url: str
    held_on: date
    measure: str
    measure_url: str
    judgement: Word | None
    outlook: Word | None
    opinion: str
    manner: str
    requests: str


_kept: KeptWhile[list[DecisionLine]] = KeptWhile(MOST_YEARS, room=MOST_ROWS, size=len)


def decisions_of(year: ReviewYear) -> list[DecisionLine]:
    """The same as `decided_in`, as it was kept where nothing has changed since."""
    return _kept.of((timezone.localdate(), said(year)), partial(decided_in, year))


def forget() -> None:
    """Keep nothing of any year."""
    _kept.forget()


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
    return [_line(each, measures[each.report_id]) for each in shown_decisions(rows)]


def _line(decision: ShownDecision, measure: MeasureName) -> DecisionLine:
    meeting = decision.meeting
    return DecisionLine(
        meeting_id=meeting.pk,
        meeting=meeting.kind,
        meeting_url=meeting.get_absolute_url(),
        held_on=meeting.held_on,
        measure=measure.title,
        # The measure's page in the year of the meeting.
        measure_url=reverse("progress:measure_year", args=[meeting.year_id, measure.id]),
        judgement=decision.judgement,
        outlook=decision.outlook,
        opinion=decision.opinion,
        manner=decision.manner,
        requests="\n".join(map(_request, decision.follow_ups)),
    )


def _request(each: FollowUp) -> str:
    told = f"期限{format_date(each.due)}、{each.get_state_display()}"
    return f"{each.division}：{each.what}（{told}）"


COLUMNS = (
    Column(
        "会議",
        lambda each: each.meeting,
        url=lambda each: each.meeting_url,
    ),
    Column(
        "開催日",
        lambda each: format_date(each.held_on),
        "held_on",
        order=lambda each: each.held_on,
    ),
    Column(
        "施策",
        lambda each: each.measure,
        "measure",
        url=lambda each: each.measure_url,
    ),
    Column(
        "判定",
        lambda each: _word(each.judgement),
        "judgement",
        order=lambda each: _place(each.judgement),
    ),
    Column(
        "今後の方針",
        lambda each: _word(each.outlook),
        "outlook",
        order=lambda each: _place(each.outlook),
    ),
    Column("意見", lambda each: each.opinion),
    Column("決め方", lambda each: each.manner),
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
        meetings = {each.meeting_id: each for each in lines}
        told = (
            (pk, f"{each.meeting} {format_date(each.held_on)}") for pk, each in meetings.items()
        )
        self.fields["meeting"].choices = [("", "すべて"), *told]

    def by_meeting(self, lines: list[DecisionLine], pk: str) -> list[DecisionLine]:
        return [each for each in lines if str(each.meeting_id) == pk]


def crumbs(year: ReviewYear, title: str) -> list:
    return [("会議", reverse("progress:meeting_list", args=[year.pk])), (title, None)]
