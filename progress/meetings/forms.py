"""Meetings, their minutes and their agenda."""

from collections.abc import Collection
from datetime import date

from django import forms

from progress.form_fields import DATE_HINT, UploadField, reason_field
from progress.models import Meeting, ProgressReport
from progress.reading.edition import MeasureName
from sakado_dx.forms import PortalForm, PortalModelForm, portal_field
from sakado_dx.organization.models import CityRole, User

INVITED = (CityRole.Role.COUNCIL, CityRole.Role.EXECUTIVE, CityRole.Role.SECRETARIAT)


def invited_people(day: date, also: Collection[User] = ()) -> list[User]:
    """Who may be a member on that day, by reading; who is one already stays one. 1 query."""
    roles = CityRole.objects.in_force(day).filter(role__in=INVITED)
    people = User.objects.filter(is_active=True, pk__in=roles.order_by().values("user"))
    return sorted({*people, *also}, key=lambda each: (each.reading, each.username))


class MeetingForm(PortalModelForm):
    """A meeting: which body, when, how, who."""

    kind = forms.ChoiceField(
        label="会議", widget=forms.RadioSelect(attrs={"class": "choices--row"})
    )
    members = forms.MultipleChoiceField(
        label="出席者",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="推進会議委員、CDO・政策会議、事務局の役割を持つ人から選びます。",
    )

    class Meta:
        model = Meeting
        fields = ("held_on", "is_written", "place")
        formfield_callback = portal_field
        help_texts = {"held_on": f"書面のときは、議決した日です。{DATE_HINT}"}

    field_order = ("kind", "held_on", "is_written", "place", "members")

    def __init__(
        self, data=None, *, kinds: list[str], people: list[User], meeting: Meeting | None = None
    ):
        members = [each.pk for each in meeting.members.all()] if meeting else []
        own = meeting.kind if meeting else next(iter(kinds), "")
        super().__init__(data, instance=meeting, initial={"members": members, "kind": own})
        known = dict.fromkeys([*kinds, *([own] if own else [])])
        self.fields["kind"].choices = [(each, each) for each in known]
        self._people = {str(each.pk): each for each in people}
        self.fields["members"].choices = [(pk, str(each)) for pk, each in self._people.items()]

    def clean_members(self) -> list[User]:
        return [self._people[pk] for pk in self.cleaned_data["members"]]


class ReportsField(forms.MultipleChoiceField):
    """Choices among reports; one of `listed` is no error: somebody clicked twice."""

    listed: Collection[int] = ()

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or value in map(str, self.listed)


class AddToAgendaForm(PortalForm):
    """Reports that are not on the agenda yet; `listed` are the ids of those that are."""

    reports = ReportsField(
        label="議題に加える施策",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "議題に加える施策を選んでください。"},
    )

    def __init__(
        self,
        data=None,
        *,
        reports: list[tuple[ProgressReport, MeasureName]],
        listed: Collection[int],
    ):
        super().__init__(data)
        self.fields["reports"].listed = listed
        self._reports = {str(each.pk): each for each, _ in reports}
        self.fields["reports"].choices = [
            (each.pk, f"{measure}（{each.get_state_display()}）") for each, measure in reports
        ]

    def clean_reports(self) -> list[ProgressReport]:
        return [self._reports[pk] for pk in self.cleaned_data["reports"] if pk in self._reports]


class MinutesForm(PortalForm):
    """The minutes as a file."""

    file = UploadField(
        label="議事録のファイル",
        accept=".pdf,.docx",
        help_text="PDFかWord（.docx）、10MBまで。",
    )


class DropMeetingForm(PortalForm):
    """Why a meeting is taken back."""

    reason = reason_field("取り消す理由")
