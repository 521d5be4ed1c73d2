"""The forms of import and export pages. The file's kind is found, never asked."""

from django import forms
from import_export.forms import ImportExportFormBase

from sakado_dx.spreadsheets import guard
from sakado_dx.spreadsheets.faults import Refused

Choices = list[tuple[str, str]]


def _one_of(choices: Choices, label: str) -> forms.ChoiceField:
    """A choice; hidden where there is only one."""
    widget = forms.Select() if len(choices) > 1 else forms.HiddenInput()
    initial = choices[0][0] if choices else None
    return forms.ChoiceField(label=label, choices=choices, initial=initial, widget=widget)


class SheetImportForm(forms.Form):
    """Which file, into which list of which plan."""

    def __init__(self, scopes: Choices, scope_label: str, lists: Choices, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scope"] = _one_of(scopes, scope_label)
        self.fields["list"] = _one_of(lists, "取り込む一覧")
        self.fields["import_file"] = forms.FileField(
            label="ファイル",
            help_text="Excel ブック（.xlsx）か CSV（.csv）、10MBまで。",
            error_messages={"required": "ファイルを選んでください。"},
        )
        self.fields["import_file"].widget.attrs["accept"] = ".xlsx,.csv"

    def clean_import_file(self):
        """Too big a file is refused before it is read into memory."""
        file = self.cleaned_data["import_file"]
        try:
            guard.check_size(file.size)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return file


class SheetChoiceForm(forms.Form):
    """Which sheet of the file that is already here."""

    ticket = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, names: list[str], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheet"] = forms.ChoiceField(
            label="シート",
            choices=[(name, name) for name in names],
            widget=forms.RadioSelect,
            error_messages={"required": "シートを選んでください。"},
        )


class SheetConfirmForm(forms.Form):
    """Yes to the differences that were shown, and why."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="取り込む理由",
        max_length=300,
        help_text="操作の記録に残ります。例：令和7年度実績の一括登録",
        error_messages={"required": "取り込む理由を入力してください。"},
    )


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
