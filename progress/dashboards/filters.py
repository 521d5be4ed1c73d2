"""The filters of the list of measures, by GET."""

from collections.abc import Callable, Mapping, Sequence

from django import forms

from measures.words import is_on_course
from progress.models import ProgressReport
from progress.reading.edition import PlanFrame
from progress.reading.rows import MeasureRow

State = ProgressReport.State
STATES = [
    ("", "すべて"),
    ("handed_in", "提出済みと確認済み"),
    ("unsubmitted", "未提出（未入力・下書き・差戻し）"),
    *State.choices,
]
TESTS: dict[str, Callable[[MeasureRow, str], bool]] = {
    "state": lambda row, value: row.state in _states(value),
    "progress": lambda row, value: (
        is_on_course(row.meaning) if value == "good" else row.progress == value
    ),
    "policy": lambda row, value: str(row.policy.id) == value,
    "division": lambda row, value: value in row.divisions,
    "indicator": lambda row, value: (
        any(
            each.is_entered_here and each.judgement.met is (value == "met")
            for each in row.indicators
        )
        and row.counts
    ),
    "attention": lambda row, value: bool(row.attention),
}


def _states(value: str) -> tuple[str, ...]:
    groups = {
        "handed_in": ProgressReport.HANDED_IN_STATES,
        "unsubmitted": ProgressReport.EDITABLE_STATES,
    }
    return groups.get(value, (value,))


class MeasureFilter(forms.Form):
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

    def __init__(self, data: Mapping, rows: Sequence[MeasureRow], *, frame: PlanFrame):
        super().__init__(data, label_suffix="")
        everything = [("", "すべて")]
        self.fields["policy"].label = frame.policy_label
        words = dict.fromkeys(row.progress for row in rows if row.progress)
        divisions = dict.fromkeys(name for row in rows for name in row.divisions)
        policies = {str(row.policy.id): row.policy.name for row in rows}
        self.fields["progress"].choices = [
            *everything,
            ("good", "順調・完了など"),
            *zip(words, words, strict=True),
        ]
        self.fields["division"].choices = [*everything, *zip(divisions, divisions, strict=True)]
        self.fields["policy"].choices = [*everything, *policies.items()]

    def applied_to(self, rows: Sequence[MeasureRow]) -> list[MeasureRow]:
        """The rows that pass each filter; a made-up value filters nothing."""
        self.full_clean()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return [
            row
            for row in rows
            if all(TESTS[name](row, str(value)) for name, value in chosen.items())
        ]
