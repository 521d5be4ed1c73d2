"""An edition of the plan is written as the plan stands, and never again changed (README: 改定)."""

from datetime import date
from hashlib import sha256

from django.utils import timezone

from measures.models import Plan
from progress.models import PlanEdition, PlanRevision
from progress.plan_document.exporting import document_of, dump
from progress.plan_editions.printed import printed_document

FIRST = "当初"


def name_of(number: int) -> str:
    """``当初``, ``第1次改定`` …"""
    return f"第{number}次改定" if number else FIRST


def write_edition(
    plan: Plan,
    *,
    effective_on: date,
    by: str,
    decided_on: date | None = None,
    published_on: date | None = None,
    revision: PlanRevision | None = None,
    name: str = "",
    outcome: list[dict] | None = None,
) -> PlanEdition:
    """The plan as it stands in the tables, as the edition of a day, in the caller's transaction.

    `by` is the name of who recorded the decision. Numbers follow the revisions: an edition of the
    same revision has its number. `outcome` is what became of open years' reports.
    """
    document = document_of(plan)
    text = dump(document)
    last = plan.editions.in_order().last()
    number = 0 if last is None else last.number + (last.revision_id != getattr(revision, "pk", 0))
    return PlanEdition.objects.create(
        plan=plan,
        revision=revision,
        number=number,
        name=name or name_of(number),
        effective_on=effective_on,
        decided_on=decided_on,
        published_on=published_on,
        document=text,
        public_document=dump(printed_document(document, effective_on)),
        sha256=sha256(text.encode()).hexdigest(),
        outcome=outcome or [],
        by_name=by,
        at=timezone.now(),
    )
