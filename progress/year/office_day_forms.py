"""A day on which the city hall is closed or open otherwise than by rule."""

from django import forms

from progress.form_fields import DATE_HINT
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm
from sakado_dx.organization.office_days import OfficeDay

CLOSED, OPEN = "closed", "open"


class OfficeDayForm(PortalForm):
    """The day, whether it is closed or open, and what it is."""

    day = JapaneseDateField(label="日付", help_text=DATE_HINT)
    kind = forms.ChoiceField(
        label="種類",
        choices=[(CLOSED, "臨時に閉庁する"), (OPEN, "臨時に開庁する")],
        initial=CLOSED,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        error_messages={"required": "閉庁するか開庁するかを選んでください。"},
    )
    name = forms.CharField(
        label="内容",
        max_length=60,
        help_text="例：市制施行記念日、庁舎の停電、休日開庁",
        error_messages={"required": "内容を入力してください。"},
    )

    @property
    def row(self) -> OfficeDay:
        """What the form says, not kept yet."""
        data = self.cleaned_data
        return OfficeDay(day=data["day"], is_closed=data["kind"] == CLOSED, name=data["name"])
