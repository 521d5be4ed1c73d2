"""The form of export pages."""

from django import forms
from import_export.forms import ImportExportFormBase

Choices = list[tuple[str, str]]


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
