"""What people give with a workbook: the file, and the yes to what it would change."""

from django import forms

from sakado_dx.forms import PortalForm
from sakado_dx.spreadsheets.forms import SheetFileField


class WorkbookForm(PortalForm):
    """The workbook that was filled in."""

    file = SheetFileField(
        label="記入した記入用ブック",
        accept=".xlsx",
        help_text="ダウンロードした記入用ブック（.xlsx）、10MBまで。",
    )


class TicketForm(PortalForm):
    """Which file was shown, and what it would change."""

    ticket = forms.CharField(widget=forms.HiddenInput)
