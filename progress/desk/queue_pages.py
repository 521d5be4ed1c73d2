"""The reports on the secretariat's desk as a list."""

from collections.abc import Mapping, Sequence

from django import forms

from progress.desk.pages import DivisionCount, QueueRow
from progress.models import ProgressReport
from progress.models.shown_states import WORDS
from sakado_dx.addresses import reverse
from sakado_dx.clock import format_date_and_clock
from sakado_dx.lists import Column, ListForm


def _last(row: QueueRow) -> str:
    """``提出（課の人、令和8年5月20日 9時05分）``."""
    last = row.last
    if last is None:
        return "まだありません"
    return f"{last.get_verb_display()}（{last.by}、{format_date_and_clock(last.at)}）"


COLUMNS = (
    Column(
        "施策",
        lambda each: each.title,
        url=lambda each: reverse("progress:report_review", args=[each.report.pk]),
    ),
    Column("主管課", lambda each: each.lead or "（なし）", "division", css="column--name"),
    Column(
        "状態",
        lambda each: WORDS[each.report.shown_state],
        "state",
        order=lambda each: list(WORDS).index(each.report.shown_state),
        state=lambda each: each.report.shown_state,
    ),
    Column("最後の操作", _last, "at", order=lambda each: each.last and each.last.at),
)


class QueueFilter(ListForm):
    """By state, by lead division, and by figures that are still being compiled."""

    state = forms.ChoiceField(
        label="状態", choices=[("", "すべて"), *ProgressReport.State.choices], required=False
    )
    division = forms.ChoiceField(label="主管課", required=False)
    figures = forms.ChoiceField(label="実績", required=False)

    def __init__(self, data: Mapping[str, str], divisions: Sequence[DivisionCount], compiling: str):
        """`compiling` is the plan's word for such a figure."""
        super().__init__(data)
        being = ("compiling", f"{compiling}を含むもの")
        self.fields["figures"].choices = [("", "すべて"), being]
        named = ((each.division_id, each.name) for each in divisions)
        self.fields["division"].choices = [("", "すべて"), *named]

    def by_state(self, rows: list[QueueRow], state: str) -> list[QueueRow]:
        return [each for each in rows if each.report.state == state]

    def by_division(self, rows: list[QueueRow], division: str) -> list[QueueRow]:
        return [each for each in rows if str(each.lead_id) == division]

    def by_figures(self, rows: list[QueueRow], _: str) -> list[QueueRow]:
        return [each for each in rows if each.report.is_compiling]
