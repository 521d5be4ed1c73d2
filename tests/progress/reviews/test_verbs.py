"""三年目の見直し: who does what with a 調書, and what it needs."""

from datetime import date

import pytest

from measures.models import PlanWord
from progress.models import MeasureReview, NewMeasureProposal, PlanReview
from progress.reviews import measure_verbs, new_verbs
from progress.reviews import verbs as reviews
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from tests.progress.reviews.making import opened, paper

pytestmark = pytest.mark.one_database


def filled(world, **more):
    outlook = PlanWord.objects.get(plan=world.plan, vocabulary="outlook", word="継続")
    return {"outlook": outlook, "budget": "none"} | more


def test_a_review_makes_a_paper_for_each_measure_with_the_last_outlook(world):
    world.bring_to("evaluated")
    review = opened(world)
    rows = {each.measure.code: each for each in review.measure_reviews.with_measure()}
    assert {code: str(each.outlook or "") for code, each in rows.items()} == {
        "I-1-1": "継続", "I-1-2": "",
    }  # fmt: skip
    assert {each.state for each in rows.values()} == {"not_started"}


def test_a_review_is_opened_once_by_the_secretariat_for_years_that_fit(world):
    with pytest.raises(NotAllowed, match="事務局"):
        opened(world, by="head")
    with pytest.raises(Incomplete, match="改定する年度は、見直す年度の後で"):
        opened(world, changes_from=2023)
    opened(world)
    with pytest.raises(Incomplete, match="既に始めています"):
        opened(world)
    assert PlanReview.objects.count() == 1


def test_the_due_day_changes_on_the_version_that_was_read(world):
    review, by = opened(world), world.people["secretariat"]
    told = {"title": "見直し", "due_on": date(2024, 12, 1), "note": ""}
    reviews.change_review(review, by=by, version=0, **told)
    with pytest.raises(Conflict):
        reviews.change_review(review, by=by, version=0, **told)


def test_a_paper_goes_its_way(world):
    row = paper(opened(world))
    people = world.people
    measure_verbs.save(row, by=people["reporter"], version=0, fields=filled(world))
    measure_verbs.submit(row, by=people["reporter"], version=1)
    measure_verbs.withdraw(row, by=people["reporter"], version=2)
    measure_verbs.submit(row, by=people["reporter"], version=3)
    measure_verbs.send_back(row, by=people["secretariat"], version=4, reason="根拠を書くこと。")
    measure_verbs.submit(row, by=people["reporter"], version=5)
    word = row.outlook
    measure_verbs.propose(row, by=people["secretariat"], version=6, outlook=word, note="よい。")
    row = MeasureReview.objects.get(pk=row.pk)
    assert (row.state, row.version, row.proposed_outlook) == ("submitted", 7, word)
    verbs = list(row.changes.values_list("verb", flat=True))
    assert verbs == ["save", "submit", "withdraw", "submit", "send_back", "submit", "propose"]


def test_a_paper_is_filled_in_by_its_lead_division_and_by_the_secretariat_with_a_reason(world):
    row = paper(opened(world))
    for role in ("other", "co_owner", "council", "executive", "administrator"):
        with pytest.raises(NotAllowed, match="主管課の職員と事務局"):
            measure_verbs.save(row, by=world.people[role], version=0, fields=filled(world))
    with pytest.raises(Incomplete, match="代行"):
        measure_verbs.save(row, by=world.people["secretariat"], version=0, fields=filled(world))
    told = {"fields": filled(world), "reason": "紙で届いたため"}
    measure_verbs.save(row, by=world.people["secretariat"], version=0, **told)
    assert row.changes.get().on_behalf


def test_what_equals_the_draft_writes_nothing_and_who_comes_second_loses_nothing(world):
    row = paper(opened(world))
    by = world.people["reporter"]
    measure_verbs.save(row, by=by, version=0, fields=filled(world))
    measure_verbs.save(row, by=by, version=1, fields=filled(world))
    assert row.changes.count() == 1
    with pytest.raises(Conflict):
        measure_verbs.save(row, by=by, version=0, fields=filled(world, reason="別"))


def test_a_paper_says_all_that_it_lacks(world):
    row = paper(opened(world))
    review = PlanWord.objects.get(plan=world.plan, vocabulary="outlook", word="見直し")
    fields = {"outlook": review, "reason": "", "budget_note": "あ" * 501}
    measure_verbs.save(row, by=world.people["reporter"], version=0, fields=fields)
    with pytest.raises(Incomplete) as refused:
        measure_verbs.submit(row, by=world.people["reporter"], version=1)
    assert [each.field for each in refused.value.missing] == [
        "reason", "work", "budget", "budget_note",
    ]  # fmt: skip


def test_a_paper_with_a_proposal_is_not_taken_back(world):
    row, people = paper(opened(world)), world.people
    measure_verbs.save(row, by=people["reporter"], version=0, fields=filled(world))
    measure_verbs.submit(row, by=people["reporter"], version=1)
    with pytest.raises(Incomplete, match="今後の方針"):
        measure_verbs.propose(row, by=people["secretariat"], version=2, outlook=None)
    measure_verbs.propose(row, by=people["secretariat"], version=2, outlook=row.outlook)
    with pytest.raises(NotAllowed, match="事務局案が作られている"):
        measure_verbs.withdraw(row, by=people["reporter"], version=3)
    measure_verbs.send_back(row, by=people["secretariat"], version=3, reason="直すこと")
    assert MeasureReview.objects.get(pk=row.pk).proposed_at is None


def new_one(world):
    direction = world.measure.direction
    return {
        "direction": direction, "name": "書かない窓口", "work": "広げる。", "reason": "待ち時間",
        "goal": "", "budget": "new", "budget_amount": 100,
    }  # fmt: skip


def test_a_division_proposes_a_new_measure_until_the_secretariat_says_what_it_thinks(world):
    review, by, lead = opened(world), world.people["reporter"], world.divisions["lead"]
    row = new_verbs.propose_measure(review, by=by, division=lead, fields=new_one(world))
    with pytest.raises(NotAllowed, match="既に提案"):
        new_verbs.propose_measure(review, by=by, division=lead, fields=new_one(world))
    with pytest.raises(NotAllowed, match="その課の職員"):
        new_verbs.change_proposal(row, by=world.people["other"], version=0, fields=new_one(world))
    changed = new_one(world) | {"goal": "20件"}
    new_verbs.change_proposal(row, by=by, version=0, fields=changed)
    secretary = world.people["secretariat"]
    with pytest.raises(Incomplete, match="見送る理由"):
        new_verbs.handle_proposal(row, by=secretary, version=1, proposed="drop")
    new_verbs.handle_proposal(row, by=secretary, version=1, proposed="adopt")
    with pytest.raises(NotAllowed, match="取り下げられません"):
        new_verbs.drop_proposal(row, by=by, version=2, reason="やめる")
    assert NewMeasureProposal.objects.get().goal == "20件"
