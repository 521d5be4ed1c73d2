"""文書 in the portal: wording, log, sheets, letters by hand."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from progress.letters import verbs
from progress.letters.wording import Wording
from progress.meetings import verbs as meetings
from progress.models import Letter, LetterHead, LetterKind, LetterTemplate, ReviewYear
from progress.workflow.refusals import NotAllowed
from sakado_dx.organization.models import Division, User
from sakado_dx.records.mail import OutgoingMail
from tests.list_pages import file_cells, page_cells

LOG = reverse("progress:letter_list")
REQUEST_WORDING = reverse("progress:wording_edit", args=["request"])


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def secretary(client, world):
    client.force_login(world.people["secretariat"])
    return client


@pytest.fixture
def mailing(world, settings):
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": 9}
    User.objects.filter(username="other").update(email="other@city.example")
    return world


def by_hand(world) -> str:
    return reverse("progress:letter_write", args=[world.year.pk, "request"])


def wording(version: int = 0, **more) -> dict:
    said = {
        "subject": "{年度}の報告（依頼）",
        "body": "　お願いします。",
        "particulars": "対象\n{提出期限}",
    }
    return said | {"version": version, "save": ""} | more


# --- Wording


def test_own_wording_is_used_by_the_next_letter_and_leaves_the_old_ones(secretary, world):
    before = Letter.objects.get(division=world.divisions["lead"]).subject
    assert secretary.post(REQUEST_WORDING, wording()).status_code == 302
    secretary.post(
        by_hand(world), {"to": world.divisions["lead"].pk, "dated_on": "R8.5.1", "send": ""}
    )
    old, new = Letter.objects.filter(division=world.divisions["lead"]).order_by("pk")
    assert (old.subject, new.subject) == (before, "令和5年度の報告（依頼）")
    assert new.particulars.startswith("１　対象\n２　令和")


def test_field_that_cannot_be_inserted_is_refused_with_what_was_typed(secretary, world):
    page = secretary.post(REQUEST_WORDING, wording(body="　{しめきり}までに。"))
    assert "「{しめきり}」は、差し込めません。" in text_of(page)
    assert "　{しめきり}までに。" in text_of(page)
    assert not LetterTemplate.objects.exists()
    with pytest.raises(NotAllowed, match="差し込めません"):
        verbs.change_template(
            world.plan, "request", Wording("件名", "{しめきり}"),
            by=world.people["secretariat"], version=0,
        )  # fmt: skip


def test_wording_that_another_changed_meanwhile_is_told_and_kept_in_the_form(secretary, world):
    secretary.post(REQUEST_WORDING, wording())
    page = secretary.post(REQUEST_WORDING, wording(body="　別の文。"))
    assert page.status_code == 409
    assert "画面を開いた後に変わりました。" in text_of(page) and "　別の文。" in text_of(page)
    secretary.post(REQUEST_WORDING, wording(1, body="　別の文。"))
    own = LetterTemplate.objects.get()
    assert (own.body, own.version) == ("　別の文。", 2)


def test_same_wording_sent_twice_is_one_change(secretary, world):
    for _ in range(2):
        assert secretary.post(REQUEST_WORDING, wording()).status_code == 302
    assert LetterTemplate.objects.get().version == 1


def test_preview_of_a_wording_stores_nothing(secretary, world):
    said = wording(body="　試しの文。")
    del said["save"]
    page = text_of(secretary.post(REQUEST_WORDING, said | {"preview": ""}))
    assert '<p class="preserve-lines">　試しの文。</p>' in page and "〔提出期限〕" in page
    assert not LetterTemplate.objects.exists()


def test_standard_wording_comes_back(secretary, world):
    secretary.post(REQUEST_WORDING, wording())
    secretary.post(reverse("progress:wording_restore", args=["request"]))
    assert not LetterTemplate.objects.exists()
    assert "実績に係る進捗報告について（依頼）" in text_of(secretary.get(REQUEST_WORDING))


def test_head_is_the_citys_own_and_without_one_the_secretariats_division(secretary, world):
    Division.objects.filter(pk=world.divisions["lead"].pk).update(is_secretariat=True)
    office = verbs.office_of(world.plan, "request")
    assert (office.sender, office.addressee, office.contact) == ("情報課長", "{所属}長", "情報課")
    said = {
        "sender": "試験市長　見本　太郎",
        "addressee": "{所属}の長",
        "contact": "情報課　内線123",
    }
    for _ in range(2):
        secretary.post(reverse("progress:letter_head"), said)
    assert LetterHead.objects.count() == 1
    office = verbs.office_of(world.plan, "request")
    assert (office.sender, office.addressee, office.contact) == tuple(said.values())
    page = secretary.post(reverse("progress:letter_head"), said | {"addressee": "{課}長"})
    assert "宛名に差し込めるのは、{所属}だけです。" in text_of(page)


def test_head_that_another_changed_meanwhile_is_told_and_kept_in_the_form(secretary):
    url = reverse("progress:letter_head")
    read = secretary.get(url).context["as_read"]
    said = {"addressee": "{所属}長", "contact": "", "as_read": read}
    assert [secretary.post(url, said | {"sender": "市長"}).status_code for _ in "ab"] == [302, 302]
    answer = secretary.post(url, said | {"sender": "副市長"})
    page = text_of(answer)
    assert (answer.status_code, ">市長<" in page, "副市長" in page) == (409, True, True)
    assert LetterHead.objects.get().sender == "市長"
    said["as_read"] = answer.context["as_read"]
    assert secretary.post(url, said | {"sender": "副市長"}).status_code == 302
    assert LetterHead.objects.get().sender == "副市長"


# --- By hand


def test_nothing_is_ticked_and_nothing_goes_out_without_a_tick(secretary, world):
    page = secretary.get(by_hand(world))
    assert "checked" not in text_of(page) and "各所属長　様" in text_of(page)
    page = secretary.post(by_hand(world), {"dated_on": "R8.5.1", "send": ""})
    assert "宛先を一つ以上選んでください。" in text_of(page)
    assert Letter.objects.filter(cause__startswith="hand:").count() == 0


def test_letters_by_hand_say_what_was_added_and_go_once_a_day(client, mailing):
    client.force_login(mailing.people["secretariat"])
    divisions = [mailing.divisions[name].pk for name in ("lead", "other")]
    said = {"to": divisions, "number": "情政第8号", "dated_on": "R8.5.1", "sentence": "念のため。"}
    answers = [client.post(by_hand(mailing), said | {"send": ""}) for _ in range(2)]
    letters = Letter.objects.filter(cause__startswith="hand:").order_by("division__order")
    assert [(each.division.name, each.mailed_to) for each in letters] == [
        ("情報課", 0),
        ("道路課", 1),
    ]
    assert {each.number for each in letters} == {"情政第8号"}
    assert all(each.body.endswith("\n　念のため。") for each in letters)
    (mail,) = OutgoingMail.objects.all()
    assert (mail.recipient.username, mail.subject) == ("other", letters[1].subject)
    assert letters[1].text in mail.body
    assert answers[0].url == f"{reverse('progress:letter_papers')}?letter={letters[0].pk}"
    assert answers[1].url == LOG
    assert "今日、作りました" in text_of(client.get(by_hand(mailing)))


def test_preview_is_of_the_first_ticked_and_writes_nothing(secretary, world):
    to = world.divisions["other"].pk
    before = Letter.objects.count()
    page = text_of(
        secretary.post(
            by_hand(world),
            {"to": to, "dated_on": "R8.5.1", "sentence": "念のため。", "preview": ""},
        )
    )
    assert "プレビュー（道路課長宛て）" in page and "　念のため。" in page
    assert Letter.objects.count() == before


def test_invitation_goes_to_the_members_and_the_divisions_on_the_agenda(secretary, world):
    meeting = world.decide(world.bring_to("confirmed")).meeting
    meeting.agenda.create(report=world.report, cause="off_course")
    url = reverse("progress:letter_invite", args=[meeting.pk])
    to = ["members", world.divisions["lead"].pk]
    secretary.post(url, {"to": to, "dated_on": "R6.7.1", "send": ""})
    own, lead = Letter.objects.filter(kind="meeting").order_by("pk")
    assert (own.addressee, own.division, lead.division) == (
        "推進会議構成員",
        None,
        world.divisions["lead"],
    )
    assert "開催日　令和6年7月10日" in own.particulars and "・I-1-1 施策I-1-1" in lead.particulars
    assert own.subject == "試験市DX計画に係る推進会議の開催について（通知）"


def test_invitation_is_mailed_to_the_meetings_members_alone(secretary, world, settings):
    settings.MAIL_SERVER = {"host": "127.0.0.1", "port": 9}
    User.objects.filter(username__in=("council", "executive")).update(email="a@example.jp")
    meeting = meetings.plan_meeting(
        world.year, by=world.people["secretariat"], kind="政策会議", held_on=date(2024, 7, 10),
        members=[world.people["executive"]],
    )  # fmt: skip
    url = reverse("progress:letter_invite", args=[meeting.pk])
    secretary.post(url, {"to": ["members"], "dated_on": "R6.7.1", "send": ""})
    mailed = OutgoingMail.objects.values_list("recipient__username", flat=True)
    assert list(mailed) == ["executive"]


def test_nothing_is_written_by_hand_for_a_closed_year(secretary, world):
    meeting = world.decide(world.bring_to("confirmed")).meeting
    url = by_hand(world)
    listed = f"{LOG}?year={world.year.pk}"
    assert url in text_of(secretary.get(listed))
    ReviewYear.objects.update(closed_at=timezone.now())
    assert url not in text_of(secretary.get(listed))
    before = Letter.objects.count()
    for each in (url, reverse("progress:letter_invite", args=[meeting.pk])):
        assert secretary.get(each).status_code == 302
        to = ["members", world.divisions["lead"].pk]
        page = text_of(secretary.post(each, {"to": to, "dated_on": "R6.7.1", "send": ""}))
        assert "締められているため、文書は作れません。" in page and "R6.7.1" in page
    assert Letter.objects.count() == before


# --- The log


def test_log_says_by_division_what_went_out_and_how(secretary, world):
    page = text_of(secretary.get(LOG))
    assert "3通の文書があります。" in page and "まだ渡していない3通を印刷する" in page
    own = secretary.get(LOG, {"division": world.divisions["other"].pk})
    assert [each.division.name for each in own.context["list"].shown] == ["道路課"]


@pytest.mark.parametrize(
    ("query", "offices"),
    [
        ("?sort=division", ["情報課", "市民課", "道路課", "推進会議構成員"]),
        ("?sort=-division", ["道路課", "市民課", "情報課", "推進会議構成員"]),
        ("?q=道路", ["道路課"]),
        ("?q=開催 構成員", ["推進会議構成員"]),
    ],
)
def test_log_is_searched_sorted_and_saved(secretary, world, query, offices):
    meeting = world.decide(world.bring_to("confirmed")).meeting
    url = reverse("progress:letter_invite", args=[meeting.pk])
    secretary.post(url, {"to": ["members"], "dated_on": "R6.7.1", "send": ""})
    saved = file_cells(secretary, LOG + query, "csv")
    assert [row[2] for row in saved[1:]] == offices
    assert saved == page_cells(secretary, LOG + query, saved[0])


def test_sheets_on_paper_are_printed_written_on_and_handed_over_once(secretary, world):
    page = secretary.get(reverse("progress:letter_papers"), {"way": "waiting"})
    waiting = page.context["waiting"]
    assert [each.division.name for each in waiting] == ["情報課", "市民課", "道路課"]
    for said in ("3通を、紙で渡したと記録しました。", "新しく記録したものはありません。"):
        sent = {"letter": [each.pk for each in waiting], "on": "R6.5.1"}
        answer = secretary.post(reverse("progress:letter_hand_over"), sent, follow=True)
        assert said in text_of(answer)
    assert "紙（令和6年5月1日に渡した）" in text_of(answer)
    assert not Letter.objects.to_hand_over().exists()


def test_day_of_handing_over_that_is_none_or_to_come_is_refused(secretary, world):
    letter = Letter.objects.first()
    for on, said in (("いつか", "渡した日："), ("R99.1.1", "今日までの日")):
        sent = {"letter": letter.pk, "on": on}
        page = text_of(secretary.post(reverse("progress:letter_hand_over"), sent, follow=True))
        assert said in page
    assert Letter.objects.to_hand_over().count() == 3


def test_word_file_is_the_letter_as_an_office_writes_it(secretary, world):
    letter = Letter.objects.get(division=world.divisions["lead"])
    content = secretary.get(reverse("progress:letter_papers_word"), {"letter": letter.pk}).content
    lines = [each.text for each in Document(BytesIO(content)).paragraphs]
    assert lines[1] == "情報課長　様"
    assert letter.subject in lines and letter.body.split("\n")[0] in lines
    assert lines[lines.index("記") + 1] == letter.particulars.split("\n")[0]
    assert "以上" in lines


def test_letter_has_its_text_to_copy_and_its_mails(client, mailing):
    client.force_login(mailing.people["secretariat"])
    to = mailing.divisions["other"].pk
    client.post(by_hand(mailing), {"to": to, "dated_on": "R8.5.1", "send": ""})
    letter = Letter.objects.newest_first().first()
    page = text_of(client.get(letter.get_absolute_url()))
    assert 'data-copy-text="letter-text"' in page and "送信待ち" in page
    assert "メール（1人）" in page


def test_kinds_have_no_word_of_arrears():
    assert LetterKind.AGAIN.label == "提出の再依頼"
    assert not any("督促" in each for each in LetterKind.labels)


def test_letters_to_offices_of_the_same_place_stand_together(secretary, world):
    Division.objects.update(order=0)
    lead = world.divisions["lead"].pk
    secretary.post(by_hand(world), {"to": lead, "dated_on": "R8.5.1", "send": ""})
    letters = Letter.objects.filter(division__isnull=False).sorted_by("division")
    offices = [each.division_id for each in letters]
    assert offices.count(lead) == 2 and offices == sorted(offices)
