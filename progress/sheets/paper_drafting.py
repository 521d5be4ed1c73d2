"""What the chosen cells make of each 調書, and what stands against it: the form of its page decides,
of the stored text with these cells typed over it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model

from measures.models import PlanWord
from progress.models import MeasureReview
from progress.reviews.measure_forms import MeasureReviewForm
from progress.reviews.measure_pages import outlooks_of
from progress.rights import predicates
from progress.sheets.columns import CODE, TARGET, TARGET_YEAR, WITHDRAW
from progress.sheets.comparing import PUT_BACK, Difference
from progress.sheets.drafting import MEND
from progress.sheets.lines import DivisionBook
from progress.sheets.reading import Told
from sakado_dx.forms import stored_text
from sakado_dx.organization.access import Standing

FIELD = {TARGET: "target", TARGET_YEAR: "target", WITHDRAW: "withdraw"}


@dataclass(frozen=True)
class PaperDraft:
    """What is to be saved of a 調書."""

    row: MeasureReview
    fields: dict[str, Any]


def paper_drafts_of(
    differences: Iterable[Difference], book: DivisionBook, by: Standing
) -> tuple[list[PaperDraft], list[Told]]:
    """What to save of the chosen cells of 調書, and what stands against it."""
    papers: dict[int, list[Difference]] = {}
    for each in differences:
        if each.line.paper:
            papers.setdefault(each.line.paper.row.pk, []).append(each)
    drafts, faults = [], []
    words = outlooks_of(book.papers[0].row) if papers else []
    for own in papers.values():
        form = _form(own, words, book)
        # What can be kept is worked out first: it is then that the form is validated.
        drafts.append(PaperDraft(own[0].line.paper.row, form.storable))
        faults += [*_refused(own, by), *_faults(own, form)]
    return drafts, faults


def _form(
    own: Sequence[Difference], words: Sequence[PlanWord], book: DivisionBook
) -> MeasureReviewForm:
    paper = own[0].line.paper
    told = {
        "row": paper.row, "words": words, "measures": book.measures,
        "planned": paper.planned, "targets": paper.targets,
    }  # fmt: skip
    stored = MeasureReviewForm(**told)
    data = {name: stored_text(stored, name) for name in stored.fields}
    return MeasureReviewForm(data | {_field(each): _typed(each.value) for each in own}, **told)


def _field(each: Difference) -> str:
    """The field of the form that a cell fills."""
    name = FIELD.get(each.name)
    return f"{name}-{each.line.asked.part.id}" if name else each.name


def _typed(value: Any) -> str:
    """A cell's value as the form sends it."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _faults(own: Sequence[Difference], form: MeasureReviewForm) -> Iterator[Told]:
    by_field = {_field(each): each for each in own}
    for name, errors in form.errors.items():
        # 目標 and 取下げ are refused together, at whichever of the two was changed.
        other = name.replace("withdraw-", "target-")
        if each := by_field.get(name) or by_field.get(other):
            yield each.filled.told(each.name, each.mine, " ".join(errors), MEND)


def _refused(own: Sequence[Difference], by: Standing) -> Iterator[Told]:
    row, line = own[0].line.paper.row, own[0].line
    if not predicates.may_fill_measure_review(by, row):
        problem = f"施策{line.known[CODE]}：調書に記入できるのは、主管課の職員と事務局です。"
        yield own[0].filled.told("", "", problem, PUT_BACK)
