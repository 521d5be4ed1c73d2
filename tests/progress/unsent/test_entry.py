"""The entry form with what its reader has typed and not sent: filled, told, and taken when saved."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.entry import verbs as entry
from progress.models import ReviewYear
from progress.unsent.doors import place_of
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import UnsentInput
from sakado_dx.organization.unsent import Entry
from sakado_dx.organization.unsent_verbs import keep

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

WINDOW = "0123456789abcdef"
CANARY = "未送信のカナリア"
RESTORED = "未送信の入力を戻しました"


def url_of(world) -> str:
    return reverse("progress:report_edit", args=[world.report.pk])


def type_in(world, role: str = "reporter", *, read: str = "", ago: int = 0, **texts: str) -> None:
    """As the script of the page would send it."""
    user = world.people[role]
    place = place_of(standing_of(user), "report", world.report.pk)
    at = timezone.now() - timedelta(seconds=ago)
    typed = {name: Entry(text, at, WINDOW, 1, read) for name, text in texts.items()}
    keep(place, by=user, window=WINDOW, typed=typed)


def opened(client, world, role: str = "reporter"):
    client.force_login(world.people[role])
    return client.get(url_of(world))


def marks_of(answer) -> dict[str, str]:
    return dict(pair.split("=") for pair in answer.context["as_read"].split())


def values_of(answer, *names: str) -> list:
    return [answer.context["form"][name].value() for name in names]


def test_form_shows_what_was_typed_and_says_so(client, world):
    late = str(world.word("遅れ").pk)
    box = f"result-{world.indicator.pk}-value"
    type_in(world, done=CANARY, progress=late, initial_budget="1,2x", **{box: "十五"})
    answer = opened(client, world)
    page = answer.content.decode()
    assert values_of(answer, "done", "progress", "initial_budget") == [CANARY, late, "1,2x"]
    assert answer.context["results"][0].form["value"].value() == "十五"
    assert RESTORED in page and "破棄して保存済みの内容に戻す" in page
    assert answer.context["others"].is_open
    assert [each.label for each in answer.context["unsent"].restored] == [
        "取り組んだこと", "進捗", "当初予算額（千円）", "実績値（件）"
    ]  # fmt: skip
    assert "エラー" not in page


def test_marks_are_those_of_what_is_stored(client, world):
    before = marks_of(opened(client, world))
    type_in(world, done=CANARY)
    assert marks_of(opened(client, world)) == before


def test_text_that_is_stored_already_is_not_called_unsent(client, world):
    world.bring_to("draft")
    type_in(world, done="窓口の様式を見直した。\n")
    assert RESTORED not in opened(client, world).content.decode()


def test_stored_text_that_changed_meanwhile_is_shown_beside_and_may_be_chosen(client, world):
    mark = marks_of(opened(client, world))["done"]
    type_in(world, done=CANARY, issues="課題。", read=mark)
    entry.save(world.report, by=world.people["head"], version=0, fields={"done": "所属長の文。"})
    answer = opened(client, world)
    (differing,) = answer.context["unsent"].differing
    assert (differing.label, differing.mine, differing.theirs) == (
        "取り組んだこと", CANARY, "所属長の文。",
    )  # fmt: skip
    form = {
        "version": 1,
        "done": CANARY,
        "issues": "課題。",
        "choice:done": "theirs",
        f"unsent_seen-{world.report.pk}": answer.context["unsent"].seen.isoformat(),
    }
    assert client.post(url_of(world), form).status_code == 302
    assert (world.fresh().done, world.fresh().issues) == ("所属長の文。", "課題。")
    assert UnsentInput.objects.get().fields == {}


def test_nobody_else_reads_it_and_colleagues_learn_whose_there_is(client, world):
    type_in(world, done=CANARY)
    page = opened(client, world, "head").content.decode()
    assert CANARY not in page
    assert "reporterさんの未送信の入力があります" in page
    for role in ("head", "deputy", "co_owner", "department", "secretariat", "administrator"):
        client.force_login(world.people[role])
        for address in ("/unsent/", "/", world.measure.get_absolute_url(), url_of(world)):
            assert CANARY not in client.get(address, follow=True).content.decode(), (role, address)


def test_of_a_colleague_who_left_nothing_is_told(client, world):
    type_in(world, done=CANARY)
    world.people["reporter"].memberships.update(last_day="2021-03-31")
    assert "未送信の入力があります" not in opened(client, world, "head").content.decode()


def test_save_takes_what_it_stored_and_leaves_what_had_an_error(client, world):
    type_in(world, done=CANARY, initial_budget="多い")
    client.force_login(world.people["reporter"])
    form = {"version": 0, "done": CANARY, "initial_budget": "多い", "unsent_window": WINDOW}
    assert client.post(url_of(world), form).status_code == 200
    assert set(UnsentInput.objects.get().entries) == {"initial_budget"}


@pytest.mark.parametrize("state", ["conflict", "submitted", "closed"])
def test_refused_save_leaves_it_to_its_owner(client, world, state):
    type_in(world, done=CANARY)
    world.bring_to("submitted" if state == "submitted" else "draft", by="head")
    if state == "closed":
        ReviewYear.objects.update(closed_at="2024-09-01T00:00Z")
    client.force_login(world.people["reporter"])
    form = {"version": 0, "done": CANARY, "unsent_window": WINDOW}
    assert client.post(url_of(world), form).status_code == 409
    assert set(UnsentInput.objects.get().entries) == {"done"}
    answer = client.get(url_of(world), follow=True)
    assert answer.request["PATH_INFO"] == (url_of(world) if state == "conflict" else "/unsent/")
    assert CANARY in answer.content.decode()


def test_form_that_was_refused_is_sent_to_be_kept_as_a_whole(client, world):
    world.bring_to("draft")
    client.force_login(world.people["reporter"])
    page = client.post(url_of(world), {"version": 0, "done": CANARY}).content.decode()
    assert "data-unsent-typed" in page
    assert "data-unsent-typed" not in client.get(url_of(world)).content.decode()


def test_discarding_leads_back_to_the_form_as_it_is_stored(client, world):
    type_in(world, done=CANARY)
    opened(client, world)
    answer = client.post(f"/unsent/report/{world.report.pk}/discard/", follow=True)
    assert answer.request["PATH_INFO"] == url_of(world)
    assert values_of(answer, "done") == [""]


def test_no_export_and_no_file_of_the_portal_holds_it(client, world):
    type_in(world, done=CANARY)
    client.force_login(world.people["secretariat"])
    year = world.year.pk
    for address in (f"/years/{year}/reports.csv", f"/years/{year}/reports.json", "/records/"):
        answer = client.get(address)
        assert answer.status_code == 200 and CANARY not in answer.content.decode("utf-8", "replace")
