"""過去の年度の移行: the file, and the yes to what it would make."""

from django import forms

from progress.form_fields import reason_field
from sakado_dx.forms import PortalForm
from sakado_dx.records.reasons import MOST_LETTERS
from sakado_dx.spreadsheets.forms import SheetFileField


class HistoryFileForm(PortalForm):
    """Which file, and which of its sheets where there are several."""

    file = SheetFileField(
        label="移行するファイル",
        accept=".xlsx,.csv,.json",
        help_text="Excel ブック（.xlsx）、CSV（.csv）、JSON（.json）、10MBまで。",
    )
    sheet = forms.CharField(
        label="シートの名前",
        max_length=31,
        required=False,
        help_text="見出しのそろったシートが二つ以上あるときに、使うものを入力してください。",
    )


class HistoryReasonForm(PortalForm):
    """Why the years that were shown are taken over."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    reason = reason_field(
        "移行の理由",
        max_length=MOST_LETTERS,
        help_text="操作の記録に残ります。例：前の台帳からの移行",
    )
