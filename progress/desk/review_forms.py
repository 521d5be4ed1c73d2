"""The one form of the review: note, second judgement, why it is sent back, why one confirms alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils import timezone

from measures.models import PlanWord
from measures.naming import SECRETARIAT
from progress.entry.merging import Difference, difference
from progress.form_fields import WordField, alone_field, reason_field
from progress.models import ProgressReport
from progress.reading.inputs import words_of_plan
from progress.rights import predicates
from sakado_dx.forms import PortalForm, mark_of, stored_text


class SendBackForm(PortalForm):
    prefix = "send_back"
    reason = reason_field("差戻しの理由", help_text="どこを、どう直せばよいかを書いてください。")


class CommentForm(PortalForm):
    """The secretariat's note and second judgement."""

    prefix = "comment"
    note = forms.CharField(
        label="事務局の所見",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data=None, *, report: ProgressReport, words: list[PlanWord]):
        initial = {
            "note": report.secretariat_note,
            "second_judgement": report.second_judgement,
        }
        super().__init__(data, initial=initial)
        progress = [word for word in words if word.vocabulary == "progress"]
        if not predicates.is_led_by_secretariat(report, timezone.localdate()):
            name = report.year.plan.mark_name(SECRETARIAT)
            field = WordField(progress, label=name, widget=forms.Select)
            field.choices = [("", "（付けない）"), *field.choices]
            self.fields["second_judgement"] = field


class AloneForm(PortalForm):
    """Why somebody confirms what he wrote himself."""

    prefix = "alone"
    reason = alone_field("事務局の全員がこの報告を書いたため、理由を記録に残して確認します。")


@dataclass(frozen=True)
class ReviewForms:
    """The parts of the form; `needed` are those whose fields go with the button that was pressed,
    the others show what was typed and are not read."""

    comment: CommentForm
    send_back: SendBackForm
    alone: AloneForm | None
    needed: tuple[PortalForm, ...] = ()

    @property
    def all(self) -> list[PortalForm]:
        return [each for each in (self.comment, self.send_back, self.alone) if each]

    @property
    def has_errors(self) -> bool:
        return any(each.errors for each in self.all)

    @property
    def told(self) -> dict:
        """What its verb is told."""
        return {name: value for each in self.needed for name, value in each.cleaned_data.items()}


def words_of(report: ProgressReport) -> list[PlanWord]:
    return words_of_plan(report.year.plan_id)


def sent(
    report: ProgressReport, words: list[PlanWord], post, verb: str, *parts: str
) -> ReviewForms:
    """The form as it was sent; `parts` are those that its button needs. A note that was not sent
    with another button is left as it is."""
    needs = {name: name in parts for name in ("comment", "send_back", "alone")}
    needs["comment"] &= "comment-note" in post or verb == "comment"
    comment = CommentForm(post if needs["comment"] else None, report=report, words=words)
    send_back, alone = SendBackForm(_own(needs, post, "send_back")), None
    if not needs["send_back"]:
        send_back.initial["reason"] = post.get("send_back-reason", "")
    if needs["alone"] or "alone-reason" in post:
        alone = AloneForm(_own(needs, post, "alone"))
        alone.initial["reason"] = post.get("alone-reason", "")
    by_name = {"comment": comment, "send_back": send_back, "alone": alone}
    needed = tuple(by_name[name] for name, is_needed in needs.items() if is_needed)
    return ReviewForms(comment, send_back, alone, needed)


def _own(needs: dict[str, bool], post, name: str):
    return post if needs[name] else None


def differences(typed: CommentForm, stored: CommentForm) -> Iterator[Difference]:
    """Where the note that was sent differs from what is stored by now."""
    for name in typed.fields if typed.is_bound else ():
        mine, theirs = typed[name].value() or "", stored_text(stored, name)
        if mark_of(str(mine)) != mark_of(theirs):
            words = {
                str(key): str(word) for key, word in getattr(typed.fields[name], "choices", ())
            }
            mine, theirs = (words.get(each, each) if each else "" for each in (str(mine), theirs))
            yield difference(typed[name], mine, theirs)
