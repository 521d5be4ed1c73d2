"""The rule that fills an agenda, and the rest that one decision covers."""

from datetime import date

from django.utils import timezone

from measures.models import PlanWord
from progress.desk import verbs as desk
from progress.entry import verbs as entry_verbs
from progress.judging.completeness import ResultEntry
from progress.meetings import agenda
from progress.models import FollowUp, Meeting, ProgressReport
from progress.year import verbs as year_verbs


def meeting_of(world, **more) -> Meeting:
    fields = {"year": world.year, "kind": "推進会議", "held_on": date(2024, 7, 1)}
    return Meeting.objects.create(by=world.people["secretariat"], **(fields | more))


def causes_at(meeting: Meeting) -> dict[str, str]:
    codes = dict(ProgressReport.objects.values_list("pk", "measure__code"))
    return {codes[each.row.report_id]: each.causes[0].code for each in agenda.candidates(meeting)}


def submitted_with(world, value: str, **fields) -> ProgressReport:
    report = world.fresh()
    entry_verbs.save(
        report,
        by=world.people["reporter"],
        version=report.version,
        fields=world.complete | fields,
        results=world.entry(value),
    )
    return entry_verbs.submit(report, by=world.people["head"], version=report.version)


def test_nothing_is_remarkable_about_a_report_on_course(world):
    submitted_with(world, "12")
    assert causes_at(meeting_of(world)) == {}


def test_late_progress_comes_before_everything_else(world):
    reason = {"progress_reason": "部品が届かない。"}
    submitted_with(world, "3", progress=world.word("遅れ"), **reason)
    assert causes_at(meeting_of(world)) == {"I-1-1": "off_course"}


def test_missed_target_counts_once_where_its_figure_is_entered(world):
    submitted_with(world, "3")
    assert causes_at(meeting_of(world)) == {"I-1-1": "missed"}


def test_missed_target_of_a_suspended_measure_is_told_behind_its_mark(world):
    submitted_with(world, "3", progress=world.word("休止"), progress_reason="国の見直し。")
    (found,) = agenda.candidates(meeting_of(world))
    assert [cause.code for cause in found.causes] == ["off_course", "missed"]


def test_draft_tells_the_rule_nothing_of_its_content(world):
    report = world.fresh()
    late = world.complete | {"progress": world.word("遅れ"), "progress_reason": "遅い。"}
    entry_verbs.save(
        report, by=world.people["reporter"], version=0, fields=late, results=world.entry("3")
    )
    assert causes_at(meeting_of(world)) == {}


def test_secretariats_own_judgement_counts_too(world):
    report = submitted_with(world, "12")
    desk.comment(
        report,
        by=world.people["secretariat"],
        version=2,
        note="根拠が弱い。",
        second_judgement=world.word("遅れ"),
    )
    assert causes_at(meeting_of(world)) == {"I-1-1": "disagreement"}


def test_measure_is_new_in_its_first_year_but_not_in_the_plans_first(world):
    assert causes_at(meeting_of(world)) == {}
    world.year.reports.filter(measure__code="I-1-2").delete()
    year = year_verbs.open_year(
        world.plan,
        by=world.people["secretariat"],
        fiscal_year=2024,
        report_due=date(2099, 5, 31),
    )
    later = meeting_of(world, year=year, held_on=date(2025, 7, 1))
    assert causes_at(later) == {}
    year.reports.filter(measure__code="I-1-2").update(
        state="submitted", version=2, done="始めた。", submitted_at=timezone.now(),
        progress=world.word("順調"), outlook=world.word("継続", "outlook"),
        actual_direction="導入・運用",
    )  # fmt: skip
    assert causes_at(later) == {"I-1-2": "new"}


def test_open_follow_up_of_an_earlier_meeting_brings_its_measure_back(world):
    decision = world.decide(world.bring_to("confirmed"))
    row = FollowUp.objects.create(
        decision=decision, division=world.divisions["lead"], what="示すこと。", due="2024-10-01"
    )
    later = meeting_of(world, held_on=date(2024, 10, 1))
    assert causes_at(later) == {"I-1-1": "follow_up"}
    FollowUp.objects.filter(pk=row.pk).update(state="accepted")
    assert causes_at(later) == {}


def test_proposal_is_the_last_bodys_decision_then_the_secretariats_then_the_divisions(world):
    on_track, late = world.word("順調"), world.word("遅れ")
    go_on, review = world.word("継続", "outlook"), world.word("見直し", "outlook")
    report, meeting = world.bring_to("confirmed"), meeting_of(world)

    def proposed() -> tuple[PlanWord, PlanWord]:
        held = agenda.with_decisions(ProgressReport.objects.with_measure()).get(pk=report.pk)
        proposal = agenda.proposal_of(held, meeting)
        return proposal.judgement, proposal.outlook

    assert proposed() == (on_track, go_on)
    ProgressReport.objects.filter(pk=report.pk).update(second_judgement=late)
    assert proposed() == (late, go_on)
    world.decide(report, judgement=on_track, outlook=review)
    assert proposed() == (on_track, review)


def codes(rows) -> list[str]:
    return [each.report.measure.code for each in rows]


def test_rest_leaves_out_what_waits_on_the_agenda_or_is_not_confirmed(world):
    meeting = meeting_of(world)
    report = world.bring_to("confirmed")
    rest = agenda.rest_of(meeting)
    assert codes(rest.covered) == ["I-1-1"]
    assert [(each.report.measure.code, each.refusal) for each in rest.left_out] == [
        ("I-1-2", "報告が「未入力」です。")
    ]
    meeting.agenda.create(report=report, cause="by_hand")
    rest = agenda.rest_of(meeting)
    assert rest.covered == []
    assert rest.left_out[0].refusal == "議題にあり、まだ決定が記録されていません。"


def test_rest_passes_over_what_this_meeting_has_decided(world):
    decision = world.decide(world.bring_to("confirmed"))
    rest = agenda.rest_of(decision.meeting)
    assert rest.covered == []
    assert codes(rest.left_out) == ["I-1-2"]


def test_rest_covers_nothing_of_a_closed_year(world):
    meeting = meeting_of(world)
    world.bring_to("confirmed")
    type(world.year).objects.update(closed_at=timezone.now())
    closed = Meeting.objects.select_related("year").get(pk=meeting.pk)
    rest = agenda.rest_of(closed)
    assert rest.covered == []
    assert {each.refusal for each in rest.left_out} == {"年度が締められています。"}


def test_unreported_figure_is_no_missed_target(world):
    report = world.fresh()
    entry = {world.indicator.pk: ResultEntry(status="being_compiled")}
    entry_verbs.save(
        report, by=world.people["reporter"], version=0, fields=world.complete, results=entry
    )
    entry_verbs.submit(report, by=world.people["head"], version=1)
    assert causes_at(meeting_of(world)) == {}
