"""Who may type into which form, and on which page it stands (README: 未送信の入力).

Typing is let through for who may write the form, whatever the state has become meanwhile: the
text of a report that was handed in, or whose year was closed, is still its author's to copy.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField
from django.http import Http404

from progress import access
from progress.rights import predicates
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import CityRole
from sakado_dx.organization.unsent import Place

# What a form's subject is.
REPORT, CONTRIBUTION, FOLLOW_UP, MEASURE = "report", "contribution", "follow_up", "measure"
PAPER = "measure_review"


@dataclass(frozen=True)
class FormDoor:
    """A form as people call it, what its subject is, the address of its page, and by which
    division its writer has it: None for the secretariat. `division_of` refuses all others."""

    name: str
    subject: str
    page: str
    division_of: Callable[[Standing, int], int | None]


def _of_lead(standing: Standing, pk: int) -> int | None:
    report = access.report_to_edit(standing, pk)
    lead = report.lead_division(standing.day)
    return lead.pk if lead and predicates.leads(standing, report) else None


def _of_contributor(standing: Standing, pk: int) -> int | None:
    part = access.contribution_to_write(standing, pk)
    return None if predicates.contributes_on_behalf(standing, part) else part.division_id


def _of_secretariat(standing: Standing, pk: int) -> None:
    if not standing.is_secretariat:
        raise Http404
    access.report_at_all(pk)


def _of_asked(standing: Standing, pk: int) -> int | None:
    follow_up = access.follow_up_for(standing, pk)
    if not predicates.may_answer(standing, follow_up):
        raise PermissionDenied(f"回答できるのは、{follow_up.division}の職員と事務局です。")
    on_behalf = predicates.acts_for_division(standing, follow_up.division_id)
    return None if on_behalf else follow_up.division_id


def _of_asking(standing: Standing, pk: int) -> None:
    if not standing.is_secretariat:
        raise Http404
    access.follow_up_for(standing, pk)


def _of_owner(standing: Standing, pk: int) -> int | None:
    measure = access.measure_at_all(pk)
    own = (each.pk for each in measure.divisions_on(standing.day) if standing.belongs_to(each.pk))
    division_id = next(own, None)
    if division_id is None and not standing.is_secretariat:
        raise PermissionDenied("経過メモを書けるのは、この施策の所管課と事務局です。")
    return division_id


def _of_reviewed(standing: Standing, pk: int) -> int | None:
    row = access.measure_review_to_fill(standing, pk)
    lead = row.lead_division(standing.day)
    return lead.pk if lead and predicates.leads_measure(standing, row) else None


FORMS = {
    "report": FormDoor("進捗の入力", REPORT, "progress:report_edit", _of_lead),
    "row": FormDoor("まとめて入力の表", REPORT, "progress:report_table", _of_lead),
    "check": FormDoor("入力内容の確認と提出", REPORT, "progress:report_check", _of_lead),
    # Of a whole sheet: its subject is the part that was asked for first.
    "contribution": FormDoor("関係課回答票", CONTRIBUTION, "progress:part_row", _of_contributor),
    "note": FormDoor("経過メモ", MEASURE, "progress:measure_detail", _of_owner),
    "comment": FormDoor("報告の確認", REPORT, "progress:report_review", _of_secretariat),
    # Kept before the review had one form: what is left of it stays for its owner to copy.
    "send-back": FormDoor("差戻しの理由", REPORT, "progress:report_review", _of_secretariat),
    "confirm": FormDoor("確認", REPORT, "progress:report_review", _of_secretariat),
    "answer": FormDoor("指摘事項への回答", FOLLOW_UP, "progress:follow_up_detail", _of_asked),
    "measure-review": FormDoor(
        "施策見直し調書", PAPER, "progress:measure_review_edit", _of_reviewed
    ),
    "ask-again": FormDoor("指摘事項の再依頼", FOLLOW_UP, "progress:follow_up_detail", _of_asking),
}


def known_place(form: str, subject: int) -> Place:
    """A place by its address; Http404 for a form that there is not, and a number of nothing."""
    if form not in FORMS or subject > BigIntegerField.MAX_BIGINT:
        raise Http404
    return Place(form, subject)


def place_of(standing: Standing, form: str, subject: int) -> Place:
    """The place by which this person writes the form; Http404 or PermissionDenied for others."""
    known_place(form, subject)
    division_id = FORMS[form].division_of(standing, subject)
    role = "" if division_id else CityRole.Role.SECRETARIAT.value
    return Place(form, subject, division_id, role)
