"""Three finished years and one in progress, played through the portal's own verbs.

Each finished year goes its whole way: reports, returns, a meeting with decisions and requests,
evaluation, approval, publication, closing; the first one is corrected afterwards. All of it
carries the mark of a sample, and nothing is written past the workflow.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from measures.models import Plan, PlanWord
from progress.approvals import verbs as approvals
from progress.corrections import verbs as corrections
from progress.decisions import evaluating
from progress.decisions import settling_verbs as settling
from progress.decisions import verbs as decisions
from progress.demo.loading import NotLoadable, dates_of, fitting_plan, open_sample_year, since_when
from progress.demo.people import Cast, leading_divisions, make_cast
from progress.demo.reporting import Reporting
from progress.demo.reviews import open_sample_review
from progress.demo.revisions import (
    can_revise,
    mend_a_slip,
    publish_first,
    revise_after_review,
)
from progress.demo.scenario import Places, Words
from progress.demo.systems import fill_systems
from progress.demo.texts import marked
from progress.editions import verbs as editions
from progress.follow_ups import verbs as follow_ups
from progress.follow_ups.requests import Request
from progress.judging.council import may_accept
from progress.meetings import verbs as meetings
from progress.models import (
    Approval,
    Correction,
    Decision,
    FollowUp,
    Meeting,
    ProgressReport,
    Retention,
    ReviewYear,
)
from progress.publication import verbs as publication
from progress.retention import verbs as retention
from sakado_dx.fiscal import last_day
from sakado_dx.records.acting import Door, acting

FINISHED = 3
KEPT_YEARS = 5
DOOR = Door.COMMAND


def load_years() -> None:
    """Make the people, three closed years, the next one in progress, and a review of the three.
    All or nothing."""
    plan = fitting_plan()
    words = Words(list(PlanWord.objects.filter(plan=plan)))
    divisions = leading_divisions(plan, timezone.localdate())
    if not words.are_enough or not divisions:
        raise NotLoadable(
            "この計画には、進捗・今後の方針の言葉か、施策を主管する課がないため、"
            "サンプルデータを作れません。"
        )
    played = plan.fiscal_years[: FINISHED + 1]
    with acting("manage.py demo_years", Door.COMMAND):
        cast = make_cast(divisions, since=since_when(plan))
        for number, fiscal_year in enumerate(played):
            is_finished = number < len(played) - 1
            year = _reported(plan, fiscal_year, cast, words, is_finished=is_finished)
            if is_finished:
                _finish(year, cast)
            _follow_up_last_year(year, cast)
        _correct_first(plan, cast)
        fill_systems(plan, until=played[-1])
        _review_and_revise(plan, played, cast)


def _review_and_revise(plan: Plan, played: Sequence[int], cast: Cast) -> None:
    """A slip is mended; the review of the finished years ends in a revision that is decided and
    takes effect after the running year. Where that year has come already, the review is under
    way."""
    is_whole = can_revise(played[-1])
    publish_first(plan, cast)
    mend_a_slip(plan, played[:-1], cast)
    review = open_sample_review(plan, played, cast, is_whole=is_whole)
    if review and is_whole:
        running = ReviewYear.objects.select_related("plan").get(plan=plan, fiscal_year=played[-1])
        revise_after_review(review, running, cast)


def _reported(
    plan: Plan,
    fiscal_year: int,
    cast: Cast,
    words: Words,
    *,
    is_finished: bool,
) -> ReviewYear:
    dates = dates_of(fiscal_year, is_finished)
    if is_finished:
        after = {"assembly_on": 20, "accounts_on": 25, "publish_on": 30}
        dates |= {name: dates["meeting_on"] + timedelta(days=days) for name, days in after.items()}
    year = open_sample_year(plan, fiscal_year, cast, asks_approval=True, **dates)
    places = Places(fiscal_year - plan.first_fiscal_year, is_finished)
    reporting = Reporting(year, cast, words)
    reports = ProgressReport.objects.for_year(year).with_measure().in_plan_order()
    for place, report in enumerate(reports.prefetch_related("measure__yearly_directions")):
        reporting.bring(report, places, place)
    return year


def _finish(year: ReviewYear, cast: Cast) -> None:
    """Meeting, evaluation, one 起案 for all reports, publication, closing."""
    secretary, executive = cast["secretariat1"], cast["executive1"]
    meeting = _hold_meeting(year, cast)
    paper = _draft(meeting)
    for place, report in enumerate(_reports(year)):
        evaluating.evaluate(report, by=secretary, version=report.version, door=DOOR)
        if place % 5 == 0:
            approvals.check_content(report, by=executive, version=report.version, door=DOOR)
        approvals.approve(report, by=secretary, version=report.version, **paper, door=DOOR)
        publication.publish(report, by=secretary, version=report.version, door=DOOR)
    editions.close_year(meeting.year, by=secretary, reason=marked("年度の締め"), door=DOOR)
    _keep(meeting.year, cast)


def _keep(year: ReviewYear, cast: Cast) -> None:
    """How long the documents are kept: five years from the rule's day on."""
    retention.set_retention(
        year,
        by=cast["secretariat1"],
        as_of=None,
        document_class=marked("総務―情報政策―計画進捗"),
        term=Retention.Term.YEARS,
        keep_years=KEPT_YEARS,
        starts_on=None,
        door=DOOR,
    )


def _draft(meeting: Meeting) -> dict[str, Any]:
    """The 起案 after a meeting; that of the plan's second year was decided in the mayor's place."""
    year, today = meeting.year, timezone.localdate()
    is_delegated = year.fiscal_year == year.plan.first_fiscal_year + 1
    approved_on = min(meeting.held_on + timedelta(days=7), today)
    delegated = {
        "manner": Approval.Manner.DELEGATED,
        "decided_by": marked("副市長 坂戸 花子"),
        "reviewed_on": min(approved_on + timedelta(days=5), today),
    }
    return {
        "document_number": marked(f"情政第{year.fiscal_year - 2000}号"),
        "drafted_on": meeting.held_on,
        "approved_on": approved_on,
        "rank": Approval.Rank.MAYOR,
        **(delegated if is_delegated else {}),
    }


def _reports(year: ReviewYear) -> Sequence[ProgressReport]:
    return list(ProgressReport.objects.for_year(year).with_measure().in_plan_order())


def _hold_meeting(year: ReviewYear, cast: Cast) -> Meeting:
    secretary = cast["secretariat1"]
    meeting = meetings.plan_meeting(
        year,
        by=secretary,
        kind=_council(year),
        held_on=min(year.meeting_on, timezone.localdate()),
        place=marked("庁議室"),
        members=[cast["council1"].user, cast["executive1"].user],
        door=DOOR,
    )
    meetings.fill_agenda(meeting, by=secretary, door=DOOR)
    meetings.add_to_agenda(meeting, by=secretary, reports=_own_and_ahead(year), door=DOOR)
    items = list(meeting.agenda.order_by("order"))
    for place, item in enumerate(items):
        _decide(meeting, item.report_id, cast, place)
    rest = {report.pk: report.version for report in _reports(year)}
    decisions.decide_rest(meeting, by=secretary, versions=rest, door=DOOR)
    settling.settle(
        meeting,
        by=secretary,
        decision_ids=list(meeting.decisions.values_list("pk", flat=True)),
        chair_title="副市長",
        chair_name=marked("坂戸 花子"),
        chair_on=meeting.held_on,
        door=DOOR,
    )
    return meeting


def _own_and_ahead(year: ReviewYear) -> list[ProgressReport]:
    """The first measure that the secretariat leads and calls ahead itself: nobody has proposed
    anything else, so the council looks at it."""
    today = timezone.localdate()
    ahead = (each for each in _reports(year) if each.progress.meaning == "ahead")
    leads = ((each, each.lead_division(today)) for each in ahead)
    return [each for each, lead in leads if lead and lead.is_secretariat][:1]


def _council(year: ReviewYear) -> str:
    """The body that looks at the reports: the plan's first."""
    return year.plan.meeting_kinds.values_list("name", flat=True)[0]


def _decide(meeting: Meeting, report_id: int, cast: Cast, place: int) -> Decision:
    """A decision of its own; every third one asks something of the lead division."""
    report = ProgressReport.objects.with_measure().get(pk=report_id)
    lead = report.lead_division(timezone.localdate())
    request = Request(
        division=lead,
        what=marked("遅れを取り戻す手順と時期を示してください。"),
        due=meeting.held_on + timedelta(days=60),
    )
    return decisions.decide(
        meeting,
        report,
        by=cast["secretariat1"],
        version=report.version,
        judgement=_judgement(report),
        outlook=report.outlook,
        opinion=marked("関係課と連携し、早めに着手すること。"),
        is_public=place % 2 == 0,
        accepted_until=_accepted_until(report, place),
        requests=[request] if place % 3 == 0 else [],
        door=DOOR,
    )


def _accepted_until(report: ProgressReport, place: int) -> date | None:
    """Of every second one that is behind and goes on: the end of the year after the report's."""
    can_be = may_accept(_judgement(report).meaning, report.outlook.meaning)
    return last_day(report.year.fiscal_year + 1) if can_be and place % 2 else None


def _judgement(report: ProgressReport) -> PlanWord:
    """What the secretariat proposed, where it saw a measure less well than its division; the
    council sees one of those that the secretariat leads itself less well, too."""
    if report.second_judgement:
        return report.second_judgement
    ahead = report.progress.meaning == "ahead"
    return _on_track(report) if ahead else report.progress


def _on_track(report: ProgressReport) -> PlanWord:
    words = PlanWord.objects.filter(plan=report.year.plan_id, vocabulary="progress")
    return words.filter(meaning="on_track").first() or report.progress


def _follow_up_last_year(year: ReviewYear, cast: Cast) -> None:
    """Answers to what last year's meeting asked of the divisions that have people; one of
    them stays open."""
    asked = FollowUp.objects.filter(
        decision__report__year__plan=year.plan,
        decision__report__year__fiscal_year=year.fiscal_year - 1,
        division__in=cast.divisions,
    ).order_by("pk")
    for follow_up in asked[1:]:
        heads = {cast.divisions[0].pk: "head1"}
        login = heads.get(follow_up.division_id, "head2")
        answered = follow_ups.answer(
            follow_up,
            by=cast[login],
            version=follow_up.version,
            text=marked("手順を定め、四半期ごとに確認しています。"),
            door=DOOR,
        )
        follow_ups.accept(answered, by=cast["secretariat2"], version=answered.version, door=DOOR)


def _correct_first(plan: Plan, cast: Cast) -> None:
    """What citizens read of the first year corrected after its closing, by two persons: it makes
    the line of the public 正誤表."""
    first = ReviewYear.objects.select_related("plan").get(
        plan=plan, fiscal_year=plan.first_fiscal_year
    )
    if first.is_open:
        return
    report = _reports(first)[0]
    place = "public_text" if report.public_text else "done"
    correction = corrections.propose_correction(
        report,
        by=cast["secretariat1"],
        kind=Correction.Kind.CORRECT,
        place=place,
        after=f"{getattr(report, place)}\n{marked('（件数の誤りを訂正）')}",
        reason=marked("集計の誤りが見つかったため"),
        door=DOOR,
    )
    corrections.confirm_correction(correction, by=cast["secretariat2"], door=DOOR)
