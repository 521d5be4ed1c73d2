"""A day of the plan, and the days of an edition."""

from django import forms

from progress.form_fields import DATE_HINT, reason_field
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm


class DayForm(PortalForm):
    """The day as of which the plan is asked for."""

    day = JapaneseDateField(label="いつの計画を見るか", required=False, help_text=DATE_HINT)


class AdoptForm(PortalForm):
    """The days of the first edition."""

    effective_on = JapaneseDateField(label="施行日", help_text=DATE_HINT)
    decided_on = JapaneseDateField(label="決定日", required=False, help_text=DATE_HINT)
    published_on = JapaneseDateField(
        label="公表日",
        required=False,
        help_text=f"この日から、市民向けのページとオープンデータは、この版の計画を示します。{DATE_HINT}",
    )


class PublicDayForm(PortalForm):
    """The day from which citizens see an edition; why, where one stands."""

    published_on = JapaneseDateField(label="公表日", help_text=DATE_HINT)
    was = forms.DateField(required=False, widget=forms.HiddenInput)
    reason = reason_field("公表日を変える理由", required=False)

    def __init__(self, data=None, *, edition):
        day = edition.published_on
        super().__init__(data, initial={"published_on": day, "was": day})
        if day is None:
            del self.fields["reason"]
