"""What meetings decide on 調書 and proposed measures: one, the rest, and a draft dropped."""

from collections.abc import Mapping

from django.db import IntegrityError
from django.utils import timezone

from measures.models import Measure, PlanWord
from progress.judging.completeness import Missing
from progress.meetings.verbs import check_open, hold_unsettled
from progress.models import (
    AgendaItem,
    Decision,
    MeasureReview,
    Meeting,
    NewMeasureProposal,
    PlanReview,
    ReviewDecision,
)
from progress.reviews.deciding import decided_of
from progress.reviews.verbs import TAKEN_OVER
from progress.workflow.record import closed_meanwhile, secretary
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed, needed
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

Manner = Decision.Manner
NO_MORE = "決定は加えられません。ほかの会議で決定を記録してください。"
REFUSAL = "会議の決定を記録できるのは、事務局です。"
MOST_OF_TITLE = 200


def decide(
    row: MeasureReview,
    *,
    by: User | Standing,
    version: int,
    meeting: Meeting | None,
    outlook: PlanWord | None,
    into: Measure | None = None,
    opinion: str = "",
    door: str = Door.PAGE,
) -> ReviewDecision:
    """Record what a meeting decided on a 調書 that is handed in; a draft until it is settled.

    Raises NotAllowed, Incomplete, or Conflict where the 調書 was changed since it was read.
    """
    standing = secretary(by, REFUSAL)
    _check_outlook(row, meeting, outlook, into)
    if not row.is_submitted:
        raise NotAllowed("まだ提出されていない調書の決定は、記録できません。")
    decision = ReviewDecision(
        meeting=meeting,
        measure_review=row,
        version=version,
        outlook=outlook,
        merge_into=into if outlook and outlook.meaning == "merge" else None,
        opinion=opinion.strip().replace("\r\n", "\n"),
        by=standing.user,
        at=timezone.now(),
    )
    return _record(decision, row, row.review, version, standing, door)


def _check_outlook(
    row: MeasureReview, meeting: Meeting | None, outlook: PlanWord | None, into: Measure | None
) -> None:
    missing = []
    if meeting is None:
        missing.append(Missing("meeting", "会議を選んでください。"))
    if outlook is None:
        missing.append(Missing("outlook", "今後の方針を選んでください。"))
    elif outlook.meaning == "merge" and into is None:
        missing.append(Missing("into", "統合先の施策を選んでください。"))
    elif into == row.measure:
        missing.append(Missing("into", "統合先には、ほかの施策を選んでください。"))
    if missing:
        raise Incomplete(missing)


def decide_new(
    row: NewMeasureProposal,
    *,
    by: User | Standing,
    version: int,
    meeting: Meeting | None,
    is_adopted: bool | None,
    opinion: str = "",
    door: str = Door.PAGE,
) -> ReviewDecision:
    """Record whether a meeting adopts a proposed measure; raises as `decide`."""
    standing = secretary(by, REFUSAL)
    missing = []
    if meeting is None:
        missing.append(Missing("meeting", "会議を選んでください。"))
    if is_adopted is None:
        missing.append(Missing("is_adopted", "採用か見送りを選んでください。"))
    if missing:
        raise Incomplete(missing)
    decision = ReviewDecision(
        meeting=meeting,
        new_measure=row,
        version=version,
        is_adopted=is_adopted,
        opinion=opinion.strip().replace("\r\n", "\n"),
        by=standing.user,
        at=timezone.now(),
    )
    return _record(decision, row, row.review, version, standing, door)


def _record(
    decision: ReviewDecision,
    row: MeasureReview | NewMeasureProposal,
    review: PlanReview,
    version: int,
    standing: Standing,
    door: str,
) -> ReviewDecision:
    """Store a decision on what still is as it was read, with its place on the agenda."""
    meeting = decision.meeting
    _check_meeting(meeting, review)
    decision.clean_fields(
        exclude=["meeting", "measure_review", "new_measure", "version", "outlook", "by"]
    )
    if version != row.version:
        raise Conflict(row)
    try:
        with closed_meanwhile(meeting.year), acting(standing.user, door):
            hold_unsettled(meeting, NO_MORE)
            if (
                not type(row)
                .objects.select_for_update()
                .filter(pk=row.pk, version=version)
                .exists()
            ):
                raise Conflict(type(row).objects.get(pk=row.pk))
            decision.save(force_insert=True)
            _list_on_agenda(decision)
    except IntegrityError as error:
        if type(decision).objects.filter(**_subject(decision), meeting=meeting).exists():
            raise NotAllowed("この会議の決定は既に記録されています。") from error
        raise
    return decision


def _check_meeting(meeting: Meeting, review: PlanReview) -> None:
    check_open(meeting.year)
    if meeting.year.plan_id != review.plan_id:
        raise NotAllowed("ほかの計画の会議では、決められません。")
    if not review.is_under_way:
        raise NotAllowed(TAKEN_OVER)
    if meeting.held_on > timezone.localdate():
        day = fiscal.format_date(meeting.held_on)
        raise NotAllowed(f"会議の開催日（{day}）より前に、決定は記録できません。")


def _subject(decision: ReviewDecision) -> dict:
    return {
        "measure_review": decision.measure_review_id,
        "new_measure": decision.new_measure_id,
    }


def _title(decision: ReviewDecision) -> str:
    if decision.measure_review:
        return f"施策の見直し：{decision.measure_review.measure}"[:MOST_OF_TITLE]
    return f"新規施策の提案：{decision.new_measure}"[:MOST_OF_TITLE]


def _list_on_agenda(decision: ReviewDecision) -> None:
    """A matter of its own, which says what came of it: so it stands in the minutes too."""
    agenda, title = decision.meeting.agenda, _title(decision)
    outcome = "。".join(filter(None, (decision.words, decision.opinion)))[:1000]
    item = agenda.filter(title=title).first()
    if item is None:
        last = agenda.in_order().last()
        item = AgendaItem(
            meeting=decision.meeting, title=title, order=last.order + 1 if last else 1
        )
    item.measure_review, item.outcome = decision.measure_review, outcome
    item.save()


def decide_rest(
    review: PlanReview,
    *,
    by: User | Standing,
    meeting: Meeting,
    versions: Mapping[int, int],
    door: str = Door.PAGE,
) -> list[ReviewDecision]:
    """その他は事務局案のとおり: one decision on each 調書 that goes on as it is and was listed.

    `versions` maps the 調書 of the list to the versions that it showed. NotAllowed where none
    remains.
    """
    standing = secretary(by, REFUSAL)
    _check_meeting(meeting, review)
    with closed_meanwhile(meeting.year), acting(standing.user, door):
        hold_unsettled(meeting, NO_MORE)
        covered = [
            each.paper
            for each in decided_of(review)
            if not each.why_not_rest and versions.get(each.paper.pk) == each.paper.version
        ]
        if not covered:
            raise NotAllowed("一覧の調書は、その後に変わったか、既に決定が記録されています。")
        now = timezone.now()
        made = ReviewDecision.objects.bulk_create(
            ReviewDecision(
                meeting=meeting,
                measure_review=each,
                version=each.version,
                manner=Manner.REST,
                outlook=each.proposed_outlook,
                by=standing.user,
                at=now,
            )
            for each in covered
        )
        _list_rest(meeting, review, len(made))
    return made


def _list_rest(meeting: Meeting, review: PlanReview, number: int) -> None:
    title = f"{review.title}：その他は事務局案のとおり"[:MOST_OF_TITLE]
    last = meeting.agenda.in_order().last()
    item = meeting.agenda.filter(title=title).first() or AgendaItem(
        meeting=meeting, title=title, order=last.order + 1 if last else 1
    )
    item.outcome = f"調書{number}件を、事務局案のとおり継続とする。"
    item.save()


def drop(
    decision: ReviewDecision, *, by: User | Standing, reason: str, door: str = Door.PAGE
) -> None:
    """Take a decision back until its meeting is settled; what the agenda says of it goes too."""
    standing = secretary(by, REFUSAL)
    reason = needed(reason, "決定を取り下げる理由を入力してください。")
    meeting = decision.meeting
    with closed_meanwhile(meeting.year), acting(standing.user, door, reason):
        hold_unsettled(meeting, "決定は取り下げられません。")
        if not ReviewDecision.objects.filter(pk=decision.pk).delete()[0]:
            raise NotAllowed("この決定は、既に取り下げられています。")
        meeting.agenda.filter(title=_title(decision)).update(outcome="")
