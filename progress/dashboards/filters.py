"""The filters of the list of measures, by GET."""

from collections.abc import Iterable, Mapping

from django import forms

from measures.naming import MEETING
from progress.judging.shares import WAITING, is_left_out
from progress.judging.turns import BACK, BETTER, COMPARED, LEFT, WORSE
from progress.models import ProgressReport
from progress.reading.before import Before
from progress.reading.edition import PlanFrame
from progress.reading.kept import YearNow
from progress.reading.rows import MeasureRow
from progress.reading.words import UNREPORTED
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
# Of the words of progress together, by their standing: what the figures of the dashboard count.
TOGETHER = {
    "good": ("順調・完了など", lambda row: row.is_on_course),
    "waiting": ("確認前", lambda row: row.standing == WAITING),
    "possible": (
        "順調・完了などと確認前",
        lambda row: row.is_on_course or row.standing == WAITING,
    ),
    "counted": ("集計したもの", lambda row: row.counts),
    "judged": (
        "割合の母数に入るもの",
        lambda row: row.counts and not is_left_out(row.standing),
    ),
    "missing": ("未報告", lambda row: row.counted_word == UNREPORTED),
    "undecided": (
        "会議の決定がまだのもの",
        lambda row: row.counts and row.mark.whose != MEETING,
    ),
    "left_out": ("割合の母数から除くもの", lambda row: is_left_out(row.standing)),
}
# Beside the year before (judging.turns).
TURNS = [
    ("", "すべて"),
    (BETTER, "改善したもの"),
    (WORSE, "悪化したもの"),
    ("compared", "前年度と比べられるもの"),
    (LEFT, "母数から外れたもの"),
    (BACK, "母数に戻ったもの"),
]
EVERYTHING = ("", "すべて")
Rows = list[MeasureRow]
Choice = tuple[str, str]


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
    tag = forms.ChoiceField(label="ほかの計画での位置付け", required=False)
    change = forms.ChoiceField(label="前年度との比較", choices=TURNS, required=False)
    attention = forms.BooleanField(label="注意が必要な施策だけ", required=False)

    def __init__(self, data: Mapping, now: YearNow):
        """Of a year as it stands; the years before are read where the address `asks_of_before`."""
        super().__init__(data)
        self._before = now.before if self.asks_of_before(data) else Before()
        self.attention = now.attention if data.get("attention") else ()
        self.fields["policy"].label = now.read.frame.policy_label
        for name, choices in now.made(measure_choices).items():
            self.fields[name].choices = choices
        if not any(value for value, _ in self.fields["tag"].choices):
            del self.fields["tag"]

    @staticmethod
    def asks_of_before(data: Mapping) -> bool:
        """Whether a filter looks at the years before."""
        return bool(data.get("attention") or data.get("change"))

    def by_state(self, rows: Rows, state: str) -> Rows:
        states = GROUPS.get(state, (state,))
        return [each for each in rows if each.state in states]

    def by_progress(self, rows: Rows, word: str) -> Rows:
        if word in TOGETHER:
            _, holds = TOGETHER[word]
            return [each for each in rows if holds(each)]
        return [each for each in rows if each.progress == word]

    def by_policy(self, rows: Rows, pk: str) -> Rows:
        return [each for each in rows if str(each.policy.id) == pk]

    def by_division(self, rows: Rows, name: str) -> Rows:
        return [each for each in rows if name in each.divisions]

    def by_tag(self, rows: Rows, tag: str) -> Rows:
        return [each for each in rows if tag in map(str, each.tags)]

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

    def by_change(self, rows: Rows, turn: str) -> Rows:
        """Those that turned so since the year before."""
        wanted = COMPARED if turn == "compared" else (turn,)
        return [each for each in rows if self._before.turn_of(each) in wanted]

    def by_attention(self, rows: Rows, _: bool) -> Rows:
        """Those that a council must see, in the order of the dashboard."""
        wanted = {each.report_id for each in rows}
        return [each.row for each in self.attention if each.row.report_id in wanted]


def measure_choices(now: YearNow) -> dict[str, list[Choice]]:
    """The choices of `MeasureFilter` that hang on the year's rows, by its field."""
    rows = now.rows
    used = {row.mark.progress for row in rows if row.mark.progress}
    words = [each.word for each in sorted(used, key=lambda each: each.order)]
    divisions = dict.fromkeys(name for row in rows for name in row.divisions)
    policies = {str(row.policy.id): row.policy.name for row in rows}
    tags = [str(each) for each in sorted({each for row in rows for each in row.tags})]
    groups = [(name, label) for name, (label, _) in TOGETHER.items()]
    return {
        "progress": [EVERYTHING, *groups, *zip(words, words, strict=True)],
        "division": [EVERYTHING, *zip(divisions, divisions, strict=True)],
        "policy": [EVERYTHING, *policies.items()],
        "tag": [EVERYTHING, *zip(tags, tags, strict=True)],
    }


def line_choices(lines: Iterable) -> dict[str, list[Choice]]:
    """The choices of `LinesFilter`, by its field, of all lines that each have the `row` of a
    measure."""
    policies = {str(each.row.policy.id): each.row.policy.title for each in lines}
    divisions = dict.fromkeys(name for each in lines for name in each.row.divisions)
    return {
        "policy": [EVERYTHING, *policies.items()],
        "division": [EVERYTHING, *zip(divisions, divisions, strict=True)],
    }


class LinesFilter(ListForm):
    """By policy and by division, of lines that each have the `row` of a measure; `choices` are
    those of its fields that hang on the lines, which are kept with them (`line_choices`)."""

    policy = forms.ChoiceField(required=False)
    division = forms.ChoiceField(label="所管課", required=False)

    def __init__(
        self, data: Mapping[str, str], choices: Mapping[str, list[Choice]], frame: PlanFrame
    ):
        super().__init__(data)
        self.fields["policy"].label = frame.policy_label
        for name, own in choices.items():
            self.fields[name].choices = own

    def by_policy(self, lines: list, pk: str) -> list:
        return [each for each in lines if str(each.row.policy.id) == pk]

    def by_division(self, lines: list, name: str) -> list:
        return [each for each in lines if name in each.row.divisions]
