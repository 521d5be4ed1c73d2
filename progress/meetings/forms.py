"""Meetings, their minutes and their agenda."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django import forms

from progress.form_fields import DATE_HINT, UploadField, reason_field
from progress.meetings.member_verbs import Attends, fault_of, told_of
from progress.models import AgendaItem, Meeting, MeetingMember, ProgressReport
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
        fields = (
            "held_on", "starts_at", "ends_at", "place", "is_written", "answer_due", "guests",
        )  # fmt: skip
        formfield_callback = portal_field
        help_texts = {
            "held_on": f"書面のときは、議決した日です。{DATE_HINT}",
            "starts_at": "例：13:30",
            "answer_due": f"書面開催のときに、出席者が回答する期限です。{DATE_HINT}",
            "guests": "ポータルの利用者でない人を、1行に1人ずつ入力してください。例：有識者 坂戸 一郎",
        }
        widgets = {"guests": forms.Textarea(attrs={"rows": 3})}

    field_order = (
        "kind", "held_on", "starts_at", "ends_at", "place", "is_written", "answer_due", "members",
        "guests",
    )  # fmt: skip

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


class MemberForm(PortalForm):
    """How one member attends, or what he answers in writing; a row of the page of all."""

    attendance = forms.ChoiceField(
        label="出欠", widget=forms.RadioSelect(attrs={"class": "choices--row"})
    )
    proxy = forms.CharField(label="代理で出席した人", max_length=100, required=False)
    answer = forms.ChoiceField(
        label="書面の回答",
        choices=MeetingMember.Answer.choices,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
    )
    comment = forms.CharField(
        label="意見", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data=None, *, member: MeetingMember, allows_proxy: bool):
        self.member = member
        self._stored = told_of(member)
        super().__init__(data, prefix=f"member-{member.pk}", initial=vars(self._stored))
        with_proxy = allows_proxy or member.attendance == MeetingMember.Attendance.PROXY
        choices = [
            each
            for each in MeetingMember.Attendance.choices
            if with_proxy or each[0] != MeetingMember.Attendance.PROXY
        ]
        self.fields["attendance"].choices = choices
        if not with_proxy:
            del self.fields["proxy"]
        for name in ("attendance", "proxy") if member.meeting.is_written else ("answer", "comment"):
            self.fields.pop(name, None)

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors and (fault := fault_of(self.told)):
            field = "proxy" if "proxy" in self.fields else "comment"
            self.add_error(field, fault)
        return cleaned

    @property
    def told(self) -> Attends:
        """What is recorded: what the form asks, and the rest as it stands."""
        return replace(self._stored, **self.cleaned_data)


class AnswerForm(PortalForm):
    """A member's own answer to a meeting held in writing."""

    answer = forms.ChoiceField(
        label="あなたの回答",
        choices=MeetingMember.Answer.choices[1:],
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        error_messages={"required": "「賛成」か「意見あり」を選んでください。"},
    )
    comment = forms.CharField(
        label="意見", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class MatterForm(PortalModelForm):
    """A matter for the agenda that is no report's."""

    class Meta:
        model = AgendaItem
        fields = ("title", "handling")
        formfield_callback = portal_field
        help_texts = {"title": "例：次期計画の策定について"}
        widgets = {"handling": forms.RadioSelect(attrs={"class": "choices--row"})}

    def __init__(self, data=None, *, instance: AgendaItem | None = None):
        super().__init__(data, instance=instance)
        self.fields["title"].required = True
        self.fields["title"].error_messages["required"] = "件名を入力してください。"


class ItemForm(PortalModelForm):
    """How an item is handled and what it turns on; of another matter its title and outcome."""

    class Meta:
        model = AgendaItem
        fields = ("title", "handling", "point", "outcome")
        formfield_callback = portal_field
        help_texts = {
            "point": "投影の画面と進行シナリオに、大きく示します。空欄のときは、議題にした理由を示します。",
            "outcome": "会議の結果。議事録の下書きに入ります。",
        }
        widgets = {
            "handling": forms.RadioSelect(attrs={"class": "choices--row"}),
            "point": forms.Textarea(attrs={"rows": 3}),
            "outcome": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, data=None, *, instance: AgendaItem):
        super().__init__(data, instance=instance)
        if instance.report_id is not None:
            del self.fields["title"], self.fields["outcome"]
        else:
            self.fields["title"].required = True
            self.fields["title"].error_messages["required"] = "件名を入力してください。"
