"""From the draft to the decision: steps, what stands against it, 取下げ."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from progress.models import PlanChange, PlanRevision, RevisionStep
from progress.plan_document.rows.stored import stored_rows
from progress.revisions import effect_verbs, verbs
from progress.revisions.deciding import against_deciding, decide
from progress.revisions.drafting import draft
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from sakado_dx import fiscal
from tests.progress.revisions.drafts import change, in_force, new_target, renamed

pytestmark = pytest.mark.one_database
Kind = PlanRevision.Kind


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def year(today):
    return fiscal.fiscal_year_of(today)


@pytest.fixture
def secretary(world):
    return world.people["secretariat"]


@pytest.fixture
def make(world, secretary, today):
    """A draft of the small city with lines, in force tomorrow."""

    def made(*lines: PlanChange, kind: str = Kind.MINOR, days: int = 1, **more) -> PlanRevision:
        in_force(world.plan)
        told = {"effective_on": today + timedelta(days=days), "lines": lines}
        title = more.pop("title", "見直し")
        revision = draft(world.plan, by=secretary, kind=kind, title=title, **told)
        for name, value in more.items():
            setattr(revision, name, value)
        revision.save()
        return revision

    return made


def step(revision: PlanRevision, by, kind: str = "mayor", **more):
    told = {"on": timezone.localdate()} | more
    return verbs.record_step(revision, by=by, version=revision.version, kind=kind, **told)


def rename(world) -> PlanChange:
    row = stored_rows(world.plan).rows["measures"][world.measure.key,]
    return renamed(world.measure.key, row["name"], "新しい名称")


def test_minor_change_needs_the_mayors_decision_alone(world, make, secretary, today):
    revision = make(rename(world))
    assert against_deciding(revision, today) == [
        "経過の「市長決裁」が、記録されていません（行うか、省略の理由を記録します）。"
    ]
    step(revision, secretary)
    decide(revision, by=secretary, version=revision.version, decided_on=today)
    revision.refresh_from_db()
    assert (revision.state, revision.decided_on, revision.decided_by) == (
        "decided", today, secretary,
    )  # fmt: skip
    assert revision.changes.get().state == "decided"


def test_revision_asks_for_all_steps_done_or_left_out(world, make, secretary, today):
    revision = make(rename(world), kind=Kind.REVISION)
    assert len(against_deciding(revision, today)) == len(RevisionStep.Kind.values)
    for kind in RevisionStep.Kind.values:
        step(revision, secretary, kind, is_left_out=True, on=None, reason="軽易のため")
    assert against_deciding(revision, today) == []


def test_slip_needs_its_number_and_changes_no_beginning(world, make, secretary, today):
    revision = make(rename(world), kind=Kind.SLIP)
    assert against_deciding(revision, today) == ["誤記訂正の文書番号が、記録されていません。"]
    revision = make(
        change("measures", (world.measure.key,), "last_day", None, str(today)),
        kind=Kind.SLIP,
        document_number="情政第1号",
        title="終わり",
    )
    assert "誤記訂正では変えられません" in " ".join(against_deciding(revision, today))


def test_step_left_out_needs_a_reason_and_a_done_one_a_day_that_was(world, make, secretary, today):
    revision = make(rename(world))
    with pytest.raises(Incomplete):
        step(revision, secretary, is_left_out=True, on=None)
    with pytest.raises(Incomplete):
        step(revision, secretary, on=None)
    with pytest.raises(NotAllowed):
        step(revision, secretary, on=today + timedelta(days=1))


def test_target_judges_no_year_that_has_ended(world, make, secretary, today, year):
    for since, refused in ((year - 1, True), (year, False)):
        line = new_target(world.indicator.key, "20", year=year + 1, since=since)
        revision = make(line, title=f"目標{since}")
        step(revision, secretary)
        against = against_deciding(revision, today)
        assert any("終わった年度" in each for each in against) is refused


def test_target_moves_on_with_the_year_of_its_day(world, make, secretary, today, year):
    """In force from the next fiscal year on, it judges none before."""
    line = new_target(world.indicator.key, "20", year=year + 2, since=year)
    revision = make(line, days=366)
    step(revision, secretary)
    assert any("終わった年度" in each for each in against_deciding(revision, today))


def test_printed_target_and_definition_are_not_written_over(world, make, today):
    target = next(
        (key, values)
        for key, values in stored_rows(world.plan).rows["targets"].items()
        if key[2] == "target"
    )
    key, values = target
    written_over = change("targets", key, "value", values["value"], "999")
    unit = stored_rows(world.plan).rows["indicators"][world.indicator.key,]["unit"]
    redefined = change("indicators", (world.indicator.key,), "unit", unit, "世帯")
    against = " ".join(against_deciding(make(written_over, redefined), today))
    assert "終わった年度" in against
    assert "続きの指標" in against


def test_past_cell_of_a_measure_stays(world, make, today):
    row = change(
        "yearly_directions",
        ((world.measure.key,), 2020),
        after={"printed": "検討", "resolved": "検討"},
    )
    assert any("終わった年度" in each for each in against_deciding(make(row), today))


def test_measure_is_never_taken_away(world, make, today):
    row = stored_rows(world.plan).rows["measures"][world.measure.key,]
    revision = make(change("measures", (world.measure.key,), before=row))
    assert any("取り除けません" in each for each in against_deciding(revision, today))


def test_line_whose_before_is_gone_waits(world, make, secretary, today):
    revision = make(rename(world))
    step(revision, secretary)
    world.plan.measures.filter(pk=world.measure.pk).update(name="別の名称")
    with pytest.raises(NotAllowed, match="改定前が変わっている"):
        decide(revision, by=secretary, version=revision.version, decided_on=today)
    assert PlanRevision.objects.get(pk=revision.pk).is_draft


def test_days_stand_in_their_order(world, make, secretary, today):
    revision = make(rename(world))
    step(revision, secretary)
    late = revision.effective_on + timedelta(days=1)
    assert any("今日までの日" in each for each in against_deciding(revision, today, late))
    assert any("決定日以後" in each for each in against_deciding(revision, today, late))
    early = today - timedelta(days=1)
    assert any("市長決裁の日" in each for each in against_deciding(revision, today, early))
    revision.effective_on = date(2020, 4, 1)
    assert any("今の版の施行日" in each for each in against_deciding(revision, today))


def test_plan_that_could_not_be_written_is_not_decided(world, make, today):
    other = next(
        each
        for each in stored_rows(world.plan).rows["measures"].values()
        if each["code"] == "I-1-2"
    )
    revision = make(
        change("measures", (world.measure.key,), "code", world.measure.code, other["code"])
    )
    assert any("誤りがあります" in each for each in against_deciding(revision, today))


def test_new_measure_begins_on_the_day_of_its_revision(world, make, secretary, today):
    from tests.progress.revisions.drafts import key_of_direction, key_of_division, new_measure

    lines = new_measure(
        "I-1-3",
        key_of_direction(world.plan),
        [key_of_division(world.plan, "情報課")],
        first_day=None,
    )
    revision = make(*lines)
    step(revision, secretary)
    decide(revision, by=secretary, version=revision.version, decided_on=today)
    assert effect_verbs.apply_due(revision.effective_on).left == []
    assert world.plan.measures.get(key="I-1-3").first_day == revision.effective_on


def test_only_the_secretariat_and_only_what_was_read(world, make, secretary):
    revision = make(rename(world))
    with pytest.raises(NotAllowed):
        verbs.share(revision, by=world.people["head"], version=1, shared_on=None)
    verbs.share(revision, by=secretary, version=1, shared_on=date(2026, 4, 1))
    with pytest.raises(Conflict):
        verbs.share(PlanRevision(pk=revision.pk), by=secretary, version=1, shared_on=None)


def test_decided_one_is_withdrawn_with_a_reason_and_takes_no_change(world, make, secretary, today):
    revision = make(rename(world))
    step(revision, secretary)
    decide(revision, by=secretary, version=revision.version, decided_on=today)
    with pytest.raises(NotAllowed, match="「決定」"):
        verbs.share(revision, by=secretary, version=revision.version, shared_on=today)
    with pytest.raises(Incomplete):
        verbs.withdraw(revision, by=secretary, version=revision.version, reason="")
    verbs.withdraw(revision, by=secretary, version=revision.version, reason="国の方針が変わった")
    revision.refresh_from_db()
    assert (revision.state, revision.changes.get().state) == ("withdrawn", "withdrawn")
    with pytest.raises(NotAllowed, match="既に「取下げ」"):
        verbs.withdraw(revision, by=secretary, version=revision.version, reason="もう一度")


def test_applied_one_is_not_withdrawn(world, make, secretary):
    revision = make(rename(world))
    revision.changes.update(state="applied")
    with pytest.raises(NotAllowed, match="反映されている"):
        verbs.withdraw(revision, by=secretary, version=revision.version, reason="やめる")
