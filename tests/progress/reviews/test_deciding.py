"""What meetings decide on a review, and the one revision that takes it over."""

from datetime import date

import pytest
from django.utils import timezone

from measures.models import Measure, PlanWord
from progress.models import Meeting, PlanChange, ReviewDecision
from progress.plan_document.rows.keys import key_of
from progress.plan_document.rows.stored import stored_rows
from progress.plan_editions.writing import write_edition
from progress.reading.sittings import sitting_before, sittings_of
from progress.reviews import decision_verbs, measure_verbs, new_verbs, taking_verbs
from progress.reviews.deciding import decided_of
from progress.revisions.lines import rows_after
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from tests.progress.conftest import settle
from tests.progress.reviews.making import opened, paper

pytestmark = pytest.mark.one_database


def word(world, meaning: str) -> PlanWord:
    """The plan's word for what is to come, by its meaning; made where it has none."""
    names = {
        "continue": "継続", "abolish": "廃止", "merge": "統合", "expand": "拡充",
        "suspend": "休止",
    }  # fmt: skip
    told = {"plan": world.plan, "vocabulary": "outlook", "word": names[meaning]}
    return PlanWord.objects.get_or_create(**told, defaults={"meaning": meaning, "order": 9})[0]


def meeting_of(world, on: date = date(2024, 7, 1)) -> Meeting:
    by = world.people["secretariat"]
    return Meeting.objects.create(year=world.year, kind="推進会議", held_on=on, by=by)


def proposed(world, review, code: str, meaning: str, **more):
    """A 調書 with the secretariat's 案 as the division had it."""
    row, by = paper(review, code), world.people["secretariat"]
    fields = {"outlook": word(world, meaning), "budget": "none", "reason": "理由", "work": "取組"}
    told = {"by": by, "reason": "紙で届いたため"}
    measure_verbs.save(row, version=0, fields=fields | more, **told)
    measure_verbs.submit(row, version=1, **told)
    into = more.get("merge_into")
    return measure_verbs.propose(row, by=by, version=2, outlook=row.outlook, into=into)


def in_force_plan(world):
    """The plan has its first edition."""
    if not world.plan.editions.exists():
        write_edition(world.plan, effective_on=date(2023, 4, 1), by="試験")


def test_a_decision_is_a_draft_until_the_meeting_is_settled_and_stands_on_its_agenda(world):
    review, by = opened(world), world.people["secretariat"]
    row, meeting = proposed(world, review, "I-1-1", "abolish"), meeting_of(world)
    told = {"by": by, "meeting": meeting, "outlook": row.outlook}
    with pytest.raises(Conflict):
        decision_verbs.decide(row, version=1, **told)
    decision_verbs.decide(row, version=3, opinion="やめてよい", **told)
    with pytest.raises(NotAllowed, match="既に記録"):
        decision_verbs.decide(row, version=3, **told)
    item = meeting.agenda.get()
    assert (item.title, item.outcome) == ("施策の見直し：I-1-1 施策I-1-1", "廃止。やめてよい")
    assert decided_of(review)[0].in_force is None
    settle(meeting)
    assert str(decided_of(review)[0].in_force.outlook) == "廃止"
    with pytest.raises(NotAllowed, match="確定されている"):
        decision_verbs.drop(ReviewDecision.objects.get(), by=by, reason="誤り")


def test_who_decides_and_what_it_needs(world):
    review = opened(world)
    row, meeting = proposed(world, review, "I-1-1", "continue"), meeting_of(world)
    with pytest.raises(NotAllowed, match="事務局"):
        decision_verbs.decide(
            row, by=world.people["council"], version=3, meeting=meeting, outlook=row.outlook
        )
    by = world.people["secretariat"]
    with pytest.raises(Incomplete, match="統合先"):
        merged = word(world, "merge")
        decision_verbs.decide(row, by=by, version=3, meeting=meeting, outlook=merged)
    other = paper(review, "I-1-2")
    with pytest.raises(NotAllowed, match="まだ提出されていない"):
        decision_verbs.decide(other, by=by, version=0, meeting=meeting, outlook=row.outlook)


def test_the_rest_takes_what_goes_on_as_it_is_and_nothing_else(world):
    review, by = opened(world), world.people["secretariat"]
    proposed(world, review, "I-1-1", "continue", directions={"2025": "拡大"})
    proposed(world, review, "I-1-2", "continue")
    rows = decided_of(review)
    assert [each.why_not_rest for each in rows] == [
        "年度別の方向性か目標を変えるため、個別に決めます。", "",
    ]  # fmt: skip
    versions = {each.paper.pk: each.paper.version for each in rows}
    meeting = meeting_of(world)
    made = decision_verbs.decide_rest(review, by=by, meeting=meeting, versions=versions)
    assert [(each.measure_review.measure.code, each.manner) for each in made] == [("I-1-2", "rest")]
    with pytest.raises(NotAllowed, match="既に決定"):
        decision_verbs.decide_rest(review, by=by, meeting=meeting, versions=versions)


def test_a_draft_is_dropped_with_what_the_agenda_says_of_it(world):
    review, by = opened(world), world.people["secretariat"]
    row, meeting = proposed(world, review, "I-1-1", "abolish"), meeting_of(world)
    told = {"by": by, "meeting": meeting, "outlook": row.outlook}
    decision = decision_verbs.decide(row, version=3, **told)
    decision_verbs.drop(decision, by=by, reason="誤り")
    assert not ReviewDecision.objects.exists() and meeting.agenda.get().outcome == ""


def test_one_revision_takes_over_what_was_decided_line_by_line(world):
    in_force_plan(world)
    review, by = opened(world), world.people["secretariat"]
    second = Measure.objects.get(code="I-1-2")
    targets = {"I-1-1": {"value": "20"}}
    first = proposed(world, review, "I-1-1", "expand", targets=targets, directions={"2025": "拡大"})
    other = proposed(world, review, "I-1-2", "merge", merge_into=world.measure)
    new = new_verbs.propose_measure(
        review, by=by, division=world.divisions["lead"], behalf_reason="代行",
        fields={
            "direction": world.measure.direction, "name": "新しい施策", "work": "始める",
            "reason": "必要", "goal": "", "budget": "", "budget_amount": None,
        },
    )  # fmt: skip
    meeting = meeting_of(world)
    decision_verbs.decide(first, by=by, version=3, meeting=meeting, outlook=first.outlook)
    merge = {"outlook": other.outlook, "into": world.measure}
    decision_verbs.decide(other, by=by, version=3, meeting=meeting, **merge)
    decision_verbs.decide_new(new, by=by, version=0, meeting=meeting, is_adopted=True)
    with pytest.raises(NotAllowed, match="計画を変えるものがありません"):
        taking_verbs.take_over(review, by=by, version=0)
    settle(meeting)
    revision = taking_verbs.take_over(review, by=by, version=0)
    lines = {
        (each.noun, str(key_of(each.key)), each.column): each for each in revision.changes.all()
    }
    assert [(noun, column) for noun, _, column in lines] == [
        ("measures", "summary"), ("yearly_directions", ""), ("targets", ""),
        ("measures", "last_day"), ("measures", "ending"),
        ("measure_successors", ""), ("measures", ""), ("measure_divisions", ""),
        ("yearly_directions", ""),
    ]  # fmt: skip
    of = {(each.measure_review_id, each.new_measure_id) for each in lines.values()}
    assert of == {(first.pk, None), (other.pk, None), (None, new.pk)}
    target = PlanChange.objects.get(noun="targets")
    assert (target.applies_from, target.after["value"]) == (2025, "20")
    # The lines stand on the plan as it is, and make what was decided of it.
    after = rows_after(stored_rows(world.plan).rows, revision.changes.in_order())
    assert after["measures"][(second.key,)]["last_day"] == "2025-03-31"
    texts = [after["measures"][key]["summary"] for key in ((world.measure.key,), ("I-1-3",))]
    assert texts == ["取組", "始める"]
    assert after["measures"][("I-1-3",)]["name"] == "新しい施策"
    review.refresh_from_db()
    assert review.revision == revision and not review.is_under_way
    with pytest.raises(NotAllowed, match="引き継がれている"):
        measure_verbs.send_back(paper(review, "I-1-1"), by=by, version=3, reason="遅い")


def test_a_measure_that_rests_does_so_in_each_year_that_may_change(world):
    in_force_plan(world)
    review, by = opened(world, changes_from=2024), world.people["secretariat"]
    row = proposed(world, review, "I-1-1", "suspend", work="", directions={"2025": "再開"})
    meeting = meeting_of(world)
    decision_verbs.decide(row, by=by, version=3, meeting=meeting, outlook=row.outlook)
    settle(meeting)
    taken = taking_verbs.taken_of(review)
    told = {each.applies_from: each.after for each in taken.lines if each.column != "printed"}
    words = {
        year: each if isinstance(each, str) else each["resolved"] for year, each in told.items()
    }
    assert words == {2024: "休止", 2025: "再開"}
    assert {each.noun for each in taken.lines} == {"yearly_directions"}


def test_a_meeting_on_a_review_alone_is_no_last_time_of_a_year(world):
    """What it decided says nothing of this year's reports."""
    row, before = proposed(world, opened(world), "I-1-1", "continue"), meeting_of(world)
    by = before.by
    Meeting.objects.filter(pk=before.pk).update(settled_at=timezone.now(), settled_by=by)
    meeting = meeting_of(world, date(2024, 7, 8))
    decision_verbs.decide(row, version=3, by=by, meeting=meeting, outlook=row.outlook)
    settle(meeting)
    assert sittings_of(world.year).before == before
    assert sitting_before(meeting_of(world, date(2024, 7, 15))) == before
