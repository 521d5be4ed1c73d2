"""新規施策の提案 as it is filled in, and what the secretariat says of it."""

from collections.abc import Sequence

from django import forms

from measures.models import Direction
from progress.entry.forms import AmountField
from progress.form_fields import reason_field
from progress.models import Budget, NewMeasureProposal
from sakado_dx.forms import PortalForm
from sakado_dx.organization.models import Division


class NewMeasureForm(PortalForm):
    """What a division wants the plan to begin."""

    field_order = (
        "division", "behalf_reason", "direction", "name", "work", "goal", "reason", "budget",
        "budget_amount",
    )  # fmt: skip

    name = forms.CharField(
        label="施策名", max_length=200, error_messages={"required": "施策名を入力してください。"}
    )
    work = reason_field("取組の内容", max_length=2000)
    goal = forms.CharField(
        label="目標の案",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="何を、いつまでに、どれだけ。例：令和9年度までに手続10件をオンライン化",
    )
    reason = reason_field("提案する理由")
    budget = forms.ChoiceField(
        label="予算への影響",
        choices=Budget.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
    )
    budget_amount = AmountField(label="影響額（千円）")

    def __init__(
        self,
        data=None,
        *,
        directions: Sequence[Direction],
        divisions: Sequence[Division] = (),
        own: Sequence[int] = (),
        row: NewMeasureProposal | None = None,
    ):
        """`divisions` to choose from where the proposal is new; `own` are the writer's."""
        fields = NewMeasureProposal.FIELDS
        initial = {name: getattr(row, name) for name in fields} if row else {}
        if row:
            initial["direction"] = row.direction_id
        super().__init__(data, initial=initial)
        self.own = own
        by_pk = {str(each.pk): each for each in directions}
        named = [(pk, f"{each.policy.title}　{each.title}") for pk, each in by_pk.items()]
        self.fields["direction"] = forms.TypedChoiceField(
            label="施策の方向性",
            choices=[("", "（選んでください）"), *named],
            coerce=by_pk.__getitem__,
            empty_value=None,
            error_messages={"required": "計画のどの方向性に入るかを選んでください。"},
        )  # fmt: skip
        if row is None:
            self._add_division(divisions)
        if any(each.pk not in own for each in divisions) or (row and row.division_id not in own):
            self.fields["behalf_reason"] = reason_field("代行する理由", required=False)
            self.fields["behalf_reason"].help_text = "ほかの課に代わって提案するときに必要です。"
        self.order_fields(self.field_order)

    def _add_division(self, divisions: Sequence[Division]) -> None:
        by_pk = {str(each.pk): each for each in divisions}
        self.fields["division"] = forms.TypedChoiceField(
            label="提案する課",
            choices=[(pk, each.name) for pk, each in by_pk.items()],
            coerce=by_pk.__getitem__,
        )

    @property
    def told(self) -> dict:
        """The proposal's own fields, of a valid form."""
        return {name: self.cleaned_data[name] for name in NewMeasureProposal.FIELDS}


class HandlingForm(PortalForm):
    """事務局案 on a proposal."""

    prefix = "handle"
    proposed = forms.ChoiceField(
        label="事務局案",
        choices=NewMeasureProposal.Handling.choices,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        error_messages={"required": "採用か見送りを選んでください。"},
    )
    note = forms.CharField(
        label="考え方",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="見送るときは必要です。",
    )


class DropForm(PortalForm):
    """Why a proposal is taken back."""

    prefix = "drop"
    reason = reason_field("取り下げる理由")
