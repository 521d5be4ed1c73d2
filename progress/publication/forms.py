"""Publishing: the 公表日, what is withheld, taking a publication back."""

from collections.abc import Mapping

from django import forms

from progress.form_fields import reason_field
from progress.publication.content import WITHHELD_CHOICES
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm


class PublishOnForm(PortalForm):
    """The day before which nothing of the year is public."""

    prefix = "publish_on"

    publish_on = JapaneseDateField(
        label="公表日", help_text="例：令和6年9月1日、R6.9.1、2024-09-01"
    )
    reason = reason_field("公表日を決める（変える）理由")


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
