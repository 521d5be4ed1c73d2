"""Who may read and do what with a report, as one-line predicates (README: 状態と操作).

`standing` is what the person is today (organization.access), `report` comes with its measure
and that measure's divisions. Where a predicate needs more, it asks for it as plain values.
"""

from collections.abc import Collection
from datetime import date

from progress.models import (
    Contribution,
    Decision,
    FollowUp,
    MeasureReview,
    PlanRevision,
    ProgressReport,
)
from sakado_dx.organization.access import Standing

State = ProgressReport.State


def leads(standing: Standing, report: ProgressReport) -> bool:
    lead = report.lead_division(standing.day)
    return bool(lead) and not lead.is_collective and standing.belongs_to(lead.pk)


def heads_lead(standing: Standing, report: ProgressReport) -> bool:
    lead = report.lead_division(standing.day)
    return bool(lead) and not lead.is_collective and standing.heads(lead.pk)


def owns(standing: Standing, report: ProgressReport) -> bool:
    return any(standing.belongs_to(each.pk) for each in report.divisions(standing.day))


def oversees(standing: Standing, report: ProgressReport) -> bool:
    """Whether one of the report's divisions lies in a 部 of this person."""
    divisions = report.divisions(standing.day)
    return any(each.pk in standing.readable_division_ids for each in divisions)


def contributes(standing: Standing, report: ProgressReport) -> bool:
    """Whether a part of it is asked of one of this person's divisions, or of one in his 部."""
    own = standing.divisions.keys() | standing.readable_division_ids
    return bool(own) and not own.isdisjoint(report.contributing_ids)


def may_read_content(standing: Standing, report: ProgressReport) -> bool:
    """Drafts: owning and contributing divisions, their 部, secretariat; submitted: also council
    and executive; confirmed: all staff."""
    if standing.is_secretariat or owns(standing, report) or oversees(standing, report):
        return True
    if report.counts and standing.is_staff:
        return True
    if report.state == State.SUBMITTED and (standing.is_council or standing.is_executive):
        return True
    return contributes(standing, report)


def may_see_pending(standing: Standing) -> bool:
    """Who has the switch 確定前を含む on dashboards: who may read what is submitted anywhere."""
    return standing.is_secretariat or standing.is_council or standing.is_executive


def may_save(standing: Standing, report: ProgressReport) -> bool:
    return leads(standing, report) or standing.is_secretariat


def may_note(standing: Standing, report: ProgressReport) -> bool:
    """Who writes 経過メモ: the measure's divisions and the secretariat."""
    return standing.is_secretariat or owns(standing, report)


def may_answer_sheet(standing: Standing, division_id: int) -> bool:
    """関係課回答票: the members of the division that is asked; the secretariat on behalf."""
    return standing.belongs_to(division_id) or standing.is_secretariat


def may_fill_workbook(standing: Standing, division_id: int) -> bool:
    """課の記入用ブック: the members of the division; the secretariat on behalf."""
    return standing.belongs_to(division_id) or standing.is_secretariat


def acts_for_division(standing: Standing, division_id: int) -> bool:
    """The secretariat acts for a division that it does not belong to."""
    return standing.is_secretariat and not standing.belongs_to(division_id)


def may_contribute(standing: Standing, part: Contribution) -> bool:
    return may_answer_sheet(standing, part.division_id)


def contributes_on_behalf(standing: Standing, part: Contribution) -> bool:
    return acts_for_division(standing, part.division_id)


def acts_on_behalf(standing: Standing, report: ProgressReport) -> bool:
    """The secretariat acts for a division that it does not belong to."""
    return standing.is_secretariat and not leads(standing, report)


def may_submit(standing: Standing, report: ProgressReport, *, lead_has_head: bool) -> bool:
    """The head or deputy; a reporter where there is neither, or where the year allows the
    head's consent to be recorded; the secretariat on behalf."""
    if heads_lead(standing, report) or standing.is_secretariat:
        return True
    free = not lead_has_head or report.year.head_may_be_recorded
    return leads(standing, report) and free


def needs_head_record(standing: Standing, report: ProgressReport, *, lead_has_head: bool) -> bool:
    """Whether name and date of the head's consent are asked of who submits."""
    reporter = leads(standing, report) and not heads_lead(standing, report)
    return reporter and lead_has_head


def may_endorse(standing: Standing, report: ProgressReport) -> bool:
    """部長確認: the members of the lead division's 部."""
    lead = report.lead_division(standing.day)
    return lead is not None and lead.parent_id is not None and standing.belongs_to(lead.parent_id)


def gives_endorsement(standing: Standing, report: ProgressReport) -> bool:
    """事務取扱: whether this person's submission is the 部長確認 that is asked for, too."""
    is_asked = report.year.asks_endorsement and not report.endorsed_at
    return is_asked and may_endorse(standing, report)


def awaits_endorsement(report: ProgressReport, day: date, manned: Collection[int]) -> bool:
    """Whether 部長確認 is asked for and not given; `manned` are the divisions with people: a 部
    in which nobody is registered is not waited for."""
    if not report.year.asks_endorsement or report.endorsed_at:
        return False
    lead = report.lead_division(day)
    return lead is not None and lead.parent_id in manned


def may_review(standing: Standing, report: ProgressReport) -> bool:
    return standing.is_secretariat


def may_check_content(standing: Standing, report: ProgressReport) -> bool:
    """内容確認: an executive marks that he has read what was evaluated; it confirms nothing."""
    return standing.is_executive and report.state == State.EVALUATED


def may_confirm(
    standing: Standing,
    report: ProgressReport,
    *,
    author_ids: Collection[int],
    secretariat_ids: Collection[int],
) -> bool:
    """A secretary who is no author; where every secretary is one, any of them (二人目なし)."""
    wrote = standing.user.pk in author_ids
    return standing.is_secretariat and (not wrote or set(secretariat_ids) <= set(author_ids))


def confirms_alone(standing: Standing, author_ids: Collection[int]) -> bool:
    """二人目なし: who confirms what he wrote himself says why."""
    return standing.user.pk in author_ids


def may_confirm_correction(
    standing: Standing, proposed_by: int, *, secretariat_ids: Collection[int]
) -> bool:
    """A secretary other than who proposed it; who proposed it where there is no other."""
    is_alone = set(secretariat_ids) <= {proposed_by}
    return standing.is_secretariat and (standing.user.pk != proposed_by or is_alone)


def is_same_division(standing: Standing, report: ProgressReport) -> bool:
    """同一課確認: the confirming person belongs to the division that leads the measure."""
    return leads(standing, report)


def is_led_by_secretariat(report: ProgressReport, day: date) -> bool:
    """事務局が所管: it offers no 事務局案 on its own measure."""
    lead = report.lead_division(day)
    return bool(lead) and lead.is_secretariat


def may_read_meetings(standing: Standing) -> bool:
    """Meetings of all bodies; what stands on their agendas follows may_read_content."""
    return standing.is_secretariat or standing.is_council or standing.is_executive


def may_read_decisions(standing: Standing, report: ProgressReport) -> bool:
    """Who reads meetings, and the measure's divisions with their 部; once the report is
    evaluated, all staff."""
    if may_read_meetings(standing) or owns(standing, report) or oversees(standing, report):
        return True
    return report.state == State.EVALUATED and standing.is_staff


def may_read_draft(standing: Standing, decision: Decision) -> bool:
    """A draft is the secretariat's alone until 画面に反映, then of who reads meetings; of what is no
    draft this asks nothing."""
    if not decision.is_draft or standing.is_secretariat:
        return True
    return decision.shown_at is not None and may_read_meetings(standing)


def may_read_decision(standing: Standing, decision: Decision) -> bool:
    """Who reads the decisions on the report, once the meeting is settled."""
    readable = may_read_decisions(standing, decision.report)
    return readable and may_read_draft(standing, decision)


def may_answer(standing: Standing, follow_up: FollowUp) -> bool:
    """The members of the division that is asked, once the meeting is settled; the secretariat on
    behalf."""
    asked = not follow_up.decision.is_draft
    return asked and may_answer_sheet(standing, follow_up.division_id)


def may_read_follow_up(standing: Standing, follow_up: FollowUp) -> bool:
    """The asked division with its 部, and who reads the decision that asks; of a draft the
    secretariat alone."""
    if follow_up.decision.is_draft:
        return standing.is_secretariat
    if follow_up.division_id in standing.readable_division_ids:
        return True
    return may_answer(standing, follow_up) or may_read_decisions(
        standing, follow_up.decision.report
    )


def reads_all_reviews(standing: Standing) -> bool:
    """The whole of a 三年目の見直し: secretariat, council and executives; divisions see their own."""
    return may_read_meetings(standing)


def owns_measure(standing: Standing, row: MeasureReview) -> bool:
    """Whether the measure is of one of this person's divisions, or of one in his 部."""
    own = standing.divisions.keys() | standing.readable_division_ids
    return any(each.pk in own for each in row.measure.divisions_on(standing.day))


def leads_measure(standing: Standing, row: MeasureReview) -> bool:
    lead = row.lead_division(standing.day)
    return bool(lead) and not lead.is_collective and standing.belongs_to(lead.pk)


def may_read_measure_review(standing: Standing, row: MeasureReview) -> bool:
    """調書: the measure's divisions with their 部, the secretariat; once it is handed in council
    and executives too."""
    if standing.is_secretariat or owns_measure(standing, row):
        return True
    return row.is_submitted and may_read_meetings(standing)


def may_fill_measure_review(standing: Standing, row: MeasureReview) -> bool:
    """The members of the lead division; the secretariat on behalf."""
    return leads_measure(standing, row) or standing.is_secretariat


def reviews_on_behalf(standing: Standing, row: MeasureReview) -> bool:
    return standing.is_secretariat and not leads_measure(standing, row)


def may_read_new_measure(standing: Standing, division_id: int) -> bool:
    """A proposal is handed in as it is made: its division with the 部, and who reads all."""
    own = standing.divisions.keys() | standing.readable_division_ids
    return reads_all_reviews(standing) or division_id in own


def may_read_revision(standing: Standing, revision: PlanRevision) -> bool:
    """A draft: the secretariat, and from 庁内照会 on the divisions; once decided, all staff."""
    if standing.is_secretariat:
        return True
    if revision.is_decided:
        return standing.is_staff
    is_shared = revision.is_draft and revision.shared_on is not None
    return is_shared and revision.shared_on <= standing.day and bool(standing.divisions)
