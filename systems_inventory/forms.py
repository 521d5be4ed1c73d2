"""What the admin asks of a system."""

from django import forms

from systems_inventory.models import FIRST_YEAR, LAST_YEAR, InformationSystem
from systems_inventory.words import STANDARD_WORKS


class SystemForm(forms.ModelForm):
    """The 20 works as boxes to tick; a year as a number, as the plan's lists have it."""

    standard_works = forms.MultipleChoiceField(
        label="標準化対象業務",
        choices=[(each, each) for each in STANDARD_WORKS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    renewal_year = forms.IntegerField(
        label="更改の年度（西暦）", min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )

    class Meta:
        model = InformationSystem
        fields = ["renewal_year", "standard_works"]  # the admin names the others
