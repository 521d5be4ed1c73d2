"""Fields that the forms of several nouns share."""

from collections.abc import Callable

from django import forms

from measures.models import PlanWord
from measures.words import MEANINGS
from progress import attachments
from progress.models.report_fields import ReportField

DATE_HINT = "例：令和8年7月10日、R8.7.10、2026-07-10"
MOST_OF_REASON = 1000  # letters of a reason that stands with a report


def reason_field(label: str, *, max_length: int = MOST_OF_REASON, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": f"{label}を入力してください。"},
        **kwargs,
    )


def alone_field(help_text: str) -> forms.CharField:
    """二人目なし: why somebody confirms alone what he wrote or proposed."""
    return forms.CharField(
        label="二人目がいない理由",
        max_length=900,  # a mark is put before it in the record
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=help_text,
        error_messages={"required": "二人目がいないまま確認する理由を入力してください。"},
    )


class ExplainedWords(forms.RadioSelect):
    """Words of progress, each with its meaning beside it (`told`); the page writes them, and its
    script asks for a reason beside those that need one."""

    def __init__(self, meanings: dict[str, str], **kwargs):
        super().__init__(**kwargs)
        self.meanings = meanings

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        meaning = MEANINGS[self.meanings[str(value)]]
        option["told"] = meaning.told
        option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_told"
        if meaning.needs_reason:
            option["attrs"]["data-needs-reason"] = True
        return option


class WordField(forms.TypedChoiceField):
    """One of the plan's words; cleans to the PlanWord. The form reads all words once."""

    def __init__(self, words: list[PlanWord], **kwargs):
        by_pk = {str(word.pk): word for word in words}
        choices = [(pk, word.word) for pk, word in by_pk.items()]
        coerce: Callable[[str], PlanWord] = by_pk.__getitem__
        super().__init__(
            choices=choices,
            coerce=coerce,
            empty_value=None,
            required=False,
            error_messages={"invalid_choice": "選択肢から選んでください。"},
            **{"widget": forms.RadioSelect(attrs={"class": "choices--row"}), **kwargs},
        )

    def prepare_value(self, value):
        return value.pk if isinstance(value, PlanWord) else value


def choice_field(own: ReportField, *, label: str = "", initial: str = "") -> forms.ChoiceField:
    """The field of a report that is one of a few words, or blank."""
    words = [(word, word) for word in own.choices]
    return forms.ChoiceField(
        label=label or own.label,
        choices=[("", "（選ばない）"), *words],
        required=False,
        initial=initial,
        help_text=own.help,
        error_messages={"invalid_choice": "選択肢から選んでください。"},
    )


class UploadField(forms.FileField):
    """A file that people attach; what is wrong with its size is said in the words of all files."""

    def __init__(self, *, label: str, accept: str, help_text: str, required: bool = True):
        super().__init__(
            label=label,
            required=required,
            allow_empty_file=True,  # `check_size` says what is wrong with an empty one
            widget=forms.FileInput(attrs={"accept": accept}),
            help_text=help_text,
            error_messages={"required": f"{label}を選んでください。"},
        )

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            attachments.check_size(upload.size)
        except attachments.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return upload
