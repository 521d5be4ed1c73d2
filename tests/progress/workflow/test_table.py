"""Every cell of state x verb x role: only the table's cells pass (progress/README: 状態と操作)."""

from datetime import date
from uuid import uuid4

import pytest
from django.utils import timezone

from progress.approvals import verbs as approvals
from progress.decisions import evaluating
from progress.desk import verbs as desk
from progress.editions import unlocking
from progress.entry import verbs as entry
from progress.models import Decision, EvidenceFile, Meeting, ProgressReport, StatusChange
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from progress.workflow.table import TRANSITIONS
from sakado_dx.organization.models import User
from tests.progress.conftest import PAPER
from tests.progress.state_table import ALLOWED, ANYWHERE, ROLES, STATES
from tests.progress.verbs import VERBS

pytestmark = pytest.mark.one_database  # the cells are decided in Python; races ask both

WHY = {"reason": "誤りのため"}
NEEDS = {"withhold": {"withheld": {"results": "推計中"}}}
NEEDS |= dict.fromkeys(("reopen", "unpublish", "unlock"), WHY)
AUTHORING = StatusChange.AUTHORING_VERBS


def act(world, report, verb, user):
    """Do the verb as this person, with all that it needs."""
    common = {"by": user, "version": report.version}
    if verb == "save":
        return entry.save(report, **common, fields={"done": "加筆した。"}, reason="代行")
    if verb == "submit":
        return entry.submit(report, **common, reason="代行")
    if verb == "comment":
        return desk.comment(report, **common, note="根拠を確認した。")
    if verb == "send_back":
        return desk.send_back(report, **common, reason="根拠を書いてください。")
    if verb == "evaluate" and world.fresh().takes_changes:
        world.decide(report)
    if verb == "approve":
        return approvals.approve(report, **common, **PAPER)
    if verb == "endorse":
        report.year.asks_endorsement = True
    if verb == "publish":
        report.year.publish_on = date(2024, 9, 1)
    return VERBS[verb](report, **common, **needs_of(world, report, verb))


def needs_of(world, report, verb) -> dict:
    """What a verb is told besides who does it, on which version."""
    if verb == "drop_decision":
        return {"decision": draft_on(world, report)}
    if verb in ("detach", "attach_again"):
        return {"evidence": attached(report, is_off=verb == "attach_again"), "reason": "代行"}
    return NEEDS.get(verb, {})


def draft_on(world, report) -> Decision:
    """A decision on the report, whatever its state, of a meeting that is not settled; a closed
    year takes none."""
    if not world.fresh().takes_changes:
        return Decision(report=report, meeting=Meeting(year=report.year))
    decision = world.decide(report)
    Meeting.objects.filter(pk=decision.meeting_id).update(settled_at=None, settled_by=None)
    return Decision.objects.with_words().get(pk=decision.pk)


def attached(report, *, is_off: bool) -> EvidenceFile:
    """A file of the report, taken off or not; a closed year takes none any more."""
    now = timezone.now()
    file = EvidenceFile(report=report, name="集計.pdf", kind="pdf", size=1, at=now)
    file.by = User.objects.order_by("pk").first()
    file.stored_as, file.removed_at = uuid4().hex, now if is_off else None
    if ProgressReport.objects.with_measure().get(pk=report.pk).takes_changes:
        file.save()
    return file


def test_table_of_the_code_has_exactly_these_cells():
    cells = {
        (from_state, verb): to_state
        for verb, row in TRANSITIONS.items()
        for from_state, to_state in row.to_states.items()
    }
    anywhere = {(state, verb): state for verb in ANYWHERE for state in STATES}
    assert cells == anywhere | {cell: to_state for cell, (to_state, _) in ALLOWED.items()}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", sorted(set(TRANSITIONS) - set(ANYWHERE)))
def test_only_the_cells_of_the_table_pass(world, state, verb):
    report = world.bring_to(state)
    to_state, who = ALLOWED.get((state, verb), (None, set()))
    for role in ROLES:
        before = world.fresh()
        if role in who:
            continue
        with pytest.raises(NotAllowed):
            act(world, before, verb, world.people[role])
        after = world.fresh()
        assert (after.state, after.version) == (before.state, before.version), role
    assert world.report.changes.count() == report.version


@pytest.mark.parametrize(
    ("state", "verb", "role"),
    [(*cell, role) for cell, (_, who) in ALLOWED.items() for role in sorted(who)],
)
def test_each_cell_of_the_table_does_its_verb_once(world, state, verb, role):
    report = world.bring_to(state)
    version = report.version
    done = act(world, report, verb, world.people[role])
    fresh = world.fresh()
    assert (done.state, done.version) == (fresh.state, fresh.version)
    assert (fresh.state, fresh.version) == (ALLOWED[state, verb][0], version + 1)
    change = fresh.changes.last()
    assert (change.verb, change.from_state, change.to_state, change.by.username) == (
        verb,
        state,
        fresh.state,
        role,
    )
    assert change.on_behalf is (role == "secretariat" and verb in AUTHORING)


def ready_for(world, verb, state):
    """The report in a state, with what a verb of all states acts on."""
    world.bring_to(state)
    if verb == "unpublish":
        world.make_public(date(2024, 9, 1))
    return closed(world) if verb == "unlock" else world.fresh()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", ANYWHERE)
def test_verbs_of_all_states_are_the_secretariats(world, state, verb):
    version = ready_for(world, verb, state).version
    for role in ROLES:
        if role != "secretariat":
            with pytest.raises(NotAllowed):
                act(world, world.fresh(), verb, world.people[role])
    assert world.fresh().version == version
    done = act(world, world.fresh(), verb, world.people["secretariat"])
    fresh = world.fresh()
    assert (done.state, done.version) == (fresh.state, fresh.version) == (state, version + 1)
    assert fresh.changes.last().verb == verb


@pytest.mark.parametrize("verb", sorted(set(TRANSITIONS) - set(ANYWHERE) - {"publish", "approve"}))
def test_closed_year_refuses_every_verb(world, verb):
    state = next(state for state, name in ALLOWED if name == verb)
    report = world.bring_to(state)
    world.decide(report)
    type(world.year).objects.filter(pk=world.year.pk).update(closed_at="2024-08-01T00:00Z")
    for role in ("head", "secretariat"):
        with pytest.raises(NotAllowed):
            act(world, world.fresh(), verb, world.people[role])
    # A report read before the closing meets the wall in the UPDATE itself.
    with pytest.raises((Conflict, NotAllowed)):
        act(world, report, verb, world.people[sorted(ALLOWED[state, verb][1])[0]])
    assert world.fresh().version == report.version


def test_nobody_confirms_what_he_wrote(world):
    report = world.bring_to("submitted", by="secretariat")
    with pytest.raises(NotAllowed):
        desk.confirm(report, by=world.people["secretariat"], version=2)
    desk.confirm(report, by=world.people["second_secretariat"], version=2)
    assert world.fresh().state == "confirmed"


def test_comment_makes_no_author(world):
    report = world.bring_to("submitted")
    secretary = world.people["secretariat"]
    desk.comment(report, by=secretary, version=2, note="確認した。")
    desk.confirm(report, by=secretary, version=3)
    assert world.fresh().secretariat_note == "確認した。"


def test_where_every_secretary_is_an_author_any_confirms_and_says_why(world):
    report = world.bring_to("draft", by="secretariat")
    second = world.people["second_secretariat"]
    entry.submit(report, by=second, version=1, reason="代行")
    for name in ("executive", "council", "head"):
        with pytest.raises(NotAllowed):
            desk.confirm(report, by=world.people[name], version=2, reason="理由")
    with pytest.raises(Incomplete, match="二人目がいないまま"):
        desk.confirm(report, by=second, version=2, reason=" ")
    desk.confirm(report, by=second, version=2, reason="もう一人が休職中のため。")
    assert world.fresh().state == "confirmed"
    change = world.report.changes.get(verb="confirm")
    assert change.reason == "二人目なし：もう一人が休職中のため。"


def test_secretary_who_wrote_nothing_needs_no_reason_and_leaves_none(world):
    report = world.bring_to("submitted", by="secretariat")
    with pytest.raises(NotAllowed):
        desk.confirm(report, by=world.people["secretariat"], version=2, reason="急ぐため")
    desk.confirm(report, by=world.people["second_secretariat"], version=2, reason="急ぐため")
    assert world.report.changes.get(verb="confirm").reason == ""


def test_reporter_submits_where_the_division_has_no_head(world):
    for name in ("head", "deputy"):
        world.people[name].memberships.update(last_day=date(2020, 4, 2))
    report = world.bring_to("draft")
    entry.submit(report, by=world.people["reporter"], version=1)
    assert world.fresh().state == "submitted"


def test_reporter_submits_with_the_recorded_consent_of_the_head(world):
    report = world.bring_to("draft")
    type(world.year).objects.update(head_may_be_recorded=True)
    report = world.fresh()
    reporter = world.people["reporter"]
    with pytest.raises(Incomplete) as refusal:
        entry.submit(report, by=reporter, version=1)
    assert [each.field for each in refusal.value.missing] == ["head_name"]
    day = date(2024, 5, 20)
    entry.submit(report, by=reporter, version=1, head_name="坂戸 一郎", head_confirmed_on=day)
    fresh = world.fresh()
    assert (fresh.state, fresh.head_name, fresh.head_confirmed_on) == (
        "submitted",
        "坂戸 一郎",
        day,
    )


def test_successor_division_acts_for_its_predecessor(world):
    new = type(world.divisions["lead"]).objects.create(name="デジタル課", order=4)
    world.divisions["lead"].successors.add(new)
    heir = world.people["nobody"]
    heir.memberships.create(division=new, role="head", first_day=date(2020, 4, 1))
    entry.save(world.report, by=heir, version=0, fields={"done": "引き継いだ。"})
    assert world.fresh().done == "引き継いだ。"


def test_split_division_hands_nothing_over_by_itself(world):
    for name in ("甲課", "乙課"):
        new = type(world.divisions["lead"]).objects.create(name=name, order=4)
        world.divisions["lead"].successors.add(new)
    heir = world.people["nobody"]
    heir.memberships.create(division=new, role="head", first_day=date(2020, 4, 1))
    with pytest.raises(NotAllowed):
        entry.save(world.report, by=heir, version=0, fields={"done": "書いた。"})


def test_collective_division_gives_nobody_a_right(world):
    everybody = world.divisions["all"]
    world.measure.measure_divisions.exclude(division=everybody).delete()
    heir = world.people["nobody"]
    heir.memberships.create(division=everybody, role="head", first_day=date(2020, 4, 1))
    with pytest.raises(NotAllowed):
        entry.save(world.fresh(), by=heir, version=0, fields={"done": "書いた。"})


def closed(world):
    type(world.year).objects.filter(pk=world.year.pk).update(closed_at="2024-09-01T00:00Z")
    return world.fresh()


def test_approval_goes_on_in_a_closed_year(world):
    world.bring_to("evaluated")
    approvals.approve(closed(world), by=world.people["secretariat"], version=4, **PAPER)
    assert world.report.approvals.in_force().get().approval.document_number == "情政第7号"


def test_evaluation_needs_a_decision_newer_than_the_submission(world):
    report = world.bring_to("confirmed")
    secretary = world.people["secretariat"]
    with pytest.raises(NotAllowed):
        evaluating.evaluate(report, by=secretary, version=3)
    world.decide(report)
    evaluating.evaluate(report, by=secretary, version=3)
    desk.reopen(report, by=secretary, version=4, reason="数値の誤り")
    entry.submit(report, by=world.people["head"], version=5)
    desk.confirm(report, by=secretary, version=6)
    with pytest.raises(NotAllowed):
        evaluating.evaluate(report, by=secretary, version=7)
    world.decide(report, manner="amended")
    evaluating.evaluate(report, by=secretary, version=7)


def test_amended_approval_stays_valid_after_a_return(world):
    report = world.bring_to("confirmed")
    secretary, head = world.people["secretariat"], world.people["head"]
    world.decide(report, manner="amended")
    desk.send_back(report, by=secretary, version=3, reason="会議での修正")
    entry.submit(report, by=head, version=4)
    desk.confirm(report, by=secretary, version=5)
    evaluating.evaluate(report, by=secretary, version=6)
    assert world.fresh().state == "evaluated"


def test_unlocking_opens_one_report_until_it_is_evaluated_again(world):
    world.bring_to("evaluated")
    report, secretary = closed(world), world.people["secretariat"]
    with pytest.raises(NotAllowed):
        desk.reopen(report, by=secretary, version=4, reason="誤りの修正")
    unlocking.unlock(report, by=secretary, version=4, reason="数値の誤り")
    desk.reopen(report, by=secretary, version=5, reason="数値の誤り")
    entry.save(report, by=world.people["head"], version=6, fields={"done": "直した。"})
    entry.submit(report, by=world.people["head"], version=7)
    desk.confirm(report, by=secretary, version=8)
    world.decide(report)
    evaluating.evaluate(report, by=secretary, version=9)
    fresh = world.fresh()
    assert (fresh.state, fresh.is_unlocked, fresh.takes_changes) == ("evaluated", False, False)


def test_open_report_is_not_unlocked(world):
    report = world.bring_to("draft")
    with pytest.raises(NotAllowed):
        unlocking.unlock(report, by=world.people["secretariat"], version=1, reason="不要")
