"""指摘事項と対応: asked, answered, asked again, accepted; each step once and by whom it may."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from progress.follow_ups import verbs as follow_ups
from progress.follow_ups.requests import Request
from progress.models import FollowUp, FollowUpEntry, ReviewYear
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from sakado_dx.organization.models import User
from sakado_dx.records.mail import OutgoingMail

ROLES = (
    "reporter", "deputy", "head", "promoter", "co_owner", "other", "department", "secretariat",
    "council", "executive", "administrator", "nobody",
)  # fmt: skip
TEXT = "予約の枠を週20に増やした。"


STEPS = {
    "answer": follow_ups.answer,
    "ask_again": follow_ups.ask_again,
    "accept": follow_ups.accept,
}


@pytest.fixture
def asked(world) -> FollowUp:
    """What a decision of the council asks of the lead division."""
    decision = world.decide(world.bring_to("confirmed"))
    request = Request(world.divisions["lead"], "予約の枠を増やすこと。", date(2024, 10, 1))
    return follow_ups.ask(decision, by=world.people["secretariat"], request=request)


@pytest.fixture
def answered(world, asked) -> FollowUp:
    return follow_ups.answer(asked, by=world.people["reporter"], version=0, text=TEXT)


def stored() -> tuple[str, int, list[tuple[str, str]]]:
    row = FollowUp.objects.get()
    return row.state, row.version, [(each.verb, each.text) for each in row.entries.all()]


def test_asking_the_same_again_asks_it_once(world, asked):
    request = Request(world.divisions["lead"], " 予約の枠を増やすこと。", date(2024, 10, 1))
    again = follow_ups.ask(asked.decision, by=world.people["secretariat"], request=request)
    assert again.pk == asked.pk
    assert stored() == ("open", 0, [])


@pytest.mark.parametrize("role", [each for each in ROLES if each != "secretariat"])
def test_only_the_secretariat_asks_and_accepts(world, answered, role):
    by = world.people[role]
    request = Request(world.divisions["lead"], "ほかのこと。", date(2024, 10, 1))
    for verb in (
        lambda: follow_ups.ask(answered.decision, by=by, request=request),
        lambda: follow_ups.ask_again(answered, by=by, version=1, text="根拠も。"),
        lambda: follow_ups.accept(answered, by=by, version=1),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert stored() == ("answered", 1, [("answer", TEXT)])


@pytest.mark.parametrize("role", ROLES)
def test_only_the_asked_division_answers(world, asked, role):
    by = world.people[role]
    if role in ("reporter", "deputy", "head", "promoter"):
        follow_ups.answer(asked, by=by, version=0, text=TEXT)
        assert stored() == ("answered", 1, [("answer", TEXT)])
    elif role == "secretariat":
        with pytest.raises(Incomplete):
            follow_ups.answer(asked, by=by, version=0, text=TEXT, reason=" ")
        follow_ups.answer(asked, by=by, version=0, text=TEXT, reason="電話で聞いた。")
        entry = FollowUpEntry.objects.get()
        assert (entry.text, entry.on_behalf, entry.reason) == (TEXT, True, "電話で聞いた。")
    else:
        with pytest.raises(NotAllowed, match="情報課"):
            follow_ups.answer(asked, by=by, version=0, text=TEXT)
        assert stored() == ("open", 0, [])


def test_successor_division_answers_for_its_predecessor(world, asked):
    new = type(world.divisions["lead"]).objects.create(name="デジタル課", order=4)
    world.divisions["lead"].successors.add(new)
    heir = world.people["nobody"]
    heir.memberships.create(division=new, role="reporter", first_day=date(2020, 4, 1))
    follow_ups.answer(asked, by=heir, version=0, text=TEXT)
    assert stored()[0] == "answered"


def test_thread_goes_back_and_forth_until_it_is_accepted(world, asked):
    reporter, secretary = world.people["reporter"], world.people["secretariat"]
    follow_ups.answer(asked, by=reporter, version=0, text=TEXT)
    follow_ups.ask_again(asked, by=secretary, version=1, text="件数も書いてください。")
    follow_ups.answer(asked, by=reporter, version=2, text="20件に増やした。")
    follow_ups.answer(asked, by=reporter, version=3, text="月末で22件。")
    follow_ups.accept(asked, by=secretary, version=4)
    assert stored() == (
        "accepted",
        5,
        [
            ("answer", TEXT),
            ("ask_again", "件数も書いてください。"),
            ("answer", "20件に増やした。"),
            ("answer", "月末で22件。"),
            ("accept", ""),
        ],
    )


@pytest.mark.parametrize(
    ("state", "verb", "role"),
    [
        ("open", "ask_again", "secretariat"),
        ("open", "accept", "secretariat"),
        ("accepted", "answer", "reporter"),
        ("accepted", "ask_again", "secretariat"),
        ("accepted", "accept", "secretariat"),
    ],
)
def test_steps_that_do_not_fit_the_state_are_refused(world, asked, state, verb, role):
    FollowUp.objects.update(state=state)
    asked.refresh_from_db()
    with pytest.raises(NotAllowed):
        STEPS[verb](asked, by=world.people[role], version=0, text="書いた。")
    assert stored() == (state, 0, [])


def test_of_two_answers_to_one_version_one_is_kept(world, asked):
    late = FollowUp.objects.get()
    follow_ups.answer(asked, by=world.people["reporter"], version=0, text=TEXT)
    with pytest.raises(Conflict) as conflict:
        follow_ups.answer(late, by=world.people["head"], version=0, text="後から書いた。")
    assert conflict.value.current.version == 1
    assert stored() == ("answered", 1, [("answer", TEXT)])


def test_stale_version_is_a_conflict_before_anything_is_written(world, answered):
    with pytest.raises(Conflict):
        follow_ups.accept(answered, by=world.people["secretariat"], version=0)
    assert stored() == ("answered", 1, [("answer", TEXT)])


@pytest.mark.parametrize("verb", ["answer", "ask_again"])
def test_blank_words_are_incomplete(world, answered, verb):
    by = world.people["reporter" if verb == "answer" else "secretariat"]
    with pytest.raises(Incomplete):
        STEPS[verb](answered, by=by, version=1, text=" \n")
    assert stored()[1] == 1


def test_follow_ups_go_on_after_the_year_is_closed(world, asked):
    ReviewYear.objects.update(closed_at="2024-09-01T00:00Z")
    follow_ups.answer(FollowUp.objects.get(), by=world.people["head"], version=0, text=TEXT)
    assert stored()[0] == "answered"


def test_database_refuses_an_answer_without_words(world, asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpEntry.objects.create(
            follow_up=asked, verb="answer", by=world.people["head"], at="2024-09-01T00:00Z"
        )


def test_words_and_day_change_with_a_reason_and_what_was_before_stays(world, asked):
    by = world.people["secretariat"]
    told = {"what": "枠を倍にすること。", "due": date(2024, 12, 1)}
    with pytest.raises(Incomplete):
        follow_ups.change(asked, by=by, version=0, reason=" ", **told)
    with pytest.raises(NotAllowed):
        follow_ups.change(asked, by=world.people["head"], version=0, reason="延期", **told)
    follow_ups.change(asked, by=by, version=0, reason="延期", **told)
    row, entry = FollowUp.objects.get(), FollowUpEntry.objects.get()
    assert (row.what, row.due, row.state, row.version) == (*told.values(), "open", 1)
    before = "期限：令和6年10月1日 → 令和6年12月1日\n変更前の指摘事項：予約の枠を増やすこと。"
    assert (entry.verb, entry.text, entry.reason) == ("change", before, "延期")
    with pytest.raises(NotAllowed, match="今の内容"):
        follow_ups.change(row, by=by, version=1, reason="延期", **told)
    with pytest.raises(Conflict):
        follow_ups.change(row, by=by, version=0, reason="延期", **told | {"what": "別。"})


def test_secretariat_is_told_of_each_answer_once(world, asked, settings):
    settings.MAIL_SERVER = {"HOST": "mail.example.test"}
    User.objects.update(email="who@example.test")
    follow_ups.answer(asked, by=world.people["reporter"], version=0, text=TEXT)
    follow_ups.answer(asked, by=world.people["secretariat"], version=1, text="追記", reason="電話")
    told = OutgoingMail.objects.order_by("pk").values_list("recipient__username", flat=True)
    assert sorted(told) == ["second_secretariat", "second_secretariat", "secretariat"]
    assert TEXT in OutgoingMail.objects.first().body


def test_overdue_is_what_waits_for_an_answer_after_its_day(world, asked):
    assert [asked.is_overdue(date(2024, 10, day)) for day in (1, 2)] == [False, True]
    follow_ups.answer(asked, by=world.people["reporter"], version=0, text=TEXT)
    assert not FollowUp.objects.get(pk=asked.pk).is_overdue(date(2024, 10, 2))


@pytest.mark.parametrize("fields", [{"on_behalf": True}, {"verb": "change"}])
def test_database_asks_for_the_reason_of_a_step(answered, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpEntry.objects.update(**fields)
