"""The wording of letters, as the secretariat edits it, and from whom they come."""

from django import forms

from progress.letters.wording import Wording, faults_of
from progress.models import LetterHead, LetterTemplate
from sakado_dx.forms import PortalForm, PortalModelForm, portal_field


class HeadForm(PortalModelForm):
    class Meta:
        model = LetterHead
        fields = ["sender", "addressee", "contact"]
        formfield_callback = portal_field
        widgets = {"contact": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"addressee": {"required": "宛名を入力してください。"}}

    def clean_addressee(self) -> str:
        """{所属} alone may be inserted."""
        addressee = self.cleaned_data["addressee"]
        plain = addressee.replace("{所属}", "").replace("｛所属｝", "")
        if any(each in plain for each in "{}｛｝"):
            raise forms.ValidationError("宛名に差し込めるのは、{所属}だけです。")
        return addressee


class WordingForm(PortalForm):
    """件名, 本文 and 記 of a kind, on the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    subject = forms.CharField(
        label="件名",
        max_length=LetterTemplate._meta.get_field("subject").max_length,
        error_messages={"required": "件名を入力してください。"},
    )
    body = forms.CharField(
        label="本文",
        max_length=LetterTemplate._meta.get_field("body").max_length,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "本文を入力してください。"},
        help_text="段落の初めは、全角の空白にしてください。",
    )
    particulars = forms.CharField(
        label="記",
        max_length=LetterTemplate._meta.get_field("particulars").max_length,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="1行が1項目です。番号は自動で付きます。空白か「・」で始めた行は、前の行の続きです。",
    )

    def __init__(self, data=None, *, kind: str, **kwargs):
        self.kind = kind
        super().__init__(data, **kwargs)

    def clean(self) -> dict:
        """A field that cannot be inserted is refused beside the text in which it stands."""
        for name in ("subject", "body", "particulars"):
            for fault in faults_of(self.kind, self.cleaned_data.get(name, "")):
                self.add_error(name, fault)
        return self.cleaned_data

    @property
    def wording(self) -> Wording:
        data = self.cleaned_data
        return Wording(data["subject"], data["body"].rstrip(), data["particulars"].rstrip())
