"""The targets of a measure's indicators, as fields of a draft's form."""

from dataclasses import dataclass

from django import forms

from progress.plan_document.loading.line_telling import LineTeller
from progress.plan_document.rows.tables import Key, Rows
from progress.plan_document.schema.readers import plain
from progress.revisions import editing
from progress.revisions.editing import Wanted
from sakado_dx.fiscal import label_short
from sakado_dx.form_fields import NumberField
from sakado_dx.forms import PortalForm

WITHDRAWALS = ("達成済み", "国の目標変更", "制度廃止", "事業の終了", "その他（理由の欄に記載）")
MOVED = "達成時期の変更"


@dataclass(frozen=True)
class Frame:
    """Where a form stands: the plan before and after the draft, the years that may change, and
    whether the draft is a 誤記訂正."""

    before: Rows
    after: Rows
    teller: LineTeller
    first_year: int
    years: range
    mends_slips: bool = False

    @property
    def measure_word(self) -> str:
        """What the plan calls its measures."""
        return self.teller.label("measures")

    @property
    def open_years(self) -> range:
        return range(max(self.first_year, self.years.start), self.years.stop)

    @property
    def cell_years(self) -> range:
        """Those whose printed direction may change: a slip is mended wherever it stands."""
        return self.years if self.mends_slips else self.open_years


def why_field() -> forms.CharField:
    """The reason of all that a form of a draft changes."""
    return forms.CharField(
        label="改定の理由",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="この画面で変えたところの理由として、新旧対照表に載ります。",
    )


class TargetsForm(PortalForm):
    """Fields for the targets of the indicators under the measure `key` of a `frame`."""

    frame: Frame
    key: Key | None

    def indicators(self) -> list[Key]:
        """The indicators of the measure that go on, in their order."""
        rows = self.frame.after["measure_indicators"]
        own = [key for key in rows if key[0] == self.key and not rows[key]["last_fiscal_year"]]
        return [key[1] for key in sorted(own, key=lambda key: rows[key]["order"])]

    def target_years(self, indicator: Key) -> list[int]:
        """The years whose targets may change, and the last one before that is carried on."""
        after = self.frame.after
        printed = {key[1] for key in after["targets"] if key[0] == indicator and key[2] == "target"}
        before = [year for year in printed if year < self.frame.first_year]
        later = {year for year in printed if year >= self.frame.first_year}
        return sorted({*before[-1:], *later, *self.frame.open_years})

    def add_targets(self) -> None:
        for place, indicator in enumerate(self.indicators()):
            values = self.frame.after["indicators"][indicator]
            if values["kind"] == "qualitative":
                continue
            if values["kind"] == "milestone":
                self._add_due(place, indicator)
            else:
                self._add_figures(place, indicator, values["unit"])
            self.fields[f"withdraw-{place}"] = forms.ChoiceField(
                label=f"「{values['name']}」の目標を空欄にする（取り下げる）理由",
                choices=[("", "（取り下げない）"), *((each, each) for each in WITHDRAWALS)],
                required=False,
            )

    def _add_figures(self, place: int, indicator: Key, unit: str) -> None:
        name = self.frame.after["indicators"][indicator]["name"]
        for year in self.target_years(indicator):
            stands = editing.newest_target(self.frame.after, indicator, year)
            self.fields[f"target-{place}-{year}"] = NumberField(
                label=f"「{name}」の{label_short(year)}の目標（{unit}）",
                required=False,
                initial=stands and stands["value"],
            )

    def _add_due(self, place: int, indicator: Key) -> None:
        name = self.frame.after["indicators"][indicator]["name"]
        years = self.target_years(indicator)
        self.fields[f"due-{place}"] = forms.ChoiceField(
            label=f"「{name}」の達成時期",
            choices=[("", "（なし）"), *((str(year), label_short(year)) for year in years)],
            required=False,
            initial=str(self.due(indicator) or ""),
        )

    def due(self, indicator: Key) -> int | None:
        """The year by which a milestone is due."""
        years = self.target_years(indicator)
        due = [y for y in years if editing.newest_target(self.frame.after, indicator, y)]
        return max(due, default=None)

    def check_withdrawal(self, place: int, indicator: Key, cleaned: dict) -> None:
        reason = cleaned.get(f"withdraw-{place}")
        for year in self.target_years(indicator):
            name = f"target-{place}-{year}"
            stands = editing.newest_target(self.frame.after, indicator, year)
            is_emptied = name in self.fields and stands and cleaned.get(name) is None
            if is_emptied and not reason and name not in self.errors:
                self.add_error(name, "目標を空欄にするときは、取り下げる理由を選んでください。")

    def want_targets(self, found: Wanted) -> None:
        for place, indicator in enumerate(self.indicators()):
            reason = self.cleaned_data.get(f"withdraw-{place}", "")
            if f"due-{place}" in self.fields:
                self._want_due(place, indicator, reason, found)
            for year in self.target_years(indicator):
                name = f"target-{place}-{year}"
                if name in self.fields:
                    value = self.cleaned_data[name]
                    text = None if value is None else plain(value)
                    where = (indicator, year, self._since(indicator))
                    editing.put_target(self.frame.before, found, where, text, reason)

    def _since(self, indicator: Key) -> int:
        """A target of an indicator that begins with the draft stands from the beginning."""
        return self.frame.first_year if indicator in self.frame.before["indicators"] else 0

    def _want_due(self, place: int, indicator: Key, reason: str, found: Wanted) -> None:
        typed = self.cleaned_data[f"due-{place}"]
        if typed == str(self.due(indicator) or ""):
            return
        for year in self.target_years(indicator):
            if editing.newest_target(self.frame.after, indicator, year) and str(year) != typed:
                where = (indicator, year, self._since(indicator))
                editing.put_target(self.frame.before, found, where, None, reason or MOVED)
        if typed:
            where = (indicator, int(typed), self._since(indicator))
            editing.put_target(self.frame.before, found, where, None, "", is_milestone=True)
