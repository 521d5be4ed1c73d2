"""指摘事項と対応 as a list, at first of what is not finished."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms

from progress.follow_ups.pages import FollowUpLine
from progress.models import FollowUp, ReviewYear
from sakado_dx.addresses import reverse
from sakado_dx.fiscal import format_date
from sakado_dx.lists import Column, ListForm

State = FollowUp.State


def _measure_url(line: FollowUpLine) -> str:
    year = line.follow_up.decision.report.year_id
    return reverse("progress:measure_year", args=[year, line.measure.id])


def _due(line: FollowUpLine) -> str:
    """With the days that are left, as long as an answer is waited for."""
    return line.due if line.follow_up.state == State.OPEN else format_date(line.follow_up.due)


COLUMNS = (
    Column(
        "指摘事項",
        lambda each: each.follow_up.what,
        url=lambda each: each.follow_up.get_absolute_url(),
    ),
    Column(
        "会議",
        lambda each: str(each.follow_up.decision.meeting),
        "meeting",
        order=lambda each: each.follow_up.decision.meeting.held_on,
    ),
    Column("施策", lambda each: str(each.measure), "measure", url=_measure_url),
    Column("回答する課", lambda each: each.follow_up.division.name, "division", css="column--name"),
    Column("期限", _due, "due", order=lambda each: each.follow_up.due),
    Column(
        "状態",
        lambda each: each.follow_up.get_state_display(),
        "state",
        order=lambda each: State.values.index(each.follow_up.state),
        template="progress/follow_ups/_state_cell.html",
        css="nowrap",
    ),
)


class FollowUpFilter(ListForm):
    """By state and by the year of the report."""

    OPEN, LATE = "unfinished", "overdue"
    at_first = {"state": OPEN}

    state = forms.ChoiceField(
        label="状態",
        choices=[(OPEN, "未完了"), (LATE, "期限超過"), *State.choices, ("", "すべて")],
        required=False,
    )
    year = forms.ChoiceField(label="年度", required=False)

    def __init__(self, data: Mapping[str, str], *, years: Sequence[ReviewYear], today: date):
        super().__init__(data)
        self.today = today
        self.fields["year"].choices = [("", "すべて"), *((y.pk, y.label) for y in years)]

    def by_state(self, lines: list[FollowUpLine], state: str) -> list[FollowUpLine]:
        return [each for each in lines if self._is_in(each.follow_up, state)]

    def _is_in(self, follow_up: FollowUp, state: str) -> bool:
        if state == self.LATE:
            return follow_up.is_overdue(self.today)
        return follow_up.is_open if state == self.OPEN else follow_up.state == state

    def by_year(self, lines: list[FollowUpLine], year: str) -> list[FollowUpLine]:
        return [each for each in lines if str(each.follow_up.decision.report.year_id) == year]
