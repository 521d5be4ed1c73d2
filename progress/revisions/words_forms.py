"""What the plan calls a policy, a direction or an indicator, and how it prints it, as a draft would
have it."""

from django import forms
from django.db.models import TextField

from progress.plan_document.rows.tables import TABLE, Key, Values
from progress.revisions.editing import Wanted
from progress.revisions.target_forms import Frame, why_field
from sakado_dx.forms import PortalForm

# What may be worded otherwise; of an indicator nothing that it is judged by.
WORDS = {
    "policies": ("name", "aim"),
    "directions": ("name",),
    "indicators": ("name", "printed", "note"),
}


class WordsForm(PortalForm):
    """The words of one row, which stands already."""

    def __init__(self, data=None, *, frame: Frame, noun: str, key: Key, **kwargs):
        self.frame, self.noun, self.key = frame, noun, key
        row = self.row
        super().__init__(data, initial={name: row[name] for name in WORDS[noun]}, **kwargs)
        for name in WORDS[noun]:
            self.fields[name] = self._field(name)
        self.fields["reason"] = why_field()

    @property
    def row(self) -> Values:
        return self.frame.after[self.noun][self.key]

    def _field(self, name: str) -> forms.Field:
        column = TABLE[self.noun].column(name)
        widget = forms.Textarea(attrs={"rows": 4}) if isinstance(column, TextField) else None
        label = str(column.verbose_name)
        return forms.CharField(
            label=label,
            error_messages={"required": f"{label}を入力してください。"},
            max_length=column.max_length or 2000,
            # Of two levels a plan has a direction without a name.
            required=name == "name" and bool(self.row[name]),
            widget=widget,
        )

    def wanted(self) -> Wanted:
        """The row that shall stand."""
        told = {name: self.cleaned_data[name].strip() for name in WORDS[self.noun]}
        return {(self.noun, self.key): self.row | told}
