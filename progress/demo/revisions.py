"""The plan changes: a slip mended, and the review of three years carried to a decided revision.

It takes effect on the first day of the year after the running one: a measure is abandoned, two are
merged, one begins, a target is withdrawn, a definition changes.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.utils import timezone

from measures.models import Plan
from progress.decisions import settling_verbs as settling
from progress.demo.people import Cast
from progress.demo.texts import MARK, marked
from progress.meetings import verbs as meetings
from progress.models import (
    MeasureReview,
    Meeting,
    NewMeasureProposal,
    PlanReview,
    PlanRevision,
    ReviewYear,
    RevisionStep,
)
from progress.plan_document.rows.stored import stored_rows
from progress.plan_document.rows.tables import Key, Rows
from progress.plan_editions import verbs as editions
from progress.reviews import decision_verbs, new_verbs, taking_verbs
from progress.reviews.deciding import decided_of
from progress.revisions import drafting, editing, effect_verbs, verbs
from progress.revisions.editing import BLANK_TARGET, Wanted
from progress.revisions.readings import reading_of
from sakado_dx import fiscal
from sakado_dx.records.acting import Door

DOOR = Door.COMMAND
STEPS = RevisionStep.Kind
NATIONAL = "国の目標変更"


def publish_first(plan: Plan, cast: Cast) -> None:
    """The plan was public from the day on which it took effect."""
    first = plan.editions.in_order().first()
    editions.set_public_day(
        first, by=cast["secretariat1"], published_on=first.effective_on, door=DOOR
    )


def mend_a_slip(plan: Plan, fiscal_years: Collection[int], cast: Cast) -> PlanRevision | None:
    """誤記訂正 of what a finished year's cell prints, in force at once: the reports of that year have
    the words too, so that their corrections are proposed. None where no cell of these stands alone.
    """
    rows = stored_rows(plan).rows
    wanted = _misprinted(rows, fiscal_years)
    if not wanted:
        return None
    reason = marked("年度別の方向性の書き誤りのため")
    revision = drafting.draft(
        plan,
        by=cast["secretariat1"],
        title=marked("誤記訂正（年度別の方向性）"),
        kind=PlanRevision.Kind.SLIP,
        reason=marked("印刷の誤りを訂正する。"),
        effective_on=timezone.localdate(),
        lines=editing.lines_for(rows, wanted, reason),
        door=DOOR,
    )
    verbs.change(
        revision,
        by=cast["secretariat1"],
        version=revision.version,
        title=revision.title,
        kind=revision.kind,
        effective_on=revision.effective_on,
        reason=revision.reason,
        document_number=marked("情政第90号"),
        door=DOOR,
    )
    return _published(_decided(revision, cast), cast)


def _misprinted(rows: Rows, fiscal_years: Collection[int]) -> Wanted:
    """The last cell of these years that no other one repeats (⇒), with the mark of a sample."""
    cells = rows["yearly_directions"]
    for (measure, year), values in sorted(cells.items(), reverse=True):
        word, following = values["printed"], cells.get((measure, year + 1), {})
        is_alone = word == values["resolved"] != following.get("resolved")
        if year in fiscal_years and word and is_alone:
            mended = f"{word}{MARK}"
            return {
                ("yearly_directions", (measure, year)): values
                | {"printed": mended, "resolved": mended}
            }
    return {}


def revise_after_review(review: PlanReview, running: ReviewYear, cast: Cast) -> PlanRevision:
    """From the 調書 that are handed in to the decided revision."""
    _handle_proposals(review, cast)
    _decide(review, running, cast)
    revision = taking_verbs.take_over(
        review, by=cast["secretariat1"], version=review.version, door=DOOR
    )
    _change_more(revision, review.changes_from, cast)
    for step in _steps(revision.effective_on):
        verbs.record_step(
            revision, by=cast["secretariat1"], version=revision.version, door=DOOR, **step
        )
    return _published(_decided(revision, cast), cast)


def _published(revision: PlanRevision, cast: Cast) -> PlanRevision:
    """Public from the day on which it takes effect."""
    return effect_verbs.publish(
        revision,
        by=cast["secretariat1"],
        version=revision.version,
        published_on=revision.effective_on,
        door=DOOR,
    )


def _decided(revision: PlanRevision, cast: Cast) -> PlanRevision:
    PlanRevision.objects.filter(pk=revision.pk).update(is_sample=True)
    return effect_verbs.decide(
        revision,
        by=cast["secretariat1"],
        version=revision.version,
        decided_on=timezone.localdate(),
        door=DOOR,
    )


def _handle_proposals(review: PlanReview, cast: Cast) -> None:
    """The secretariat's 案 on each proposed measure: the first is taken up."""
    for number, proposal in enumerate(review.new_measures.order_by("pk")):
        handling = NewMeasureProposal.Handling
        new_verbs.handle_proposal(
            proposal,
            by=cast["secretariat1"],
            version=proposal.version,
            proposed=handling.DROP if number else handling.ADOPT,
            note=marked("同じ内容のため、先の提案に含める。") if number else "",
            door=DOOR,
        )


def _decide(review: PlanReview, running: ReviewYear, cast: Cast) -> Meeting:
    """A meeting of the body above the council, where there is one: each 調書 that does not just go
    on by itself, the rest together."""
    secretary = cast["secretariat1"]
    meeting = meetings.plan_meeting(
        running,
        by=secretary,
        kind=_body_above(running.plan),
        held_on=timezone.localdate(),
        place=marked("庁議室"),
        members=[cast["council1"].user, cast["executive1"].user],
        door=DOOR,
    )
    told = {"by": secretary, "meeting": meeting, "door": DOOR}
    for each in decided_of(review):
        if each.why_not_rest:
            _decide_one(each.paper, **told)
    for proposal in review.new_measures.order_by("pk"):
        adopted = proposal.proposed == NewMeasureProposal.Handling.ADOPT
        decision_verbs.decide_new(proposal, version=proposal.version, is_adopted=adopted, **told)
    versions = {each.paper.pk: each.paper.version for each in decided_of(review)}
    decision_verbs.decide_rest(review, versions=versions, **told)
    settling.settle(
        meeting,
        by=secretary,
        decision_ids=[],
        review_decision_ids=list(meeting.review_decisions.values_list("pk", flat=True)),
        chair_title="副市長",
        chair_name=marked("坂戸 花子"),
        chair_on=meeting.held_on,
        door=DOOR,
    )
    return meeting


def _body_above(plan: Plan) -> str:
    """The body next above the council, which is the plan's first; that, where none is."""
    council = plan.meeting_kinds.first()
    above = plan.meeting_kinds.filter(rank__gt=council.rank).order_by("rank", "order").first()
    return (above or council).name


def _decide_one(paper: MeasureReview, **told) -> None:
    decision_verbs.decide(
        paper,
        version=paper.version,
        outlook=paper.proposed_outlook,
        into=paper.proposed_into,
        opinion=marked("事務局案のとおりとする。"),
        **told,
    )


def _change_more(revision: PlanRevision, first_year: int, cast: Cast) -> None:
    """What no 調書 asked for: a national target that moved, an indicator counted otherwise."""
    rows = reading_of(revision).after
    wanted = _withdrawn(rows, first_year) | _defined_anew(rows, first_year)
    lines = editing.lines_for(rows, wanted, marked("国の計画の改定に合わせる。"))
    editing.put(
        revision,
        by=cast["secretariat1"],
        version=revision.version,
        lines=lines,
        places=list(wanted),
        door=DOOR,
    )


def _withdrawn(rows: Rows, first_year: int) -> Wanted:
    """The last target of the first numeric indicator that goes on, taken back."""
    for indicator in _standing(rows, "number"):
        versions = [key for key in rows["targets"] if key[0] == indicator and key[2] == "target"]
        key = max(versions, key=lambda key: (key[1], key[3]), default=None)
        if key and key[1] >= first_year and key[3] < first_year:
            told = rows["targets"][key] | {"value": None, "withdrawn": True, "reason": NATIONAL}
            return {("targets", (*key[:3], first_year)): told}
    return {}


def _defined_anew(rows: Rows, first_year: int) -> Wanted:
    """The last yearly minimum ends, and one that is counted otherwise goes on from it."""
    for indicator in reversed(list(_standing(rows, "annual_minimum"))):
        under = [key for key in rows["measure_indicators"] if key[1] == indicator]
        key = editing.free_key(rows, "indicators", indicator[0])
        values = rows["indicators"][indicator]
        goal = [
            each["value"]
            for (own, year, role, _), each in sorted(rows["targets"].items(), key=str)
            if own == indicator and role == "target" and each["value"] is not None
        ]
        if not goal:
            continue
        wanted: Wanted = {
            ("indicators", key): values
            | {"definition": marked("年度末に数えた件数とする。"), "predecessor_id": indicator},
            ("targets", (key, first_year, "target", 0)): BLANK_TARGET | {"value": goal[-1]},
        }
        for place in under:
            row = rows["measure_indicators"][place]
            wanted["measure_indicators", place] = row | {"last_fiscal_year": first_year - 1}
            begins = row | {"first_fiscal_year": first_year, "order": row["order"] + 1}
            wanted["measure_indicators", (place[0], key)] = begins
        return wanted
    return {}


def _standing(rows: Rows, kind: str) -> Iterator[Key]:
    """Indicators of a kind under measures that do not end, in the plan's order."""
    measures = rows["measures"]
    for (measure, indicator), row in rows["measure_indicators"].items():
        is_of_kind = rows["indicators"][indicator]["kind"] == kind
        if is_of_kind and not measures[measure]["last_day"] and not row["last_fiscal_year"]:
            yield indicator


def _steps(effective_on: date) -> list[dict]:
    """The 経過: all of them done by today, but for one that is left out with its reason."""
    today = timezone.localdate()

    def before(days: int) -> date:
        return today - timedelta(days=days)

    return [
        {"kind": STEPS.INQUIRY, "on": before(60)},
        {"kind": STEPS.DRAFTED, "on": before(40)},
        {"kind": STEPS.COUNCIL, "on": today},
        {"kind": STEPS.COORDINATION, "on": before(30)},
        {
            "kind": STEPS.POLICY,
            "is_left_out": True,
            "reason": marked("企画調整会議の決定によるため。"),
        },
        {
            "kind": STEPS.PUBLIC_COMMENT,
            "on": before(28),
            "until": before(7),
            "opinions": 4,
            "results_on": before(2),
        },
        {"kind": STEPS.ASSEMBLY, "on": before(1)},
        {"kind": STEPS.MAYOR, "on": today},
    ]


def can_revise(running: int) -> bool:
    """Whether the year after the running one, which a review changes first, is still to come."""
    return fiscal.current_fiscal_year() <= running
