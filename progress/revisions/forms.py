"""What is filled in of a 計画の見直し as a whole."""

from django import forms

from progress.form_fields import DATE_HINT, UploadField
from progress.models import PlanRevision
from progress.plan_document.loading.opening import SUFFIXES
from sakado_dx.forms import PortalModelForm, portal_field

KIND_HELP = (
    "改定は、経過（庁内照会から市長決裁まで）をすべて記録するか、省略の理由を書いて決定します。"
    "軽微な変更は市長決裁だけ、誤記訂正は文書番号だけで決定できます。"
)


class RevisionForm(PortalModelForm):
    """Title, kind, day and purpose of a revision."""

    class Meta:
        model = PlanRevision
        fields = ("title", "kind", "effective_on", "reason", "document_number")
        formfield_callback = portal_field
        widgets = {"kind": forms.RadioSelect, "reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": "例：第1次改定（令和9年度）",
            "kind": KIND_HELP,
            "effective_on": f"決定するまでに入力します。{DATE_HINT}",
            "document_number": "誤記訂正のときは、決定するまでに入力します。",
        }


class NewRevisionForm(RevisionForm):
    """The same for a new one, which a changed document may fill."""

    class Meta(RevisionForm.Meta):
        fields = ("title", "kind", "effective_on", "reason")

    document = UploadField(
        label="変更後の計画の文書（任意）",
        required=False,
        accept=",".join(SUFFIXES),
        help_text=(
            "計画のブック（.xlsx）か JSON（.json）。施行中の計画との違いが、案の内容になります。"
            "文書にないものは一覧に示すだけで、終わりにはしません。"
        ),
    )

    def clean_document(self):
        file = self.cleaned_data["document"]
        if file and not file.name.lower().endswith(SUFFIXES):
            raise forms.ValidationError("拡張子が .xlsx か .json の文書を選んでください。")
        return file
