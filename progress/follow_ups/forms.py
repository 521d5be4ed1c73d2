"""Asking a division for something, answering, asking again."""

from collections.abc import Collection

from django import forms

from progress.follow_ups.requests import NEEDED, Request
from progress.form_fields import DATE_HINT, reason_field
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm
from sakado_dx.organization.models import Division

# Named as it is chosen: nobody there can read what is asked.
UNMANNED = "（職員の登録なし）"
NO_DIVISION = "回答する課を選んでください。"


class WhatForm(PortalForm):
    """What is asked, and until when."""

    what = forms.CharField(
        label="指摘事項",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NEEDED["what"]},
    )
    due = JapaneseDateField(
        label="回答の期限", help_text=DATE_HINT, error_messages={"required": NEEDED["due"]}
    )


class RequestForm(WhatForm):
    """One 指摘事項: which division, what, until when."""

    division = forms.TypedChoiceField(label="回答する課", coerce=int, empty_value=None)
    field_order = ("division", "what", "due")

    def __init__(
        self,
        *args,
        divisions: list[Division],
        lead: Division | None,
        manned: Collection[int],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self._divisions = {each.pk: each for each in divisions}
        choices = [
            (pk, each.name if pk in manned else f"{each.name}{UNMANNED}")
            for pk, each in self._divisions.items()
        ]
        self.fields["division"].choices = choices
        if lead is not None:
            self.fields["division"].initial = lead.pk
        if self.empty_permitted:  # one of several rows: what is left blank asks for nothing
            for field in self.fields.values():
                field.required = False

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, sentence in (NEEDED | {"division": NO_DIVISION}).items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return cleaned

    @property
    def request(self) -> Request:
        """Of a valid form that was filled in."""
        data = self.cleaned_data
        return Request(self._divisions[data["division"]], data["what"], data["due"])


RequestForms = forms.formset_factory(RequestForm, extra=3, max_num=10, absolute_max=10)


def requests_of(formset) -> list[Request]:
    """The rows of a valid formset that somebody filled in."""
    return [form.request for form in formset if form.has_changed()]


class AnswerForm(PortalForm):
    """The division's answer to a 指摘事項; on its behalf with a reason."""

    prefix = "answer"
    reason = reason_field("代行する理由")
    text = reason_field(
        "回答", help_text="何を、いつ、どのように行ったか（行うか）を書いてください。"
    )

    def __init__(self, data=None, *, on_behalf: bool = False):
        super().__init__(data)
        if not on_behalf:
            del self.fields["reason"]


class ChangeForm(WhatForm):
    """Other words or another day for a 指摘事項, with the reason."""

    reason = reason_field("変更する理由")


class AskAgainForm(PortalForm):
    """Why the secretariat is not content yet."""

    prefix = "ask_again"
    text = reason_field("再度お願いする内容")
