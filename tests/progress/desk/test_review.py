"""The review: one report after the other, one form for note, return and confirmation."""

import pytest
from django.urls import reverse

from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.models import ProgressReport, ReviewYear
from tests.progress.conftest import make_measure


@pytest.fixture
def as_person(client, world):
    def log_in(role: str):
        client.force_login(world.people[role])
        return client

    return log_in


def url_of(name: str, report) -> str:
    return reverse(f"progress:report_{name}", args=[report.pk])


def form_of(page) -> dict:
    """The form of a page as a browser would send it back."""
    forms = page.context["forms"]
    fields = {each.html_name: each.value() or "" for form in forms.all for each in form}
    return fields | {
        "version": page.context["report"].version,
        "as_read": page.context["unsent"].marks,
    }


def said(world) -> tuple:
    report = world.fresh()
    return report.state, report.secretariat_note, str(report.second_judgement or "")


def test_note_and_judgement_are_kept_by_whatever_button_is_pressed(as_person, world):
    late = world.word("遅れ")
    typed = {"comment-note": "根拠を確認した。", "comment-second_judgement": late.pk}
    kept = ("根拠を確認した。", "遅れ")
    report = world.bring_to("submitted")
    client = as_person("secretariat")
    client.post(url_of("confirm", report), {"version": 2} | typed)
    assert said(world) == ("confirmed", *kept)
    again = {"version": 3, "comment-note": "単位が違う。", "send_back-reason": "単位を直すこと。"}
    client.post(url_of("send_back", report), again)
    assert said(world) == ("returned", "単位が違う。", "")
    assert [each.verb for each in report.changes.order_by("-version")][:2] == [
        "send_back",
        "confirm",
    ]


def test_button_without_the_note_on_its_page_leaves_the_note_as_it_is(as_person, world):
    report = world.bring_to("submitted")
    desk.comment(report, by=world.people["secretariat"], version=2, note="根拠を確認した。")
    as_person("second_secretariat").post(url_of("confirm", report), {"version": 3})
    assert said(world) == ("confirmed", "根拠を確認した。", "")


def test_whoever_comes_second_sees_both_notes_and_chooses(as_person, world):
    report = world.bring_to("submitted")
    client = as_person("second_secretariat")
    typed = form_of(client.get(url_of("review", report))) | {"comment-note": "私の所見。"}
    desk.comment(report, by=world.people["secretariat"], version=2, note="先の所見。")
    page = client.post(url_of("confirm", report), typed)
    assert page.status_code == 409
    assert [(each.mine, each.theirs) for each in page.context["differences"]] == [
        ("私の所見。", "先の所見。")
    ]
    assert said(world) == ("submitted", "先の所見。", "")
    again = form_of(page)
    assert again["comment-note"] == "私の所見。"
    unchosen = client.post(url_of("confirm", report), again | {"asked:choice:comment-note": "1"})
    assert unchosen.status_code == 409 and said(world)[0] == "submitted"
    client.post(url_of("confirm", report), again | {"choice:comment-note": "theirs"})
    assert said(world) == ("confirmed", "先の所見。", "")


def test_note_typed_for_a_report_that_was_withdrawn_stays_on_the_page(as_person, world):
    report = world.bring_to("submitted")
    client = as_person("secretariat")
    typed = form_of(client.get(url_of("review", report))) | {"comment-note": "私の所見。"}
    entry.withdraw(report, by=world.people["head"], version=2)
    page = client.post(url_of("send_back", report), typed | {"send_back-reason": "単位"})
    text = page.content.decode()
    assert page.status_code == 409 and "私の所見。" in text and "単位" in text
    assert "差し戻す</button>" not in text and "所見を保存</button>" not in text


@pytest.fixture
def three(world) -> list[ProgressReport]:
    """Three submitted reports in the plan's order; the secretariat wrote the second."""
    measure = make_measure(
        world.plan, world.measure.direction, "I-1-3", 2, [world.divisions["other"]]
    )
    world.year.reports.create(measure=measure)
    world.bring_to("submitted")
    reports = list(world.year.reports.order_by("measure__order"))
    for each, role in ((reports[1], "secretariat"), (reports[2], "other")):
        row, who = world.fresh(each), world.people[role]
        fields = world.complete
        entry.save(row, by=who, version=0, fields=fields, reason="代行")
        entry.submit(row, by=who, version=1, reason="代行")
    return reports


def test_line_leads_from_one_report_to_the_next_that_this_person_did_not_write(
    as_person, world, three
):
    first, own, last = (each.pk for each in three)

    def line(pk: int, role: str = "secretariat") -> tuple:
        found = as_person(role).get(f"/reports/{pk}/review/").context["line"]
        return found.place, found.total, found.before, found.after

    assert line(first) == (1, 2, None, last)
    assert line(own) == (None, 2, first, last)
    assert line(last) == (2, 2, first, None)
    assert line(own, "second_secretariat") == (2, 3, first, last)
    answer = as_person("secretariat").post(f"/reports/{last}/confirm/", {"version": 2})
    assert answer.url == f"/reports/{first}/review/"  # round to the first
    answer = as_person("secretariat").post(f"/reports/{first}/confirm/", {"version": 2})
    assert answer.url == reverse("progress:queue", args=[world.year.pk])


@pytest.mark.parametrize("state", ["draft", "returned", "submitted", "confirmed", "evaluated"])
def test_review_of_a_closed_year_offers_nothing_that_would_be_refused(as_person, world, state):
    report = world.bring_to(state)
    ReviewYear.objects.update(closed_at="2024-08-01T00:00:00Z")
    text = as_person("second_secretariat").get(url_of("review", report)).content.decode()
    for name in ("confirm", "send_back", "comment", "evaluate", "edit", "contributors", "reopen"):
        assert url_of(name, report) not in text, name
    assert url_of("unlock", report) in text


def test_plan_and_finding_stand_beside_what_is_reported(as_person, world):
    report = world.bring_to("submitted")
    text = as_person("secretariat").get(url_of("review", report)).content.decode()
    beside = text.partition("<aside")[2].partition("</aside>")[0]
    assert "導入・運用" in beside and "処理件数" in beside and "10件" in beside
