"""What a meeting decides on a 調書 or a proposed measure."""

from collections.abc import Sequence

from django import forms

from measures.models import Measure, PlanWord
from progress.form_fields import WordField, reason_field
from progress.models import MeasureReview, Meeting
from progress.reviews.measure_forms import measure_field
from sakado_dx.fiscal import format_date
from sakado_dx.forms import PortalForm


def meeting_field(meetings: Sequence[Meeting]) -> forms.TypedChoiceField:
    """One of the meetings whose result is not settled; cleans to the Meeting."""
    by_pk = {str(each.pk): each for each in meetings}
    named = [(pk, f"{each.kind}（{format_date(each.held_on)}）") for pk, each in by_pk.items()]
    return forms.TypedChoiceField(
        label="会議",
        choices=named,
        coerce=by_pk.__getitem__,
        empty_value=None,
        error_messages={"required": "会議を選んでください。"},
    )


def _opinion() -> forms.CharField:
    return forms.CharField(
        label="意見",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecideForm(PortalForm):
    """The outlook that a meeting decided for a measure; at first the secretariat's 案."""

    def __init__(
        self,
        data=None,
        *,
        row: MeasureReview,
        meetings: Sequence[Meeting],
        words: Sequence[PlanWord],
        measures: Sequence[Measure],
    ):
        initial = {
            "outlook": row.proposed_outlook or row.outlook,
            "into": row.proposed_into or row.merge_into,
        }
        super().__init__(data, initial=initial)
        self.fields["meeting"] = meeting_field(meetings)
        self.fields["outlook"] = WordField(list(words), label="今後の方針（会議の決定）")
        others = [each for each in measures if each.pk != row.measure_id]
        self.fields["into"] = measure_field("統合先の施策", others)
        self.fields["opinion"] = _opinion()


class DecideNewForm(PortalForm):
    """Whether a meeting adopts a proposed measure."""

    def __init__(self, data=None, *, meetings: Sequence[Meeting], proposed: str = ""):
        initial = {"is_adopted": {"adopt": "yes", "drop": "no"}.get(proposed)}
        super().__init__(data, initial=initial)
        self.fields["meeting"] = meeting_field(meetings)
        self.fields["is_adopted"] = forms.TypedChoiceField(
            label="会議の決定",
            choices=[("yes", "採用"), ("no", "見送り")],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect(attrs={"class": "choices--row"}),
            error_messages={"required": "採用か見送りを選んでください。"},
        )
        self.fields["opinion"] = _opinion()


class RestForm(PortalForm):
    """In which meeting all the rest is decided."""

    def __init__(self, data=None, *, meetings: Sequence[Meeting]):
        super().__init__(data)
        self.fields["meeting"] = meeting_field(meetings)


class DropDecisionForm(PortalForm):
    """Why a decision is taken back."""

    reason = reason_field("取り下げる理由")
