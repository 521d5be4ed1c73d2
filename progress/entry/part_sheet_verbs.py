"""Answering a 関係課回答票: each row is its own verb, and one that fails holds up no other."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from progress.entry.contribution_verbs import contribute
from progress.entry.merging import THEIRS
from progress.entry.part_sheet_forms import PartForm
from progress.models import Contribution
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from sakado_dx.organization.access import Standing

CHOOSE = "どちらを残すかを選んでください。"
MEANWHILE = "ほかの人が先に保存しました。どちらを残すかを選び、もう一度保存してください。"


@dataclass(frozen=True)
class Kept:
    """A row that was not saved: its form says why. `theirs` is what another has stored
    meanwhile, `closed` why the row takes nothing any more."""

    form: PartForm
    theirs: Contribution | None = None
    closed: str = ""


@dataclass
class Answers:
    """What became of the rows, by the part's number; `left` counts blank rows that somebody
    else had answered before they were called 該当なし."""

    saved: int = 0
    left: int = 0
    kept: dict[int, Kept] = field(default_factory=dict)


def answer_sheet(
    forms: Iterable[PartForm], *, by: Standing, reason: str = "", rest_has_nothing: bool = False
) -> Answers:
    """Keep each row that was filled in; with `rest_has_nothing` the blank ones, too."""
    answers = Answers()
    for form in forms:
        if form.is_touched:
            _answer(form, answers, by=by, reason=reason)
        elif rest_has_nothing and form.is_sent and not form.contribution.is_answered:
            _nothing(form, answers, by=by, reason=reason)
    return answers


def _answer(form: PartForm, answers: Answers, *, by: Standing, reason: str) -> None:
    part, key = form.contribution, form.contribution.pk
    if form.is_asked and form.choice == THEIRS:
        return
    if not form.is_valid():
        answers.kept[key] = Kept(form)
        return
    if form.is_asked and not form.choice:
        form.add_error("text", CHOOSE)
        answers.kept[key] = Kept(form, theirs=part)
        return
    try:
        contribute(part, by=by, version=form.version, reason=reason, **form.cleaned_data)
    except Incomplete as refusal:
        for each in refusal.missing:
            form.add_error(each.field, each.sentence)
        answers.kept[key] = Kept(form)
    except NotAllowed as refusal:
        form.add_error("text", str(refusal))
        answers.kept[key] = Kept(form, closed=str(refusal))
    except Conflict as refusal:
        _met(form, refusal.current, answers)
    else:
        answers.saved += 1


def _met(form: PartForm, current: Contribution, answers: Answers) -> None:
    """Another was faster; where both say the same all is well: a form sent twice is one."""
    form.contribution = current
    if current.is_answered and form.is_stored:
        answers.saved += 1
    else:
        form.add_error("text", MEANWHILE)
        answers.kept[current.pk] = Kept(form, theirs=current)


def _nothing(form: PartForm, answers: Answers, *, by: Standing, reason: str) -> None:
    part = form.contribution
    try:
        contribute(part, by=by, version=form.version, has_nothing=True, reason=reason)
    except Conflict as refusal:
        if refusal.current.has_nothing:
            answers.saved += 1
        else:
            answers.left += 1
    except NotAllowed:
        answers.left += 1
    else:
        answers.saved += 1
