"""Choosing a file that proves something of a report."""

from django import forms

from progress import attachments
from progress.form_fields import reason_field


class EvidenceForm(forms.Form):
    """A file; on behalf of another division also the reason."""

    use_required_attribute = False
    file = forms.FileField(
        label="証拠資料のファイル",
        allow_empty_file=True,  # says itself what is wrong, in the words of all files
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"}),
        help_text="PDF、Word（.docx）、Excel（.xlsx）、PNG、JPEG。一つ10MBまで。",
        error_messages={"required": "証拠資料のファイルを選んでください。"},
    )

    def __init__(self, data=None, uploads=None, *, on_behalf: bool):
        super().__init__(data, uploads, label_suffix="")
        if on_behalf:
            self.fields["reason"] = reason_field("代行して添付する理由")

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            attachments.check_size(upload.size)
        except attachments.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return upload
