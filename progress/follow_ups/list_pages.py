"""指摘事項と対応 as a list, at first of what is not finished."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.db.models import QuerySet

from progress.follow_ups.pages import FollowUpLine, readable_follow_ups
from progress.models import FollowUp, ReviewYear
from progress.models.follow_ups import ITS_REPORT
from progress.rights import lookups
from sakado_dx.addresses import reverse
from sakado_dx.fiscal import format_date
from sakado_dx.lists import Column, ListForm
from sakado_dx.organization.access import Standing

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

    def narrowed(self, rows: "Readable") -> list[FollowUpLine]:
        """State and year are asked of the database: most of what was ever asked is done with."""
        chosen = self.chosen
        found = rows.rows
        for name, by in (("state", self.by_state), ("year", self.by_year)):
            found = by(found, chosen[name]) if name in chosen else found
        lines = rows.lines(found)
        return self.by_q(lines, chosen["q"]) if "q" in chosen else lines

    def by_state(self, rows: QuerySet[FollowUp], state: str) -> QuerySet[FollowUp]:
        if state == self.LATE:
            return rows.overdue(self.today)
        return rows.open() if state == self.OPEN else rows.filter(state=state)

    def by_year(self, rows: QuerySet[FollowUp], year: str) -> QuerySet[FollowUp]:
        return rows.filter(**{f"{ITS_REPORT}__year": year})


class Readable:
    """What meetings asked, as far as a person may read it: counted, and made into lines as far as
    the list shows it."""

    def __init__(self, standing: Standing):
        self.standing = standing
        readable = lookups.follow_ups_readable_by(standing)
        self.rows = FollowUp.objects.asked().filter(readable)

    def __len__(self) -> int:
        return self.rows.count()

    def lines(self, rows: QuerySet[FollowUp]) -> list[FollowUpLine]:
        return readable_follow_ups(self.standing, rows)
