"""The entry form of a report."""

from django import forms

from measures.models import PlanWord
from measures.words import needs_reason
from progress.entry.content import changed_by_hand
from progress.form_fields import ExplainedWords, WordField, choice_field, reason_field
from progress.models import ProgressReport
from progress.models import report_fields as fields
from progress.rights import predicates
from sakado_dx.form_fields import JapaneseDateField, NumberField
from sakado_dx.forms import PortalForm
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import Division


class AmountField(NumberField):
    """Thousands of yen, whole; cleans to int or None."""

    def __init__(self, **kwargs):
        super().__init__(decimal_places=0, required=False, **kwargs)

    def clean(self, value):
        number = super().clean(value)
        if number is None:
            return None
        if not 0 <= number <= fields.MOST_THOUSAND_YEN:
            raise forms.ValidationError("金額は0以上の千円単位の整数で入力してください。")
        return int(number)


def _field_of(own: fields.ReportField, words: list[PlanWord]) -> forms.Field:
    if own.kind == fields.WORD:
        return _word_field(own, [word for word in words if word.vocabulary == own.name])
    if own.kind == fields.AMOUNT:
        return AmountField(label=own.label)
    if own.kind == fields.CHOICE:
        return choice_field(own)
    is_line = own.kind == fields.LINE
    return forms.CharField(
        label=own.label,
        required=False,
        max_length=fields.MOST_LETTERS,
        help_text=own.help,
        widget=forms.TextInput if is_line else forms.Textarea(attrs={"rows": own.rows}),
        error_messages={
            "max_length": f"{own.label}は%(limit_value)d文字以内で入力してください"
            "（今は%(show_value)d文字です）。"
        },
    )


def _word_field(own: fields.ReportField, words: list[PlanWord]) -> WordField:
    if own.name != "progress":
        return WordField(words, label=own.label)
    meanings = {str(word.pk): word.meaning for word in words}
    return WordField(words, label=own.label, widget=ExplainedWords(meanings))


def _reason_hint(words: list[PlanWord]) -> str:
    """When a reason is asked for, in the plan's own words."""
    named = [
        f"「{word}」"
        for word in words
        if word.vocabulary == "progress" and needs_reason(word.meaning)
    ]
    return f"{''.join(named)}のときは必要です。" if named else ""


def _answer_field(max_length: int) -> forms.CharField:
    """The word of who mends on why the report came back."""
    return reason_field(
        "差戻しへの回答",
        max_length=max_length,
        required=False,
        help_text="どこを、どう直したかを書くと、事務局の確認が早くなります。空欄でも提出できます。",
    )


class ReportForm(PortalForm):
    """Texts, words and amounts of a report. Nothing is required: a draft may be half done."""

    answer_limit = fields.ANSWER_LIMIT

    def __init__(self, data=None, *, report: ProgressReport, planned: str, words: list[PlanWord]):
        initial = {name: getattr(report, name) for name in ProgressReport.WRITTEN_FIELDS}
        if report.state == ProgressReport.State.NOT_STARTED:
            initial["actual_direction"] = planned
        super().__init__(data, initial=initial)
        self.report, self.planned = report, planned
        for each in fields.FIELDS:
            self.fields[each.name] = _field_of(each, words)
        self.fields["progress_reason"].help_text = _reason_hint(words)
        if report.state == ProgressReport.State.RETURNED:
            self.fields["return_answer"] = _answer_field(fields.MOST_LETTERS)

    @property
    def storable(self) -> dict:
        """The fields that can be kept, errors or not: a draft is kept with the rest."""
        self.is_valid()  # reads what was sent, the first time
        kept = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in ProgressReport.WRITTEN_FIELDS
        }
        return changed_by_hand(self.report, kept)


class SubmitForm(PortalForm):
    """What a submission needs besides the report: by whom it was seen, or why on behalf; and a
    word on why it was sent back."""

    def __init__(
        self,
        data=None,
        *,
        needs_head: bool,
        on_behalf: bool,
        answer: str | None = None,
        misses_parts: bool = False,
    ):
        """`answer` is what the division has written so far; None where it did not come back."""
        super().__init__(data, initial={"answer": answer})
        if misses_parts:
            self.fields["without_parts"] = reason_field(
                "関係課の回答を待たずに提出する理由",
                help_text="提出すると、まだ回答していない課の行の受付は終わります。理由は、その課と事務局に示します。",
            )
        if answer is not None:
            self.fields["answer"] = _answer_field(fields.ANSWER_LIMIT)
        if needs_head:
            self.fields["head_name"] = forms.CharField(
                label="確認した所属長の氏名",
                max_length=80,
                error_messages={"required": "確認した所属長の氏名を入力してください。"},
            )
            self.fields["head_confirmed_on"] = JapaneseDateField(
                label="所属長の確認日", help_text="例：令和6年5月20日、R6.5.20"
            )
        if on_behalf:
            self.fields["reason"] = reason_field("代行する理由")


class OnBehalfForm(PortalForm):
    """Why the secretariat enters a report for a division."""

    reason = reason_field("代行して入力する理由")


def behalf_for(standing: Standing, division: Division, data=None) -> OnBehalfForm | None:
    """Asked of who acts for a division that is not their own."""
    return OnBehalfForm(data) if predicates.acts_for_division(standing, division.pk) else None


class CautionForm(PortalForm):
    """A word of answer to each soft warning."""

    prefix = "caution"

    def __init__(self, data=None, *, cautions):
        super().__init__(data)
        for each in cautions:
            self.fields[each.warning.code] = forms.CharField(
                label=each.warning.sentence,
                help_text="事情を一言で書いてください（書かなくても提出できます）。",
                max_length=300,
                required=False,
                initial=each.answer,
            )
