"""What is filled in for the steps of a revision, up to its decision."""

from django import forms

from progress.form_fields import DATE_HINT, reason_field
from progress.models import PlanChange, RevisionStep
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm, PortalModelForm, portal_field


class StepForm(PortalModelForm):
    """A step of the 経過: done on a day, or left out with a reason."""

    class Meta:
        model = RevisionStep
        fields = (
            "kind", "is_left_out", "on", "until", "opinions", "results_on", "reason", "note",
        )  # fmt: skip
        formfield_callback = portal_field
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {"is_left_out": "この手続を省略する"}
        help_texts = {
            "on": f"期間のあるものは、その初日。{DATE_HINT}",
            "until": "パブリックコメントなど、期間のあるものだけ入力します。",
            "opinions": "パブリックコメントのときに入力します。",
            "reason": "省略するときに入力します。",
        }


class ShareForm(PortalForm):
    shared_on = JapaneseDateField(
        label="庁内照会の開始日",
        required=False,
        help_text=f"この日から、各課の職員が案を読めます。空欄にすると、照会をやめます。{DATE_HINT}",
    )


class DecideForm(PortalForm):
    decided_on = JapaneseDateField(label="決定日", help_text=DATE_HINT)


class WithdrawForm(PortalForm):
    reason = reason_field("取り下げる理由")


class LineForm(PortalModelForm):
    """Why a line changes, and its own day."""

    class Meta:
        model = PlanChange
        fields = ("reason", "effective_on")
        formfield_callback = portal_field
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "reason": "新旧対照表の「改定の理由」に載ります。",
            "effective_on": f"この行だけ施行日が違うときに入力します。{DATE_HINT}",
        }
