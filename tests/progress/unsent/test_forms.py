"""Every other form with what its reader has typed and not sent: shown there, taken when sent."""

from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.entry import verbs as entry
from progress.entry.contribution_verbs import name_contributors
from progress.models import Contribution, FollowUp
from progress.unsent.doors import FORMS, place_of
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import UnsentInput
from sakado_dx.organization.unsent import Entry
from sakado_dx.organization.unsent_verbs import keep

pytestmark = pytest.mark.one_database  # what pages say is decided in Python

WINDOW = "0123456789abcdef"
TYPED = "打ちかけの文章。"


@dataclass(frozen=True)
class Case:
    """A form: who writes it, the name of its text, where it is sent, with what besides."""

    form: str
    who: str
    name: str
    sent_to: str
    more: tuple[tuple[str, str], ...] = ()


CASES = [
    Case("note", "reporter", "note-text", "note_add", (("note-noted_on", "R5.6.1"),)),
    Case("comment", "secretariat", "comment-note", "report_comment"),
    Case("comment", "secretariat", "send_back-reason", "report_send_back"),
    Case("answer", "reporter", "answer-text", "follow_up_answer"),
    Case("ask-again", "secretariat", "ask_again-text", "follow_up_ask_again"),
    Case("check", "head", "answer", "report_submit"),
]


def subject_of(world, case: Case) -> int:
    """The subject of the form, in the state in which it is written."""
    noun = FORMS[case.form].subject
    if noun == "measure":
        return world.measure.pk
    if noun == "follow_up":
        decision, lead = world.decide(world.bring_to("confirmed")), world.divisions["lead"]
        state = "answered" if case.form == "ask-again" else "open"
        asked = {"division": lead, "what": "数", "due": "2099-10-01", "state": state}
        return FollowUp.objects.create(decision=decision, **asked).pk
    world.bring_to("returned" if case.form == "check" else "submitted")
    return world.report.pk


def type_in(user, form: str, subject: int, *, read: str = "", **texts: str) -> None:
    place = place_of(standing_of(user), form, subject)
    now = timezone.now()
    typed = {name: Entry(text, now, WINDOW, 1, read) for name, text in texts.items()}
    keep(place, by=user, window=WINDOW, typed=typed)


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.form)
def test_text_comes_back_to_its_form_and_goes_when_it_is_sent(world, client, case):
    subject, user = subject_of(world, case), world.people[case.who]
    type_in(user, case.form, subject, **{case.name: TYPED})
    client.force_login(user)
    page = client.get(reverse(FORMS[case.form].page, args=[subject])).content.decode()
    assert "未送信の入力を戻しました" in page and TYPED in page
    assert f'data-unsent="/unsent/{case.form}/{subject}/"' in page
    sent = {case.name: TYPED, "unsent_window": WINDOW, **dict(case.more)}
    versioned = world.fresh().version if FORMS[case.form].subject == "report" else 0
    answer = client.post(
        reverse(f"progress:{case.sent_to}", args=[subject]), sent | {"version": versioned}
    )
    assert answer.status_code == 302
    assert UnsentInput.objects.get().fields == {}


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.form)
def test_text_of_a_form_that_was_refused_stays(world, client, case):
    subject, user = subject_of(world, case), world.people[case.who]
    type_in(user, case.form, subject, **{case.name: TYPED})
    client.force_login(user)
    sent = {case.name: "長" * 1001, "unsent_window": WINDOW, "version": "0"}
    client.post(reverse(f"progress:{case.sent_to}", args=[subject]), sent)
    assert set(UnsentInput.objects.get().entries) == {case.name}


def test_note_that_another_secretary_saved_meanwhile_is_shown_beside_to_choose(world, client):
    world.bring_to("submitted")
    secretary, page = (
        world.people["secretariat"],
        reverse("progress:report_review", args=[world.report.pk]),
    )
    client.force_login(secretary)
    marks = client.get(page).context["unsent"].marks
    mark = dict(pair.split("=") for pair in marks.split())["comment-note"]
    type_in(secretary, "comment", world.report.pk, read=mark, **{"comment-note": TYPED})
    client.force_login(world.people["second_secretariat"])
    address = reverse("progress:report_comment", args=[world.report.pk])
    client.post(address, {"version": 2, "comment-note": "もう一人の所見。"})
    client.force_login(secretary)
    unsent = client.get(page).context["unsent"]
    assert [(each.mine, each.theirs) for each in unsent.differing] == [(TYPED, "もう一人の所見。")]
    form = {"version": 3, "comment-note": TYPED, "choice:comment-note": "theirs"}
    client.post(address, form | {f"unsent_seen-{world.report.pk}": unsent.seen.isoformat()})
    assert world.fresh().secretariat_note == "もう一人の所見。"
    assert UnsentInput.objects.get().fields == {}


def typed_part(world) -> tuple[str, dict, str]:
    """市民課's sheet with a text that was typed and not sent: its address, its form, the field."""
    world.leave_parts_open()
    part = Contribution.objects.get(report=world.report)
    name = f"part-{part.pk}-text"
    type_in(world.people["co_owner"], "contribution", part.pk, **{name: TYPED})
    sheet = reverse("progress:part_sheet", args=[world.year.pk, part.division_id])
    return sheet, {f"version-{part.pk}": "0", name: TYPED, "unsent_window": WINDOW}, name


def test_text_comes_back_to_its_row_of_a_sheet_and_goes_when_it_is_sent(world, client):
    sheet, sent, name = typed_part(world)
    client.force_login(world.people["co_owner"])
    page = client.get(sheet).content.decode()
    assert "未送信の入力を戻しました" in page and TYPED in page
    client.post(sheet, sent | {name: "長" * 1001})
    assert set(UnsentInput.objects.get().entries) == {name}
    assert client.post(sheet, sent).status_code == 302
    assert UnsentInput.objects.get().fields == {}


def test_part_that_can_be_changed_no_more_leads_to_what_was_typed(world, client):
    sheet, *_ = typed_part(world)
    world.bring_to("submitted")
    client.force_login(world.people["co_owner"])
    assert 'href="/unsent/"' in client.get(sheet).content.decode()
    assert TYPED in client.get("/unsent/").content.decode()


def other_part(world) -> Contribution:
    """A second row of the same sheet."""
    report = world.year.reports.get(measure__code="I-1-2")
    return Contribution.objects.create(
        report=report, division=world.divisions["second"], is_named=True
    )


def test_text_of_a_row_that_was_closed_meanwhile_stays_when_the_others_are_saved(world, client):
    sheet, *_ = typed_part(world)
    other = other_part(world)
    world.bring_to("submitted")
    client.force_login(world.people["co_owner"])
    page = client.get(sheet)
    assert "受付を終えた行に入力していた内容" in page.content.decode()
    unsent = page.context["unsent"]
    sent = {f"version-{other.pk}": "0", f"part-{other.pk}-text": "書いた。"}
    # As filled in another window, where nothing of the closed row can be seen.
    seen = {f"unsent_seen-{unsent.subject}": timezone.now().isoformat()}
    assert client.post(sheet, sent | seen | {"unsent_window": WINDOW}).status_code == 302
    (row,) = UnsentInput.objects.all()
    assert [each.text for each in row.entries.values()] == [TYPED]
    assert "受付を終えた行に入力していた内容" in client.get(sheet).content.decode()


def test_text_stays_with_its_sheet_when_the_first_row_goes(world, client):
    """The sheet is known by its first part; the secretariat asks the division for it no more."""
    world.leave_parts_open()
    second, secretary = world.divisions["second"], world.people["secretariat"]
    first = other_part(world)
    Contribution.objects.exclude(pk=first.pk).delete()
    later = Contribution.objects.create(report=world.report, division=second, is_named=True)
    kept = {f"part-{later.pk}-text": TYPED}
    type_in(world.people["co_owner"], "contribution", first.pk, **kept)
    name_contributors(world.fresh(first.report), by=secretary, divisions=[])
    assert list(UnsentInput.objects.values_list("subject", flat=True)) == [later.pk]
    client.force_login(world.people["co_owner"])
    sheet = reverse("progress:part_sheet", args=[world.year.pk, second.pk])
    (row,) = client.get(sheet).context["rows"]
    assert row.form["text"].value() == TYPED
    assert f'href="{reverse("progress:part_row", args=[later.pk])}"' in (
        client.get("/unsent/").content.decode()
    )


def test_text_of_a_sheet_that_is_no_more_can_be_copied_from_the_list(world, client):
    first = other_part(world)
    Contribution.objects.exclude(pk=first.pk).delete()
    kept = {f"part-{first.pk}-text": TYPED}
    type_in(world.people["co_owner"], "contribution", first.pk, **kept)
    name_contributors(world.fresh(first.report), by=world.people["secretariat"], divisions=[])
    client.force_login(world.people["co_owner"])
    page = client.get("/unsent/").content.decode()
    assert TYPED in page and "入力していた画面は、なくなりました。" in page
    assert reverse("progress:part_row", args=[first.pk]) not in page


def test_sheet_with_unsent_text_of_open_rows_alone_speaks_of_no_closed_one(world, client):
    sheet, *_ = typed_part(world)
    client.force_login(world.people["co_owner"])
    assert "受付を終えた行に入力していた内容" not in client.get(sheet).content.decode()


def test_reason_on_behalf_comes_back_to_a_sheet_and_goes_when_it_is_sent(world, client):
    sheet, sent, name = typed_part(world)
    UnsentInput.objects.all().delete()
    secretary, part = world.people["secretariat"], Contribution.objects.get(report=world.report)
    type_in(secretary, "contribution", part.pk, reason="電話で聞いた。")
    client.force_login(secretary)
    page = client.get(sheet)
    assert page.context["behalf"]["reason"].value() == "電話で聞いた。"
    assert "reason=" in page.context["unsent"].marks
    assert client.post(sheet, sent | {"reason": "電話で聞いた。"}).status_code == 302
    assert UnsentInput.objects.get().fields == {}


def test_answer_that_a_colleague_wrote_meanwhile_is_chosen_on_the_check_page(world, client):
    world.bring_to("returned")
    head, pk = world.people["head"], world.report.pk
    type_in(head, "check", pk, read="00000000", answer=TYPED)
    entry.save(world.fresh(), by=head, version=3, fields={"return_answer": "係の回答。"})
    client.force_login(head)
    (differing,) = (
        client.get(reverse("progress:report_check", args=[pk])).context["unsent"].differing
    )
    sent = {"version": world.fresh().version, "answer": TYPED, differing.name: "theirs"}
    assert client.post(reverse("progress:report_submit", args=[pk]), sent).status_code == 302
    assert world.fresh().changes.last().reason == "係の回答。"


def test_my_measures_name_what_is_left(world, client):
    client.force_login(world.people["reporter"])
    mine = reverse("progress:my_measures")
    assert "未送信の入力" not in client.get(mine).content.decode()
    type_in(world.people["reporter"], "report", world.report.pk, done=TYPED)
    assert "未送信の入力が1件" in client.get(mine).content.decode()


def test_forms_that_a_page_shows_to_nobody_are_not_filled(world, client):
    """A late text of a report that has left the state stays in the list, not on the page."""
    world.bring_to("submitted")
    secretary = world.people["secretariat"]
    type_in(secretary, "comment", world.report.pk, **{"send_back-reason": TYPED})
    entry.withdraw(world.fresh(), by=world.people["head"], version=2)
    client.force_login(secretary)
    page = reverse("progress:report_review", args=[world.report.pk])
    assert TYPED not in client.get(page).content.decode()
    assert TYPED in client.get("/unsent/").content.decode()
