"""What people give with a workbook: the file, and the yes to what it would change."""

from django import forms

from sakado_dx.forms import PortalForm
from sakado_dx.spreadsheets import guard
from sakado_dx.spreadsheets.faults import Refused


class WorkbookForm(PortalForm):
    """The workbook that was filled in."""

    file = forms.FileField(
        label="記入した記入用ブック",
        help_text="ダウンロードした記入用ブック（.xlsx）、10MBまで。",
        error_messages={"required": "ファイルを選んでください。", "empty": "ファイルが空です。"},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self):
        """Too big a file is refused before it is read into memory."""
        file = self.cleaned_data["file"]
        try:
            guard.check_size(file.size)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return file


class TicketForm(PortalForm):
    """Which file was shown, and what it would change."""

    ticket = forms.CharField(widget=forms.HiddenInput)
