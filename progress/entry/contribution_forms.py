"""What note writers fill in, and whom the secretariat asks for a part."""

from django import forms

from sakado_dx.form_fields import JapaneseDateField, RowsField
from sakado_dx.forms import PortalForm
from sakado_dx.organization.models import Division


class NoteForm(PortalForm):
    """A 経過メモ."""

    prefix = "note"

    noted_on = JapaneseDateField(label="日付", help_text="例：令和8年6月1日、R8.6.1")
    text = forms.CharField(
        label="メモ",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "メモを入力してください。"},
    )


class ContributorsForm(PortalForm):
    """Which divisions the secretariat asks for a part."""

    divisions = RowsField(
        Division.objects.none(),
        label="関係課",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--row"}),
    )

    def __init__(self, data=None, *, choices, chosen=()):
        super().__init__(data, initial={"divisions": list(chosen)})
        self.fields["divisions"].queryset = choices
