"""A decided revision takes effect: plan, edition, reports of open years, letters; and back."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from measures.models import IndicatorTarget, Measure, MeasureDivision
from progress.entry.contribution_verbs import contribute
from progress.models import (
    Letter,
    PlanChange,
    PlanEdition,
    PlanRevision,
    ProgressReport,
    ReportEffect,
    YearChange,
)
from progress.plan_document.exporting import document_of, dump
from progress.revisions.drafting import draft
from progress.revisions.effect_verbs import apply_due, decide, publish, undecide, undo_effect
from progress.revisions.middleware import TakingEffectMiddleware
from progress.revisions.verbs import record_step
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from sakado_dx.records.models import AuditRecord
from tests.progress.conftest import make_measure
from tests.progress.revisions.drafts import (
    DAY,
    change,
    decided,
    in_force,
    key_of_direction,
    key_of_division,
    new_measure,
    new_target,
    renamed,
    tomorrow,
)

LATER = date(2024, 1, 15)


def text_of(plan) -> str:
    return dump(document_of(plan))


@pytest.fixture
def by(world):
    return world.people["secretariat"]


def new_one(world, key: str = "I-1-3", **more) -> list[PlanChange]:
    lead = key_of_division(world.plan, "情報課")
    return new_measure(key, key_of_direction(world.plan), [lead], **more)


def test_its_lines_stand_in_the_plan_and_in_an_edition(world, by):
    lines = [renamed("I-1-1", "施策I-1-1", "窓口の予約"), new_target("I-1-1", "25")]
    revision = decided(world.plan, by, *lines)
    applied = apply_due(DAY)
    (edition,) = applied.editions
    world.plan.refresh_from_db()
    assert (Measure.objects.get(key="I-1-1").name, edition.name) == ("窓口の予約", "第1次改定")
    assert (edition.number, edition.effective_on, edition.by_name) == (1, DAY, str(by))
    assert edition.document == text_of(world.plan) != world.plan.editions.first().document
    revision.refresh_from_db()
    assert (revision.state, revision.version) == (PlanRevision.State.APPLIED, 2)
    assert set(revision.changes.values_list("state", flat=True)) == {"applied"}
    target = IndicatorTarget.objects.get(fiscal_year=2025)
    assert (target.applies_from, target.decided_on) == (2023, revision.decided_on)
    assert target.reason == "第1次改定"
    record = AuditRecord.objects.filter(table_name="measures_measure").order_by("pk").last()
    assert (record.actor_name, record.door) == (str(by), "effect")
    assert record.reason == "第1次改定の施行（令和5年10月1日）"


def test_nothing_takes_effect_before_its_day_or_twice(world, by):
    decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "窓口の予約"))
    assert apply_due(DAY - timedelta(days=1)).editions == []
    assert len(apply_due(DAY).editions) == 1
    assert apply_due(DAY).editions == [] and PlanEdition.objects.count() == 2


def test_missed_days_are_caught_up_in_their_order(world, by):
    renaming = [
        renamed("I-1-1", "施策I-1-1", "一つ目"),
        renamed("I-1-2", "施策I-1-2", "二つ目", effective_on=LATER),
    ]
    second = [renamed("I-1-1", "一つ目", "三つ目")]
    decided(world.plan, by, *renaming)
    between = date(2023, 12, 1)
    decided(world.plan, by, *second, title="次の見直し", effective_on=between)
    editions = apply_due(timezone.localdate()).editions
    assert [(each.name, each.effective_on) for each in editions] == [
        ("第1次改定", DAY),
        ("第2次改定", between),
        ("第1次改定（令和6年1月15日施行）", LATER),
    ]
    names = [
        [each["name"] for each in edition.content()["policies"][0]["directions"][0]["measures"]]
        for edition in editions
    ]
    assert names == [["一つ目", "施策I-1-2"], ["三つ目", "施策I-1-2"], ["三つ目", "二つ目"]]
    assert PlanEdition.objects.as_of(date(2024, 1, 14)) == editions[1]


def test_part_of_a_revision_waits_for_its_own_day(world, by):
    later = renamed("I-1-2", "施策I-1-2", "二つ目", effective_on=LATER)
    revision = decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"), later)
    apply_due(DAY)
    revision.refresh_from_db()
    assert revision.state == PlanRevision.State.DECIDED
    assert sorted(revision.changes.values_list("state", flat=True)) == ["applied", "decided"]


def test_codes_that_are_swapped_and_a_place_taken(world, by):
    lines = [
        change("measures", ("I-1-1",), "code", "I-1-1", "I-1-2"),
        change("measures", ("I-1-2",), "code", "I-1-2", "I-1-1"),
    ]
    decided(world.plan, by, *lines)
    assert apply_due(DAY).left == []
    codes = dict(Measure.objects.values_list("key", "code"))
    assert codes == {"I-1-1": "I-1-2", "I-1-2": "I-1-1"}


# What it does to the reports of open years


def test_measure_that_begins_has_a_report_of_the_open_year(world, by):
    decided(world.plan, by, *new_one(world))
    (edition,) = apply_due(DAY).editions
    report = ProgressReport.objects.get(measure__key="I-1-3")
    assert (report.state, report.year) == ("not_started", world.year)
    assert [(each["what"], each["report_id"]) for each in edition.outcome] == [("made", report.pk)]
    noted = YearChange.objects.get(verb="add_measure")
    assert noted.reason == "I-1-3 新しい施策I-1-3：第1次改定の施行（令和5年10月1日）"
    assert Letter.objects.filter(cause=f"added:{report.pk}").exists()


def test_measure_with_nothing_scheduled_or_that_begins_later_has_none(world, by):
    unplanned = new_one(world)
    unplanned[-1] = change(
        "yearly_directions", (("I-1-3",), 2024), after={"printed": "導入", "resolved": "導入"}
    )
    decided(world.plan, by, *unplanned, *new_one(world, "I-1-4", first_day="2024-04-01"))
    assert apply_due(DAY).left == []
    assert Measure.objects.count() == 4 and ProgressReport.objects.count() == 2


def test_measure_that_ends_within_the_year_still_reports(world, by):
    ends = change("measures", ("I-1-2",), "last_day", None, "2023-12-31")
    decided(world.plan, by, ends)
    (edition,) = apply_due(DAY).editions
    assert edition.outcome == [] and ProgressReport.objects.count() == 2


@pytest.mark.parametrize(("is_begun", "what"), [(False, "taken_out"), (True, "stays")])
def test_report_of_a_year_after_the_end_goes_only_while_it_is_blank(world, by, is_begun, what):
    from progress.year.verbs import open_year

    year = open_year(world.plan, by=by, fiscal_year=2024, report_due=date(2099, 5, 31))
    report = ProgressReport.objects.get(year=year, measure__key="I-1-2")
    if is_begun:
        ProgressReport.objects.filter(pk=report.pk).update(state="draft", version=1)
    ends = change("measures", ("I-1-2",), "last_day", None, "2023-12-31")
    decided(world.plan, by, ends)
    (edition,) = apply_due(DAY).editions
    assert [each["what"] for each in edition.outcome][0] == what
    assert ProgressReport.objects.filter(pk=report.pk).exists() is is_begun
    assert ProgressReport.objects.filter(year=world.year).count() == 2


def test_submitted_report_keeps_its_state_and_its_division_is_told(world, by):
    world.bring_to("submitted")
    decided(world.plan, by, new_target("I-1-1", "20", year=2023))
    (edition,) = apply_due(DAY).editions
    assert world.fresh().state == "submitted"
    kept = {each.what: (each.before, each.after) for each in ReportEffect.objects.all()}
    assert kept == {
        "指標I-1-1の目標": ("目標10件", "目標20件"),
        "指標I-1-1の判定": ("達成", "未達成"),
    }
    assert {each["what"] for each in edition.outcome} == {"changed"}
    letters = {each.division.name: each for each in Letter.objects.filter(kind="revised")}
    assert sorted(letters) == ["情報課", "道路課"]
    text = letters["情報課"].text
    assert "第1次改定が令和5年10月1日に施行され" in text
    assert "・I-1-1 施策I-1-1（提出済み）：指標I-1-1の目標 目標10件 → 目標20件" in text
    assert "判定" not in text


def test_both_leads_are_told_when_a_report_moves(world, by):
    lead, other = (key_of_division(world.plan, name) for name in ("情報課", "道路課"))
    key = (("I-1-1",), lead, None)
    row = {"order": 0, "in_detail": True, "in_matrix": True, "last_day": None}
    lines = [
        change("measure_divisions", key, "last_day", None, "2023-09-30"),
        change("measure_divisions", (("I-1-1",), other, "2023-10-01"), after=row),
    ]
    decided(world.plan, by, *lines)
    assert apply_due(DAY).left == []
    told = Letter.objects.filter(kind="revised").values_list("division__name", flat=True)
    assert sorted(told) == ["情報課", "道路課"]
    assert world.fresh().lead_division(timezone.localdate()).name == "道路課"


def joined(world, name: str = "道路課") -> PlanChange:
    """A division owns the first measure, too, behind the others."""
    row = {"order": 2, "in_detail": True, "in_matrix": True, "last_day": None}
    key = (("I-1-1",), key_of_division(world.plan, name), None)
    return change("measure_divisions", key, after=row)


def test_a_co_owner_that_comes_is_asked_for_a_part_and_undone_no_more(world, by):
    report, before = world.report, world.report.contributions.count()
    decided(world.plan, by, joined(world))
    (edition,) = apply_due(DAY).editions
    part = report.contributions.get(division__name="道路課")
    assert (part.is_named, report.contributions.count()) == (False, before + 1)
    [said] = [each["said"] for each in edition.outcome if each["what"] == "asked"]
    assert said == ["関係課に加わる課：道路課"]
    assert Letter.objects.get(cause=f"named:{part.pk}").division.name == "道路課"
    assert "道路課" in Letter.objects.get(kind="revised").text
    undone(edition, by)
    assert report.contributions.count() == before


def test_a_report_that_is_handed_in_asks_no_co_owner(world, by):
    world.bring_to("submitted")
    before = world.report.contributions.count()
    decided(world.plan, by, joined(world))
    (edition,) = apply_due(DAY).editions
    assert "asked" not in {each["what"] for each in edition.outcome}
    assert world.report.contributions.count() == before


def test_it_is_not_undone_once_the_co_owner_has_answered(world, by):
    decided(world.plan, by, joined(world))
    (edition,) = apply_due(DAY).editions
    part = world.report.contributions.select_related("report__year").get(division__name="道路課")
    contribute(part, by=world.people["other"], version=0, has_nothing=True)
    with pytest.raises(NotAllowed, match="道路課が「.*」の関係課回答票に回答したため"):
        undone(edition, by)


def left(world, name: str = "市民課") -> PlanChange:
    """A division that owned the first measure behind its lead owns it no more."""
    key = (("I-1-1",), key_of_division(world.plan, name), None)
    return change("measure_divisions", key, "last_day", None, "2023-09-30")


def test_the_unanswered_row_of_a_co_owner_that_leaves_is_closed_and_undone_asked_again(world, by):
    world.leave_parts_open()
    report = world.report
    asked = set(report.contributions.values_list("division__name", flat=True))
    decided(world.plan, by, left(world))
    (edition,) = apply_due(DAY).editions
    assert asked - set(report.contributions.values_list("division__name", flat=True)) == {"市民課"}
    [said] = [each["said"] for each in edition.outcome if each["what"] == "released"]
    assert said == ["関係課から外れる課：市民課（回答は不要になりました）"]
    letter = Letter.objects.get(kind="revised", division__name="市民課")
    assert said[0] in letter.text and f"/reports/{report.pk}/" not in letter.text
    record = AuditRecord.objects.get(table_name="progress_contribution", operation="delete")
    assert (record.actor_name, record.reason) == (str(by), "第1次改定の施行（令和5年10月1日）")
    undone(edition, by)
    assert set(report.contributions.values_list("division__name", flat=True)) == asked
    again = report.contributions.get(division__name="市民課")
    assert Letter.objects.get(cause=f"named:{again.pk}").division.name == "市民課"


@pytest.mark.parametrize("stays", ["answered", "named", "handed in"])
def test_a_row_that_is_answered_named_or_handed_in_stays(world, by, stays):
    if stays == "named":
        world.leave_parts_open()
        world.report.contributions.update(is_named=True)
    if stays == "handed in":
        world.bring_to("submitted")
        world.leave_parts_open()
    if stays == "answered":
        world.answer_parts()
    decided(world.plan, by, left(world))
    (edition,) = apply_due(DAY).editions
    assert "released" not in {each["what"] for each in edition.outcome}
    assert world.report.contributions.filter(division__name="市民課").exists()


# What cannot take effect


def refused(plan, by, *lines, **more) -> str:
    """Why these lines do not take effect; nothing has changed then."""
    before = text_of(plan)
    revision = decided(plan, by, *lines, **more)
    applied = apply_due(DAY)
    assert applied.editions == [] and text_of(plan) == before
    revision.refresh_from_db()
    assert revision.state == PlanRevision.State.DECIDED
    return applied.left[0].why


def test_line_whose_before_is_gone_holds_the_whole_day(world, by):
    lines = [renamed("I-1-2", "施策I-1-2", "別の名"), renamed("I-1-1", "古い名称", "新しい名称")]
    assert "改定前が変わっています" in refused(world.plan, by, *lines)


PAST = [
    new_target("I-1-1", "1", year=2023, since=2022),
    new_target("I-1-1", "1", year=2024, since=0),
    change("targets", (("I-1-1",), 2023, "target", 0), "value", "10", "1"),
    change("indicators", ("I-1-1",), "sense", "up", "down"),
    change("measures", ("I-1-1",), "last_day", None, "2023-03-31"),
]


@pytest.mark.parametrize("line", PAST, ids=str)
def test_no_line_judges_a_year_that_was_over(world, by, line):
    line = change(line.noun, (), line.column, line.before, line.after) if line.pk else line
    assert "終わった年度の判定" in refused(world.plan, by, line)


def test_cell_of_a_past_year_is_mended_by_a_slip_alone(world, by):
    cell = ("yearly_directions", (("I-1-1",), 2023), "printed", "導入・運用", "導入")
    said = {"effective_on": date(2024, 5, 1), "decided_on": date(2024, 5, 1)}
    decided(world.plan, by, change(*cell), **said)
    assert "終わった年度の判定" in apply_due(date(2024, 5, 1)).left[0].why
    PlanRevision.objects.update(kind="slip")
    (edition,) = apply_due(date(2024, 5, 1)).editions
    assert edition.name == "誤記訂正（令和6年5月1日施行）"


def test_day_before_an_edition_that_stands_is_refused(world, by):
    decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"), effective_on=LATER)
    apply_due(LATER)
    why = refused(world.plan, by, renamed("I-1-2", "施策I-1-2", "二つ目"), title="早い施行日")
    assert "より後の版" in why


def test_what_cannot_take_effect_holds_what_comes_after_in_its_plan(world, by):
    decided(world.plan, by, renamed("I-1-1", "古い名称", "新しい名称"))
    more = {"title": "次", "effective_on": LATER}
    decided(world.plan, by, renamed("I-1-2", "施策I-1-2", "二つ目"), **more)
    applied = apply_due(timezone.localdate())
    assert applied.editions == [] and [str(each.revision) for each in applied.left] == ["第1次改定"]


def test_command_tells_what_took_effect_and_what_did_not(world, by, capsys):
    call_command("apply_revisions")
    decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"))
    call_command("apply_revisions")
    assert capsys.readouterr().out.split("\n")[:2] == [
        "施行日の来た計画の見直しはありません。",
        "第1次改定（令和5年10月1日）を施行しました。",
    ]
    decided(world.plan, by, renamed("I-1-1", "古い名称", "一つ目"), title="次の見直し")
    with pytest.raises(CommandError, match="次の見直し（令和5年10月1日）：改定前が変わっています"):
        call_command("apply_revisions")


# The first request of a day


@pytest.fixture
def new_day(monkeypatch):
    monkeypatch.setattr(TakingEffectMiddleware, "looked_on", None)


def test_first_request_of_a_day_lets_it_take_effect(world, by, client, new_day):
    decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"))
    assert client.get("/accounts/login/").status_code == 200
    assert Measure.objects.get(key="I-1-1").name == "一つ目"
    decided(world.plan, by, renamed("I-1-2", "施策I-1-2", "二つ目"), title="次の見直し")
    client.get("/accounts/login/")
    assert Measure.objects.get(key="I-1-2").name == "施策I-1-2"


def test_nobody_is_held_up_by_what_cannot_take_effect(world, by, client, new_day, monkeypatch):
    def broken(today):
        raise RuntimeError

    monkeypatch.setattr("progress.revisions.middleware.apply_due", broken)
    assert client.get("/accounts/login/").status_code == 200


def test_nothing_due_costs_one_query_and_later_requests_none(
    world, by, client, new_day, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert apply_due().editions == []
    with CaptureQueriesContext(connection) as first:
        client.get("/accounts/login/")
    with CaptureQueriesContext(connection) as second:
        client.get("/accounts/login/")
    assert len(first) == len(second) + 1


# Taking it back


def undone(edition, by, reason="施行日の誤り", version=None):
    version = (
        PlanRevision.objects.get(pk=edition.revision_id).version if version is None else version
    )
    return undo_effect(edition, by=by, version=version, reason=reason)


def test_on_the_same_day_it_is_undone_to_the_byte(world, by):
    before = text_of(world.plan)
    lines = [
        renamed("I-1-1", "施策I-1-1", "一つ目"),
        new_target("I-1-1", "20", year=2023),
        change("measures", ("I-1-2",), "last_day", None, "2024-03-31"),
        *new_one(world, order=0),
    ]
    world.bring_to("submitted")
    decided(world.plan, by, *lines)
    (edition,) = apply_due(DAY).editions
    assert text_of(world.plan) != before
    revision = undone(edition, by)
    assert text_of(world.plan) == before
    assert (revision.state, revision.decided_on) == (PlanRevision.State.DRAFT, None)
    assert set(revision.changes.values_list("state", flat=True)) == {"draft"}
    assert PlanEdition.objects.count() == 1 and ProgressReport.objects.count() == 2
    assert ReportEffect.objects.filter(is_undo=True).count() == 2
    assert "元のとおりになりました" in Letter.objects.newest_first()[0].text
    assert apply_due(DAY).editions == []


def test_of_several_days_the_last_alone_is_undone(world, by):
    later = renamed("I-1-2", "施策I-1-2", "二つ目", effective_on=LATER)
    decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"), later)
    first, second = apply_due(LATER).editions
    with pytest.raises(NotAllowed, match="この後の版"):
        undone(first, by)
    revision = undone(second, by)
    assert revision.state == PlanRevision.State.APPLIED
    assert sorted(revision.changes.values_list("state", flat=True)) == ["applied", "withdrawn"]
    assert Measure.objects.get(key="I-1-2").name == "施策I-1-2"


def test_undoing_needs_the_secretariat_a_reason_and_the_version(world, by):
    decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"))
    (edition,) = apply_due(DAY).editions
    with pytest.raises(NotAllowed, match="事務局"):
        undone(edition, world.people["head"])
    with pytest.raises(Incomplete):
        undone(edition, by, reason=" ")
    with pytest.raises(Conflict):
        undone(edition, by, version=1)
    with pytest.raises(NotAllowed, match="当初"):
        undo_effect(world.plan.editions.first(), by=by, version=1, reason="誤り")


def report_saved(world, edition):
    world.bring_to("draft")


def public_already(world, edition):
    PlanEdition.objects.filter(pk=edition.pk).update(published_on=DAY)


def draft_over_it(world, edition):
    by = world.people["secretariat"]
    PlanRevision.objects.create(
        plan=world.plan, base=edition, title="次の案", made_by=by, made_at=timezone.now()
    )


def changed_again(world, edition):
    Measure.objects.filter(key="I-1-1").update(name="三つ目")


def hung_on(world, edition):
    measure = Measure.objects.get(key="I-1-3")
    other = world.divisions["other"]
    MeasureDivision.objects.create(measure=measure, division=other, order=1)


def taken_over(world, edition):
    measure = Measure.objects.get(key="I-1-3")
    from progress.models import ProgressNote

    ProgressNote.objects.create(
        measure=measure, noted_on=DAY, text="メモ", by=world.people["head"], at=timezone.now()
    )


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (report_saved, "報告が保存されたため"),
        (public_already, "既に公表されているため"),
        (draft_over_it, "見直しが既に作られているため"),
        (changed_again, "さらに変わっているため"),
        (hung_on, "改定後の計画に基づく登録"),
        (taken_over, "改定後の計画に基づく登録"),
    ],
)
def test_nothing_that_is_built_on_is_undone(world, by, what, why):
    lines = [
        renamed("I-1-1", "施策I-1-1", "一つ目"),
        new_target("I-1-1", "20", year=2023),
        *new_one(world),
    ]
    decided(world.plan, by, *lines)
    (edition,) = apply_due(DAY).editions
    what(world, edition)
    edition.refresh_from_db()
    with pytest.raises(NotAllowed, match=why):
        undone(edition, by)
    assert PlanEdition.objects.count() == 2 and Measure.objects.count() == 3


def test_nothing_is_undone_on_another_day(world, by, monkeypatch):
    decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"))
    (edition,) = apply_due(DAY).editions
    tomorrow(monkeypatch)
    with pytest.raises(NotAllowed, match="反映した日のうち"):
        undone(edition, by)


# 決定の取消し


def test_decision_is_taken_back_until_its_day(world, by):
    revision = decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"))
    said = {"version": 1, "reason": "決定日の誤り"}
    with pytest.raises(NotAllowed, match="事務局"):
        undecide(revision, by=world.people["head"], **said)
    with pytest.raises(Conflict):
        undecide(revision, by=by, version=9, reason="誤り")
    undecide(revision, by=by, **said)
    assert (revision.state, revision.decided_on) == (PlanRevision.State.DRAFT, None)
    assert apply_due(DAY).editions == []
    with pytest.raises(NotAllowed, match="作成中"):
        undecide(revision, by=by, version=2, reason="誤り")


def test_what_is_left_of_a_revision_is_withdrawn(world, by):
    later = renamed("I-1-2", "施策I-1-2", "二つ目", effective_on=LATER)
    revision = decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"), later)
    apply_due(DAY)
    undecide(revision, by=by, version=2, reason="必要がなくなったため")
    assert revision.state == PlanRevision.State.APPLIED
    assert sorted(revision.changes.values_list("state", flat=True)) == ["applied", "withdrawn"]
    assert apply_due(LATER).editions == []


def test_nothing_becomes_a_draft_beside_one_of_the_same_title(world, by):
    revision = decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"))
    draft(world.plan, by=by, title="第1次改定")
    with pytest.raises(NotAllowed, match="名称の案が既にある"):
        undecide(revision, by=by, version=1, reason="誤り")
    (edition,) = apply_due(DAY).editions
    with pytest.raises(NotAllowed, match="名称の案が既にある"):
        undone(edition, by)


def test_decision_whose_day_has_come_takes_effect_at_once(world, by):
    in_force(world.plan)
    today = timezone.localdate()
    revision = draft(
        world.plan, by=by, title="軽微な変更", kind="minor", effective_on=today,
        lines=[renamed("I-1-1", "施策I-1-1", "一つ目")],
    )  # fmt: skip
    record_step(revision, by=by, version=1, kind="mayor", on=today)
    told = {"version": 2, "decided_on": today}
    decide(revision, by=by, **told)
    assert revision.state == PlanRevision.State.APPLIED
    assert Measure.objects.get(key="I-1-1").name == "一つ目"
    assert revision.was_done("decide", by, **told)


# 公表


def test_it_is_made_public_before_or_after_its_day(world, by):
    revision = decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"))
    day = timezone.localdate() + timedelta(days=3)
    publish(revision, by=by, version=1, published_on=day)
    (edition,) = apply_due(DAY).editions
    assert edition.published_on == day
    revision.refresh_from_db()
    today = timezone.localdate()
    publish(revision, by=by, version=revision.version, published_on=today)
    edition.refresh_from_db()
    assert edition.published_on == today
    with pytest.raises(NotAllowed, match="公表日は変えられません"):
        publish(revision, by=by, version=revision.version, published_on=day)


def test_public_day_needs_a_decision_the_secretariat_and_the_version(world, by):
    revision = decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"))
    today = timezone.localdate()
    with pytest.raises(NotAllowed, match="事務局"):
        publish(revision, by=world.people["head"], version=1, published_on=today)
    with pytest.raises(NotAllowed, match="決定日"):
        publish(revision, by=by, version=1, published_on=date(2023, 8, 31))
    with pytest.raises(Conflict):
        publish(revision, by=by, version=9, published_on=today)
    revision.state = "draft"
    with pytest.raises(NotAllowed, match="決定した後"):
        publish(revision, by=by, version=1, published_on=today)


def test_as_many_queries_for_many_measures(world, by):
    def counted(title: str, names: dict[str, str], day: date) -> int:
        lines = [renamed(key, name, f"{name}改") for key, name in names.items()]
        decided(world.plan, by, *lines, title=title, effective_on=day)
        with CaptureQueriesContext(connection) as queries:
            assert len(apply_due(day).editions) == 1
        return len(queries)

    one = counted("一つ", {"I-1-1": "施策I-1-1"}, DAY)
    direction = world.measure.direction
    for place in range(3, 11):
        make_measure(world.plan, direction, f"I-1-{place}", place, [world.divisions["other"]])
    many = counted("九つ", {f"I-1-{n}": f"施策I-1-{n}" for n in range(2, 11)}, LATER)
    assert many - one <= 2 * 8  # each changed row is written by itself, and nothing else
    in_force(world.plan)
