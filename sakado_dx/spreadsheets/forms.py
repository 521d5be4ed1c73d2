"""The field by which a file comes in, and the form of export pages."""

from django import forms
from import_export.forms import ImportExportFormBase

from sakado_dx.spreadsheets import guard
from sakado_dx.spreadsheets.faults import Refused

Choices = list[tuple[str, str]]


class SheetFileField(forms.FileField):
    """A file of rows. Too big a one, or an empty one, is refused before it is read into memory."""

    def __init__(self, *, label: str, accept: str, help_text: str):
        super().__init__(
            label=label,
            allow_empty_file=True,  # `check_size` says what is wrong with an empty one
            widget=forms.FileInput(attrs={"accept": accept}),
            help_text=help_text,
            error_messages={"required": "ファイルを選んでください。"},
        )

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        try:
            guard.check_size(file.size)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return file


def _one_of(choices: Choices, label: str) -> forms.ChoiceField:
    """A choice; hidden where there is only one."""
    widget = forms.Select() if len(choices) > 1 else forms.HiddenInput()
    initial = choices[0][0] if choices else None
    return forms.ChoiceField(label=label, choices=choices, initial=initial, widget=widget)


class SheetExportForm(ImportExportFormBase):
    """Which list of which plan, in which format."""

    def __init__(self, formats, resources, *, scopes: Choices, scope_label: str, **kwargs):
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].choices = self.fields["format"].choices[1:]
        self.fields["format"].widget = forms.RadioSelect(choices=self.fields["format"].choices)
        self.fields["format"].label = "形式"
        self.fields["format"].initial = "0"
        self.fields["resource"].label = "一覧"
        self.fields["scope"] = _one_of(scopes, scope_label)
