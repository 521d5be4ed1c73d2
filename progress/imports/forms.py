"""The wizard's forms: which file into which list, which of its sheets, the yes and why."""

from django import forms

from progress.form_fields import reason_field
from sakado_dx.forms import PortalForm
from sakado_dx.lists import ListForm
from sakado_dx.records.reasons import MOST_LETTERS
from sakado_dx.spreadsheets.forms import SheetFileField

ALL = [("", "すべて")]


class ImportFilter(ListForm):
    """Each field narrows the list of imports."""

    title = forms.ChoiceField(label="一覧", required=False)
    state = forms.ChoiceField(
        label="状態",
        required=False,
        choices=[*ALL, ("stands", "取込済み"), ("undone", "取消済み")],
    )

    def __init__(self, data, titles):
        super().__init__(data)
        self.fields["title"].choices = [*ALL, *((each, each) for each in titles)]

    def by_title(self, imports, title: str):
        return [each for each in imports if each.title == title]

    def by_state(self, imports, state: str):
        return [each for each in imports if each.is_undone == (state == "undone")]


class FileForm(PortalForm):
    """Which file, into which list of which plan or year."""

    into = forms.ChoiceField(
        label="取り込む先",
        error_messages={"invalid_choice": "取り込む先を選んでください。"},
    )
    file = SheetFileField(
        label="ファイル",
        accept=".xlsx,.csv",
        help_text="Excel ブック（.xlsx）か CSV（.csv）、10MBまで。",
    )

    def __init__(self, targets, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = targets


class SheetForm(PortalForm):
    """Which sheet of the file that is here already."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    sheet = forms.ChoiceField(
        label="シート",
        widget=forms.RadioSelect,
        error_messages={"required": "シートを選んでください。"},
    )

    def __init__(self, names, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in names]


class ConfirmForm(PortalForm):
    """Yes to what was shown, and why; why it changes what was confirmed against, where it does."""

    ticket = forms.CharField(widget=forms.HiddenInput)
    reason = reason_field(
        "取り込む理由",
        max_length=MOST_LETTERS,
        help_text="操作の記録に残ります。例：令和7年度実績の一括登録",
    )
    why = reason_field(
        "確認済みの報告の判定などが変わる理由",
        help_text="報告の経過に残り、所管課も読めます。例：計画の第1次改定による目標の変更",
    )

    def __init__(self, *args, needs_why: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_why:
            del self.fields["why"]


class UndoForm(PortalForm):
    """Why an import is taken back; `seen` is the mark of what it does to reports, once shown."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    reason = reason_field(
        "取り消す理由", max_length=MOST_LETTERS, help_text="操作の記録に残ります。"
    )
