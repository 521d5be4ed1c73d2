"""One report as a line of a division's table: what is needed, each answer in one cell.

A cell takes what a sheet's cell takes: `12`, `12件`, `集計中`, of a milestone `令和7年3月31日` or
`未達成`, of a share also `196/724`, and for a word of the plan its text, so that columns copied from
a sheet fit. What cannot be read stays in its cell, with the reason.
"""

from collections.abc import Sequence
from dataclasses import replace

from django import forms

from measures.models import PlanWord
from progress.judging.completeness import ResultEntry, fault_of
from progress.judging.result_cells import read_result, show_result
from progress.models import IndicatorResult, ProgressReport
from progress.models import report_fields as fields
from progress.reading.edition import AskedIndicator
from sakado_dx.form_fields import ReadingField
from sakado_dx.forms import READ, PortalForm, as_read, is_touched, stored_text
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.keys import match_key

Status = IndicatorResult.Status
TEXTS = ("done", "progress_reason")
WORDS = ("progress", "outlook")


class ResultCell(ReadingField):
    """What was measured; cleans to a ResultEntry, whose note stays as it was stored."""

    def __init__(self, asked: AskedIndicator, stored: ResultEntry, **kwargs):
        self.facts, self.stored = asked.facts, stored
        self.inputmode = "decimal" if asked.is_numeric else "text"
        super().__init__(label=asked.facts.name, required=False, **kwargs)

    def read(self, text: str) -> ResultEntry:
        held = read_result(text, self.facts)
        if isinstance(held, str):
            return self._entry(status=held)
        entry = self._entry(status=str(Status.REPORTED), **held)
        if fault := fault_of(self.facts, entry):
            raise UnreadableValue(text, "", fault)
        return entry

    def show(self, value: ResultEntry) -> str:
        return show_result(value, self.facts)

    def clean(self, value) -> ResultEntry:
        entry = super().clean(value)
        return self._entry() if entry is None else entry

    def _entry(self, **held) -> ResultEntry:
        """With the note, and of an unchanged figure with its certainty, as stored."""
        entry = ResultEntry(note=self.stored.note, **held)
        is_same = replace(self.stored, certainty=entry.certainty) == entry
        return self.stored if is_same else entry


class WordCell(ReadingField):
    """One of the plan's words, by its text; cleans to the PlanWord."""

    def __init__(self, words: Sequence[PlanWord], **kwargs):
        self.words = words
        super().__init__(required=False, **kwargs)

    def read(self, text: str) -> PlanWord:
        for each in self.words:
            if match_key(each.word) == match_key(text):
                return each
        known = "、".join(f"「{each.word}」" for each in self.words)
        raise UnreadableValue(text, "使えない言葉です。", f"{known}のどれかにしてください。")

    def show(self, value: PlanWord) -> str:
        return value.word


def version_name(report: ProgressReport) -> str:
    """The hidden field with the version at which a row was read: a row without it was not sent."""
    return f"version-{report.pk}"


class RowForm(PortalForm):
    """The cells of a report: a figure for each indicator that it enters, texts and words. Bound
    where the report is among what was sent."""

    def __init__(
        self,
        data=None,
        *,
        report: ProgressReport,
        entered: Sequence[AskedIndicator],
        entries: dict[int, ResultEntry],
        words: Sequence[PlanWord],
    ):
        self.report, self.entered = report, entered
        stored = {each.id: entries.get(each.id, ResultEntry()) for each in entered}
        initial = {name: getattr(report, name) for name in (*TEXTS, *WORDS)}
        initial |= {f"result-{pk}": entry for pk, entry in stored.items()}
        sent = data if data and version_name(report) in data else None
        super().__init__(sent, prefix=f"r{report.pk}", initial=initial)
        for each in entered:
            self.fields[f"result-{each.id}"] = ResultCell(each, stored[each.id])
        for name in TEXTS:
            self.fields[name] = _text_cell(name)
        for name in WORDS:
            own = [each for each in words if each.vocabulary == name]
            self.fields[name] = WordCell(own, label=fields.field(name).label)
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{report.measure.code} {field.label}"
            if name in WORDS:
                field.widget.attrs["list"] = f"{name}-words"

    @property
    def is_touched(self) -> bool:
        """Whether the sender changed a cell that he had read."""
        return any(self._is_touched(name) for name in self.fields)

    @property
    def texts(self) -> dict:
        """The report's own fields that can be kept, errors or not."""
        self.is_valid()  # reads what was sent, the first time
        return {name: self.cleaned_data[name] for name in (*TEXTS, *WORDS) if self._keeps(name)}

    @property
    def results(self) -> dict[int, ResultEntry]:
        """The figures without an error, by indicator."""
        self.is_valid()  # reads what was sent, the first time
        return {
            each.id: self.cleaned_data[name]
            for each in self.entered
            if self._keeps(name := f"result-{each.id}")
        }

    def laid_over(self, stored: "RowForm"):
        """What was sent, as of what is stored now: a cell that the sender never touched holds what
        stands there, and so is sent back as untouched."""
        data = self.data.copy()
        for name in stored.fields:
            if name not in self.fields or not self._is_touched(name):
                data[stored.add_prefix(name)] = stored_text(stored, name)
        data[READ] = as_read([stored])
        data[version_name(stored.report)] = str(stored.report.version)
        return data

    def _keeps(self, name: str) -> bool:
        return name in self.cleaned_data and self._is_touched(name)

    def _is_touched(self, name: str) -> bool:
        return self.add_prefix(name) in self.data and is_touched(self[name])


def _text_cell(name: str) -> forms.CharField:
    own = fields.field(name)
    return forms.CharField(
        label=own.label,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3 if name == "done" else 1}),
    )
