"""Keeping, listing and discarding 未送信の入力: whose it is, what is let through, what is said."""

import json

import pytest
from django.test import Client

from progress.models import Contribution, FollowUp, ReviewYear
from progress.unsent.doors import FORMS
from sakado_dx.organization.models import UnsentInput
from sakado_dx.records.models import AuditRecord
from tests.progress.conftest import World
from tests.progress.reviews.making import opened, paper

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

WINDOW = "0123456789abcdef"
CANARY = "未送信のカナリア"


def message(user, text: str = CANARY, *, name: str = "done", window: str = WINDOW, **more) -> dict:
    field = {"text": text, "age": 0, "number": 1, "label": "取り組んだこと"} | more
    return {"user": user.pk, "window": window, "fields": {name: field}}


def send(client: Client, address: str, body) -> tuple[int, dict]:
    """The answer's status and words."""
    body = body if isinstance(body, bytes | str) else json.dumps(body)
    answer = client.post(address, body, content_type="application/json")
    is_json = answer.headers["Content-Type"] == "application/json"
    return answer.status_code, answer.json() if is_json else {}


def address_of(form: str, subject: int) -> str:
    return f"/unsent/{form}/{subject}/"


@pytest.fixture
def report(world) -> str:
    return address_of("report", world.report.pk)


@pytest.fixture
def signed_in(world, client) -> Client:
    client.force_login(world.people["reporter"])
    return client


def kept() -> list[tuple[str, int, dict[str, str]]]:
    """(form, subject, texts by field) of all rows."""
    return [
        (row.form, row.subject, {name: each.text for name, each in row.entries.items()})
        for row in UnsentInput.objects.order_by("pk")
    ]


def test_typed_text_is_kept_and_the_answer_says_when(world, signed_in, report):
    status, told = send(signed_in, report, message(world.people["reporter"]))
    assert status == 200
    assert told.pop("said").endswith("分に入力を保管")
    assert told == {"newer": {}, "was_sent": False, "too_long": [], "most": 32767}
    assert kept() == [("report", world.report.pk, {"done": CANARY})]


@pytest.mark.parametrize("state", ["submitted", "confirmed", "evaluated", "closed"])
def test_typing_is_kept_whatever_became_of_the_report_and_listed_to_copy(
    world, signed_in, report, state
):
    world.bring_to("draft" if state == "closed" else state)
    if state == "closed":
        ReviewYear.objects.update(closed_at="2024-09-01T00:00Z")
    assert send(signed_in, report, message(world.people["reporter"]))[0] == 200
    page = signed_in.get("/unsent/").content.decode()
    assert CANARY in page and "取り組んだこと" in page and "I-1-1" in page


def test_text_longer_than_any_save_takes_is_told_and_the_rest_is_kept(world, signed_in, report):
    body = message(world.people["reporter"])
    body["fields"]["issues"] = {"text": "長" * 32_768, "age": 0, "number": 2}
    status, told = send(signed_in, report, body)
    assert (status, told["too_long"]) == (200, ["issues"])
    assert kept() == [("report", world.report.pk, {"done": CANARY})]


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "null", "{", '{"user": 1}', b"\xff\xfe",
        '{"user": 1, "window": "x", "fields": {}}',
        '{"user": 1, "window": "0123456789abcdef", "fields": {"done": "text"}}',
        '{"user": 1, "window": "0123456789abcdef", "fields": {"done": {"text": 5}}}',
        '{"user": 1, "window": "0123456789abcdef", "fields": {"a\\u0000": {"text": ""}}}',
        "[" * 100_000,
    ],
)  # fmt: skip
def test_message_that_is_none_of_ours_is_refused_in_words(signed_in, report, body):
    status, told = send(signed_in, report, body)
    assert status == 400 and told["sentence"].endswith("。")
    assert kept() == []


def test_message_larger_than_any_of_ours_is_refused(world, signed_in, report):
    status, told = send(signed_in, report, message(world.people["reporter"], "x" * 250_000))
    assert (status, told) == (400, {"sentence": "一度に保管できる量を超えています。"})


def test_letters_that_no_database_holds_are_mended(world, signed_in, report):
    text = "前\x00\r\n後" + "\ud83d"
    assert send(signed_in, report, message(world.people["reporter"], text))[0] == 200
    assert kept()[0][2] == {"done": "前\n後\ufffd"}


def test_page_that_somebody_else_opened_is_told_so_and_keeps_nothing(world, signed_in, report):
    """Two people at one PC: the second logs in while the first one's form is still open."""
    status, told = send(signed_in, report, message(world.people["head"]))
    assert status == 409 and told["sentence"].startswith("この画面は、別の利用者が")
    assert kept() == []


def test_expired_login_is_told_to_a_script_and_leaves_no_message(world, client, report):
    assert send(client, report, message(world.people["reporter"])) == (
        401, {"sentence": "ログインの期限が切れています。"},
    )  # fmt: skip
    assert "操作は行われていません" not in client.get("/accounts/login/").content.decode()


def test_script_gets_a_fresh_token_where_its_own_is_of_before_the_login(world, report):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["reporter"])
    body = json.dumps(message(world.people["reporter"]))
    given = {"content_type": "application/json"}
    assert client.post(report, body, **given).status_code == 403
    token = client.get(report).json()["token"]
    assert client.post(report, body, headers={"X-CSRFToken": token}, **given).status_code == 200


def test_keeping_counts_as_use_of_the_login(world, signed_in, report):
    signed_in.get("/help/")
    session = signed_in.session
    session["seen_at"] -= 100
    session["login_at"] -= 100
    session.save()
    send(signed_in, report, message(world.people["reporter"]))
    assert signed_in.session["seen_at"] > session["seen_at"]


def subjects(world: World) -> dict[str, int]:
    """A subject for each form, by the form's name."""
    decision = world.decide(world.bring_to("confirmed"))
    lead = world.divisions["lead"]
    asked = FollowUp.objects.create(decision=decision, division=lead, what="数", due="2099-10-01")
    part = Contribution.objects.get(report=world.report, division=world.divisions["second"])
    nouns = {
        "report": world.report.pk,
        "contribution": part.pk,
        "follow_up": asked.pk,
        "measure": world.measure.pk,
        "measure_review": paper(opened(world)).pk,
    }
    return {form: nouns[door.subject] for form, door in FORMS.items()}


WRITERS = {
    "contribution": "co_owner",
    "report": "reporter",
    "check": "reporter",
    "answer": "head",
    "measure-review": "reporter",
}


def test_of_each_form_its_writer_finds_his_text_in_the_list_and_may_throw_it_away(world, client):
    for form, subject in subjects(world).items():
        user = world.people[WRITERS.get(form, "secretariat")]
        client.force_login(user)
        assert send(client, address_of(form, subject), message(user))[0] == 200, form
        page = client.get("/unsent/").content.decode()
        assert f"{FORMS[form].name}（" in page and CANARY in page, form
        answer = client.post(f"{address_of(form, subject)}discard/", {"list": "1"})
        assert answer.url == "/unsent/"
        assert CANARY not in client.get("/unsent/").content.decode()


def test_number_without_an_end_is_no_message(world, signed_in, report):
    user = world.people["reporter"]
    aged = json.dumps(message(user)).replace('"age": 0', '"age": 1e999')
    named = json.dumps(message(user) | {"user": 10**9}).replace("1000000000", "1e999")
    refused = (400, {"sentence": "送られた内容を読めません。"})
    assert [send(signed_in, report, each) for each in (aged, named)] == [refused, refused]
    assert kept() == []


@pytest.mark.parametrize(
    ("form", "subject"), [("nothing", 1), ("x" * 30, 1), ("report", 2**63), ("report", 10**30)]
)
def test_place_that_there_cannot_be_keeps_nothing_and_discards_nothing(
    world, signed_in, form, subject
):
    address = address_of(form, subject)
    assert send(signed_in, address, message(world.people["reporter"]))[0] == 404
    discarded = signed_in.post(f"{address}discard/", {"list": "1", "unsent_window": WINDOW})
    assert discarded.status_code == 404
    assert kept() == []


def test_list_takes_as_many_queries_for_many_rows_as_for_one(
    world, signed_in, django_assert_num_queries
):
    user = world.people["reporter"]
    reports = [world.report.pk]
    send(signed_in, address_of("report", reports[0]), message(user))
    with django_assert_num_queries(5):
        signed_in.get("/unsent/")
    for form in ("check", "note"):
        subject = world.measure.pk if form == "note" else reports[0]
        send(signed_in, address_of(form, subject), message(user))
    with django_assert_num_queries(6):
        signed_in.get("/unsent/")


def test_membership_that_has_ended_hides_the_text_from_its_writer_too(world, signed_in, report):
    user = world.people["reporter"]
    send(signed_in, report, message(user))
    user.memberships.update(last_day="2021-03-31")
    user.city_roles.create(role="council", first_day="2020-04-01")
    page = signed_in.get("/unsent/")
    assert page.status_code == 200 and CANARY not in page.content.decode()


def test_canary_stands_in_no_record(world, signed_in, report):
    before = AuditRecord.objects.count()
    send(signed_in, report, message(world.people["reporter"]))
    signed_in.post(f"{report}discard/")
    assert AuditRecord.objects.count() == before
