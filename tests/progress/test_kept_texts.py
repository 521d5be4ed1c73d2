"""What was typed while a login expired comes back on every form's page, or is shown to copy."""

import pytest
from django.urls import reverse

from progress.entry import verbs as entry
from progress.entry.contribution_verbs import contribute
from progress.models import Contribution, FollowUp, ReviewYear
from sakado_dx.organization.keeping import Typed

TYPED = "期限切れの間に打った文章。"
LOST = "この入力は保存できなくなりました。"


def came_back(client, user, page: str, **fields) -> None:
    """Log in with a text in the session, as after the login that a form's POST asked for."""
    client.force_login(user)
    session = client.session
    texts = {name: [text] for name, text in fields.items()} | {"version": ["1"]}
    Typed(user.pk, page, texts, []).keep(session)
    session.save()


def shown(client, page: str, *, lost: bool) -> str:
    answer = client.get(page)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert TYPED in text and (LOST in text) is lost
    return text


def at(name: str, *args) -> str:
    return reverse(f"progress:{name}", args=args)


@pytest.mark.parametrize("state", ["submitted", "closed"])
def test_entry_that_came_too_late_is_shown_to_copy(world, client, state):
    world.bring_to("submitted" if state == "submitted" else "draft")
    if state == "closed":
        ReviewYear.objects.update(closed_at="2024-09-01T00:00Z")
    page = at("report_edit", world.report.pk)
    came_back(client, world.people["reporter"], page, done=TYPED)
    shown(client, page, lost=True)
    text = shown(client, page, lost=True)  # a reload does not lose it
    assert f"{page}?kept=later" in text and ">1<" not in text
    onward = client.get(f"{page}?kept=later")
    assert (onward.status_code, onward.url) == (302, world.report.get_absolute_url())


def test_entry_in_time_is_in_its_form(world, client):
    page = at("report_edit", world.report.pk)
    came_back(client, world.people["reporter"], page, done=TYPED)
    shown(client, page, lost=False)


def test_entry_that_came_back_meets_what_was_saved_meanwhile(world, client):
    """It is sent again as of the version that its writer had read."""
    world.bring_to("draft")
    page = at("report_edit", world.report.pk)
    came_back(client, world.people["reporter"], page, done=TYPED)
    entry.save(world.fresh(), by=world.people["head"], version=1, fields={"issues": "課題。"})
    context = client.get(page).context
    assert context["version"] == 1
    answer = client.post(page, {"version": context["version"], "done": TYPED})
    assert answer.status_code == 409
    assert (world.fresh().issues, world.fresh().version) == ("課題。", 2)


def test_text_of_a_report_that_moved_to_another_division_is_shown(world, client):
    page = at("report_edit", world.report.pk)
    came_back(client, world.people["other"], page, done=TYPED)
    shown(client, page, lost=True)
    assert client.get(f"{page}?kept=later").status_code == 403


def test_note_is_in_the_form_of_the_measures_page(world, client):
    page = world.measure.get_absolute_url()
    came_back(client, world.people["reporter"], page, **{"note-text": TYPED})
    shown(client, page, lost=False)
    came_back(client, world.people["council"], page, **{"note-text": TYPED})
    shown(client, page, lost=True)


def test_part_of_a_contributing_division_is_in_its_form(world, client):
    world.leave_parts_open()
    part = Contribution.objects.get(report=world.report)
    page = at("part_sheet", world.year.pk, part.division_id)
    fields = {f"version-{part.pk}": "0", f"part-{part.pk}-text": TYPED}
    came_back(client, world.people["co_owner"], page, **fields)
    shown(client, page, lost=False)


def test_part_that_came_back_meets_what_was_saved_meanwhile(world, client):
    world.leave_parts_open()
    part = Contribution.objects.get(report=world.report)
    page = at("part_sheet", world.year.pk, part.division_id)
    fields = {f"version-{part.pk}": "0", f"part-{part.pk}-text": TYPED}
    came_back(client, world.people["co_owner"], page, **fields)
    contribute(part, by=world.people["co_owner"], version=0, text="同僚の記載。")
    (row,) = client.get(page).context["rows"]
    assert row.version == 0
    answer = client.post(page, fields | {f"version-{part.pk}": row.version})
    assert answer.status_code == 409
    assert Contribution.objects.get(pk=part.pk).text == "同僚の記載。"


def test_answer_to_a_follow_up_is_in_its_form_until_it_is_accepted(world, client):
    decision = world.decide(world.bring_to("confirmed"))
    lead = world.divisions["lead"]
    asked = FollowUp.objects.create(decision=decision, division=lead, what="数", due="2099-10-01")
    page = asked.get_absolute_url()
    came_back(client, world.people["reporter"], page, **{"answer-text": TYPED})
    shown(client, page, lost=False)
    FollowUp.objects.update(state="accepted")
    shown(client, page, lost=True)


def test_reason_and_note_on_the_desk_come_back_each_to_its_form(world, client):
    world.bring_to("submitted")
    page, secretary = at("report_review", world.report.pk), world.people["secretariat"]
    came_back(client, secretary, page, **{"comment-note": TYPED})
    text = shown(client, page, lost=False)
    assert "エラー" not in text  # the other form asks nothing
    entry.withdraw(world.fresh(), by=world.people["head"], version=2)
    shown(client, page, lost=True)


def test_word_beside_a_warning_comes_back_to_the_check_page(world, client):
    entry.save(
        world.report,
        by=world.people["head"],
        version=0,
        fields=world.complete,
        results=world.entry("1"),
    )
    page = at("report_check", world.report.pk)
    client.force_login(world.people["head"])
    (field, *_) = client.get(page).context["cautions"]
    came_back(client, world.people["head"], page, **{field.html_name: TYPED})
    shown(client, page, lost=False)
    entry.submit(world.fresh(), by=world.people["head"], version=1)
    shown(client, page, lost=True)


def test_refused_post_gives_its_text_back_to_its_author(world, client):
    """403: the measure is another division's by now."""
    page = world.measure.get_absolute_url()
    client.force_login(world.people["reporter"])
    form = client.get(page)
    signed = form.content.decode().split('name="signed_user" value="')[1].split('"')[0]
    world.measure.measure_divisions.all().delete()
    data = {"note-noted_on": "R6.6.1", "note-text": TYPED, "signed_user": signed}
    answer = client.post(at("note_add", world.measure.pk), data)
    assert answer.status_code == 403 and TYPED in answer.content.decode()
