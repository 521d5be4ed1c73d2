"""Meetings, what they decide, and what follows from it."""

from collections.abc import Collection
from datetime import date

from django import forms

from measures.models import PlanWord
from progress import files
from progress.agenda import Proposal
from progress.forms.entry import WordField
from progress.forms.review import reason_field
from progress.models import Approval, Decision, FollowUp, Meeting, ProgressReport, ReviewYear
from progress.workflow import Request
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.organization.models import CityRole, Division, User

DATE_HINT = "例：令和8年7月10日、R8.7.10、2026-07-10"
INVITED = (CityRole.Role.COUNCIL, CityRole.Role.EXECUTIVE, CityRole.Role.SECRETARIAT)


def invited_people(day: date, also: Collection[User] = ()) -> list[User]:
    """Who may be a member on that day, by reading; who is one already stays one. 1 query."""
    roles = CityRole.objects.in_force(day).filter(role__in=INVITED)
    people = User.objects.filter(is_active=True, pk__in=roles.order_by().values("user"))
    return sorted({*people, *also}, key=lambda each: (each.reading, each.username))


class MeetingForm(forms.Form):
    """A meeting: which body, when, how, who."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="会議",
        choices=Meeting.Kind.choices,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
    )
    held_on = JapaneseDateField(
        label="開催日", help_text=f"書面のときは、議決した日です。{DATE_HINT}"
    )
    is_written = forms.BooleanField(label="書面による開催", required=False)
    place = forms.CharField(label="場所", max_length=100, required=False)
    members = forms.MultipleChoiceField(
        label="出席者",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="推進会議委員、CDO・政策会議、事務局の役割を持つ人から選びます。",
    )

    def __init__(self, data=None, *, people: list[User], meeting: Meeting | None = None):
        initial = {"kind": Meeting.Kind.COUNCIL}
        if meeting is not None:
            names = ("kind", "held_on", "is_written", "place")
            initial = {name: getattr(meeting, name) for name in names}
            initial["members"] = [each.pk for each in meeting.members.all()]
        super().__init__(data, initial=initial, label_suffix="")
        self._people = {str(each.pk): each for each in people}
        self.fields["members"].choices = [(pk, str(each)) for pk, each in self._people.items()]

    def clean_members(self) -> list[User]:
        return [self._people[pk] for pk in self.cleaned_data["members"]]


class ReportsField(forms.MultipleChoiceField):
    """Choices among reports; one of `listed` is no error: somebody clicked twice."""

    listed: Collection[int] = ()

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or value in map(str, self.listed)


class AddToAgendaForm(forms.Form):
    """Reports that are not on the agenda yet; `listed` are the ids of those that are."""

    use_required_attribute = False
    reports = ReportsField(
        label="議題に加える施策",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "議題に加える施策を選んでください。"},
    )

    def __init__(self, data=None, *, reports: list[ProgressReport], listed: Collection[int]):
        super().__init__(data, label_suffix="")
        self.fields["reports"].listed = listed
        self._reports = {str(each.pk): each for each in reports}
        self.fields["reports"].choices = [
            (pk, f"{each.measure}（{each.get_state_display()}）")
            for pk, each in self._reports.items()
        ]

    def clean_reports(self) -> list[ProgressReport]:
        return [self._reports[pk] for pk in self.cleaned_data["reports"] if pk in self._reports]


class DecisionForm(forms.Form):
    """What the meeting decided on one report; it begins with the secretariat's proposal."""

    use_required_attribute = False

    manner = forms.ChoiceField(
        label="決め方",
        choices=[
            (each.value, each.label) for each in (Decision.Manner.EACH, Decision.Manner.AMENDED)
        ],
        initial=Decision.Manner.EACH,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        help_text="「修正のうえ了承」は、差戻しと再提出のあとも有効です。",
    )
    opinion = forms.CharField(
        label="意見", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_public = forms.BooleanField(label="意見を公表する", required=False)

    NEEDED = {
        "judgement": "会議の判定を選んでください。",
        "outlook": "今後の方針を選んでください。",
    }
    field_order = ("manner", "judgement", "outlook", "opinion", "is_public")

    def __init__(self, data=None, *, words: list[PlanWord], proposal: Proposal):
        initial = {"judgement": proposal.judgement, "outlook": proposal.outlook}
        super().__init__(data, initial=initial, label_suffix="")
        progress = [word for word in words if word.vocabulary == "progress"]
        outlook = [word for word in words if word.vocabulary == "outlook"]
        self.fields["judgement"] = WordField(progress, label="会議の判定")
        self.fields["outlook"] = WordField(outlook, label="今後の方針")
        for name, sentence in self.NEEDED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence
        self.order_fields(self.field_order)


class RequestForm(forms.Form):
    """One 指摘事項: which division, what, until when."""

    use_required_attribute = False
    NEEDED = {
        "what": "指摘事項を入力してください。",
        "due": "回答の期限を入力してください。",
    }

    division = forms.TypedChoiceField(label="回答する課", coerce=int, empty_value=None)
    what = forms.CharField(
        label="指摘事項",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": NEEDED["what"]},
    )
    due = JapaneseDateField(
        label="回答の期限", help_text=DATE_HINT, error_messages={"required": NEEDED["due"]}
    )

    def __init__(self, *args, divisions: list[Division], lead: Division | None, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self._divisions = {each.pk: each for each in divisions}
        choices = [(pk, each.name) for pk, each in self._divisions.items()]
        self.fields["division"].choices = choices
        if lead is not None:
            self.fields["division"].initial = lead.pk
        if self.empty_permitted:  # one of several rows: what is left blank asks for nothing
            for field in self.fields.values():
                field.required = False

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, sentence in self.NEEDED.items():
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


class MinutesForm(forms.Form):
    """The minutes as a file."""

    use_required_attribute = False
    file = forms.FileField(
        label="議事録のファイル",
        allow_empty_file=True,  # says itself what is wrong, in the words of all files
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        help_text="PDFかWord（.docx）、10MBまで。",
        error_messages={"required": "議事録のファイルを選んでください。"},
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            files.check_size(upload.size)
        except files.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return upload


class ApprovalForm(forms.Form):
    """決裁 as it was done on paper."""

    use_required_attribute = False

    approved_on = JapaneseDateField(label="決裁日", help_text=DATE_HINT)
    document_number = forms.CharField(
        label="文書番号",
        max_length=60,
        error_messages={"required": "文書番号を入力してください。"},
    )
    approver = forms.CharField(
        label="決裁者",
        max_length=80,
        help_text="役職と氏名",
        error_messages={"required": "決裁者を入力してください。"},
    )
    manner = forms.ChoiceField(
        label="決裁の方法",
        choices=[each for each in Approval.Manner.choices if each[0] != "in_portal"],
        initial=Approval.Manner.RECORDED,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
    )

    def __init__(self, data=None):
        super().__init__(data, label_suffix="")


class AnswerForm(forms.Form):
    """The division's answer to a 指摘事項."""

    use_required_attribute = False
    prefix = "answer"
    text = reason_field(
        "回答", help_text="何を、いつ、どのように行ったか（行うか）を書いてください。"
    )


class AskAgainForm(forms.Form):
    """Why the secretariat is not content yet."""

    use_required_attribute = False
    prefix = "ask_again"
    text = reason_field("再度お願いする内容")


class FollowUpFilter(forms.Form):
    """Filters of the list of 指摘事項, by GET."""

    OPEN = "unfinished"

    state = forms.ChoiceField(
        label="状態",
        choices=[("", "すべて"), (OPEN, "未完了"), *FollowUp.State.choices],
        required=False,
    )
    year = forms.TypedChoiceField(label="年度", coerce=int, empty_value=None, required=False)

    def __init__(self, data, *, years: list[ReviewYear]):
        super().__init__(data, label_suffix="")
        self._years = {each.pk: each for each in years}
        self.fields["year"].choices = [("", "すべて"), *((y.pk, y.label) for y in years)]

    @property
    def chosen(self) -> dict:
        """`year` and `states` for the list; a made-up choice filters nothing."""
        self.full_clean()
        state = self.cleaned_data.get("state", "")
        states = [FollowUp.State.OPEN, FollowUp.State.ANSWERED] if state == self.OPEN else [state]
        return {
            "year": self._years.get(self.cleaned_data.get("year")),
            "states": [each for each in states if each],
        }
