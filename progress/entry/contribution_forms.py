"""What contributing divisions, note writers and the secretariat fill in."""

from django import forms

from progress.form_fields import reason_field
from progress.models import Contribution
from progress.reading.edition import AskedIndicator
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm, PortalModelForm, portal_field
from sakado_dx.organization.models import Division


class ContributionForm(PortalModelForm):
    """A division's part of a report."""

    class Meta:
        model = Contribution
        fields = ("text", "share", "has_nothing")
        formfield_callback = portal_field
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"text": "この課が、この年度に行ったことを書いてください。"}

    def __init__(
        self,
        data=None,
        *,
        contribution: Contribution,
        indicator: AskedIndicator | None = None,
        on_behalf: bool = False,
    ):
        super().__init__(data, instance=contribution)
        if indicator is None and contribution.share is None:
            del self.fields["share"]
        else:
            self._name_share(indicator)
        if on_behalf:
            self.fields["reason"] = reason_field("代行して入力する理由")

    def _name_share(self, indicator: AskedIndicator | None) -> None:
        unit = f"、{indicator.facts.unit}" if indicator and indicator.facts.unit else ""
        self.fields["share"].label = f"数値の内訳（この課の分{unit}）"
        if indicator:
            self.fields[
                "share"
            ].help_text = f"「{indicator.facts.name}」の実績値のうち、この課の分です（任意）。"


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

    divisions = forms.ModelMultipleChoiceField(
        Division.objects.none(),
        label="関係課",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--row"}),
    )

    def __init__(self, data=None, *, choices, chosen=()):
        super().__init__(data, initial={"divisions": list(chosen)})
        self.fields["divisions"].queryset = choices
