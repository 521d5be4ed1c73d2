"""Publishing: the 公表日, what is withheld, taking a publication back."""

from collections.abc import Mapping

from django import forms

from progress.form_fields import reason_field
from progress.models import ReviewYear
from progress.publication.content import WITHHELD_CHOICES
from progress.publication.verbs import AFTERWARDS
from progress.year.forms import AsksForEarlyPublication
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm

HINT = "例：令和6年9月1日、R6.9.1、2024-09-01"


class PublishOnForm(AsksForEarlyPublication, PortalForm):
    """The day before which nothing of the year is public, and the two that usually come first:
    they may be set in a closed year too."""

    prefix = "publish_on"

    assembly_on = JapaneseDateField(label="議会報告日", required=False, help_text=HINT)
    accounts_on = JapaneseDateField(
        label="決算認定日",
        required=False,
        help_text=f"この日までは、決算額を「見込」と示します。{HINT}",
    )
    publish_on = JapaneseDateField(label="公表日", required=False, help_text=HINT)
    reason = reason_field("日を決める（変える）理由")
    field_order = ("assembly_on", "accounts_on", "publish_on", "is_early_on_purpose", "reason")

    def __init__(self, data=None, *, year: ReviewYear):
        super().__init__(data, initial={name: getattr(year, name) for name in AFTERWARDS})
        self.had_day = year.publish_on is not None

    def clean_publish_on(self):
        """A 公表日 that stands may be moved, not taken away: what was shown would be hidden."""
        day = self.cleaned_data["publish_on"]
        if day is None and self.had_day:
            raise forms.ValidationError(
                "公表日は、空欄にできません。ほかの日に変えるか、公表を取り下げてください。"
            )
        return day

    @property
    def days(self) -> dict:
        """The days, by the year's columns."""
        return {name: self.cleaned_data[name] for name in AFTERWARDS}


class UnpublishForm(PortalForm):
    """Why a publication is taken back."""

    prefix = "unpublish"

    reason = reason_field("公表を取り下げる理由")


class WithholdForm(PortalForm):
    """A reason beside each item that is not to be published; a blank one is published."""

    prefix = "withhold"

    def __init__(self, data=None, *, withheld: Mapping[str, str]):
        super().__init__(data, initial=withheld)
        for name, label in WITHHELD_CHOICES.items():
            self.fields[name] = forms.CharField(
                label=f"{label}を公表しない理由（公表するときは空欄）",
                max_length=300,
                required=False,
            )

    @property
    def withheld(self) -> dict[str, str]:
        """The reasons of what is withheld, by item."""
        return {name: text for name, text in self.cleaned_data.items() if text}
