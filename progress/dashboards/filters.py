"""The filters of the list of measures, by GET."""

from collections.abc import Mapping, Sequence

from django import forms

from measures.words import is_on_course
from progress.judging.shares import WAITING, is_left_out
from progress.models import ProgressReport
from progress.reading.attention import Attention
from progress.reading.edition import PlanFrame
from progress.reading.rows import MeasureRow
from sakado_dx.lists import ListForm

State = ProgressReport.State
STATES = [
    ("", "すべて"),
    ("handed_in", "提出済みと確認済み"),
    ("unsubmitted", "未提出（未入力・下書き・差戻し）"),
    *State.choices,
]
GROUPS = {
    "handed_in": ProgressReport.HANDED_IN_STATES,
    "unsubmitted": ProgressReport.EDITABLE_STATES,
}
Rows = list[MeasureRow]


class MeasureFilter(ListForm):
    """Each field narrows the list; its choices are what the rows themselves hold."""

    state = forms.ChoiceField(label="報告の状態", choices=STATES, required=False)
    progress = forms.ChoiceField(label="進捗", required=False)
    policy = forms.ChoiceField(required=False)
    division = forms.ChoiceField(label="所管課", required=False)
    indicator = forms.ChoiceField(
        label="成果指標",
        choices=[("", "すべて"), ("met", "達成"), ("missed", "未達成")],
        required=False,
    )
    attention = forms.BooleanField(label="注意が必要な施策だけ", required=False)

    def __init__(
        self,
        data: Mapping,
        rows: Sequence[MeasureRow],
        *,
        frame: PlanFrame,
        attention: Sequence[Attention] = (),
    ):
        super().__init__(data)
        self._attention = attention
        everything = [("", "すべて")]
        self.fields["policy"].label = frame.policy_label
        used = {row.mark.progress for row in rows if row.mark.progress}
        words = [each.word for each in sorted(used, key=lambda each: each.order)]
        divisions = dict.fromkeys(name for row in rows for name in row.divisions)
        policies = {str(row.policy.id): row.policy.name for row in rows}
        self.fields["progress"].choices = [
            *everything,
            ("good", "順調・完了など"),
            ("waiting", "確認前"),
            ("left_out", "割合の母数から除くもの"),
            *zip(words, words, strict=True),
        ]
        self.fields["division"].choices = [*everything, *zip(divisions, divisions, strict=True)]
        self.fields["policy"].choices = [*everything, *policies.items()]

    def by_state(self, rows: Rows, state: str) -> Rows:
        states = GROUPS.get(state, (state,))
        return [each for each in rows if each.state in states]

    def by_progress(self, rows: Rows, word: str) -> Rows:
        if word == "good":
            return [each for each in rows if is_on_course(each.meaning)]
        if word == "waiting":
            return [each for each in rows if each.standing == WAITING]
        if word == "left_out":
            return [each for each in rows if is_left_out(each.standing)]
        return [each for each in rows if each.progress == word]

    def by_policy(self, rows: Rows, pk: str) -> Rows:
        return [each for each in rows if str(each.policy.id) == pk]

    def by_division(self, rows: Rows, name: str) -> Rows:
        return [each for each in rows if name in each.divisions]

    def by_indicator(self, rows: Rows, outcome: str) -> Rows:
        """Those of which an indicator that counts is met, or missed."""
        is_met = outcome == "met"
        return [
            row
            for row in rows
            if row.counts
            and any(
                each.is_entered_here and each.judgement.met is is_met for each in row.indicators
            )
        ]

    def by_attention(self, rows: Rows, _: bool) -> Rows:
        """Those that a council must see, in the order of the dashboard."""
        wanted = {each.report_id for each in rows}
        return [each.row for each in self._attention if each.row.report_id in wanted]
