"""The workbook's pages: who gets it, what is shown before, what is stored after."""

import re
import zipfile
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from progress.entry import contribution_verbs
from progress.entry import verbs as entry
from progress.models import Contribution, IndicatorResult, StatusChange
from sakado_dx.imports.models import Import
from sakado_dx.records.models import AuditRecord
from tests.progress.closing import close_year
from tests.progress.sheets.books import (
    address,
    answered,
    cell_of,
    confirmed,
    filled,
    given_back,
    made,
    opened,
    taken_in,
)

DONE = "取り組んだこと"
FILE, PORTAL = "ブックに書いた。", "画面で書いた。"


@pytest.mark.parametrize(
    ("who", "lead", "second", "every"),
    [
        *((each, 200, 403, 404) for each in ("reporter", "deputy", "head", "promoter")),
        ("co_owner", 403, 200, 404),
        ("secretariat", 200, 200, 200),
        *((each, 403, 403, 404) for each in ("other", "department", "council", "executive")),
    ],
)
def test_members_have_their_own_and_the_secretariat_has_all(
    client, world, who, lead, second, every
):
    client.force_login(world.people[who])
    for division, status in (("lead", lead), ("second", second)):
        for name in ("division_workbook", "division_workbook_file"):
            assert client.get(address(world, name, division)).status_code == status
        assert client.post(address(world, division=division), {}).status_code == status
    for name in ("workbook_list", "workbook_zip"):
        assert client.get(reverse(f"progress:{name}", args=[world.year.pk])).status_code == every


def test_clerk_finds_it_at_his_measures_and_the_secretary_at_the_queue(client, world):
    client.force_login(world.people["reporter"])
    assert address(world) in client.get(reverse("progress:my_measures")).content.decode()
    client.force_login(world.people["secretariat"])
    queue = client.get(reverse("progress:queue", args=[world.year.pk])).content.decode()
    every = reverse("progress:workbook_list", args=[world.year.pk])
    assert every in queue
    assert address(world) in client.get(every).content.decode()
    packed = client.get(reverse("progress:workbook_zip", args=[world.year.pk])).content
    assert zipfile.ZipFile(BytesIO(packed)).namelist() == [
        f"記入用ブック_R5_{name}.xlsx" for name in ("情報課", "市民課", "道路課")
    ]


def test_what_is_downloaded_filled_in_and_confirmed_is_a_draft(reporter, world):
    content = reporter.get(address(world, "division_workbook_file")).content
    cells = {"実績": 57, "進捗": "順調", DONE: FILE, "今後の方針": "継続", "財源": "=1+1"}
    page = given_back(reporter, world, filled(content, cells))
    said = page.content.decode()
    assert page.status_code == 200 and "1件の5か所が変わります" in said and FILE in said
    assert world.fresh().state == "not_started"
    answer = confirmed(reporter, world, page)
    assert (answer.status_code, answer.url) == (302, Import.objects.get().get_absolute_url())
    report, result = world.fresh(), IndicatorResult.objects.get()
    assert (report.state, report.version, report.done, report.funding) == ("draft", 1, FILE, "=1+1")
    assert (report.progress.word, report.outlook.word, result.value) == ("順調", "継続", 57)
    change = StatusChange.objects.get()
    assert (change.verb, change.door, change.by, change.on_behalf) == (
        "save", "import", world.people["reporter"], False,
    )  # fmt: skip
    assert AuditRecord.objects.filter(door="import", table_name="progress_progressreport").exists()
    assert default_storage.listdir("imports")[1] == []
    said = reporter.get(answer.url).content.decode()
    assert "1行を、下書きに取り込みました" in said and "この取込を取り消す" in said


def test_secretary_says_why_for_another_division(client, world):
    client.force_login(world.people["secretariat"])
    page = given_back(client, world, filled(made(world), {DONE: FILE}))
    refused = confirmed(client, world, page, reason=" ")
    assert "代行して入力する理由を入力してください" in refused.content.decode()
    assert world.fresh().state == "not_started"
    assert confirmed(client, world, refused, reason="電話で聞いた。").status_code == 302
    change = StatusChange.objects.get()
    assert (change.on_behalf, change.reason) == (True, "電話で聞いた。")


def test_conflict_is_chosen_with_nothing_chosen_before(reporter, world):
    content = filled(made(world), {DONE: FILE, "実績": 5})
    entry.save(world.fresh(), by=world.people["head"], version=0, fields={"done": PORTAL})
    page = given_back(reporter, world, content)
    said = page.content.decode()
    words = re.sub("</?(ins|del)>", "", said)
    assert FILE in words and PORTAL in words and " checked" not in said
    again = confirmed(reporter, world, page)
    assert again.status_code == 409 and "どちらを残すかを選んでいない" in again.content.decode()
    assert not IndicatorResult.objects.exists()
    name = "choice-report-1-done"
    assert f'name="{name}"' in said
    assert confirmed(reporter, world, again, **{name: "theirs"}).status_code == 302
    assert (world.fresh().done, IndicatorResult.objects.get().value) == (PORTAL, 5)


def test_what_changed_after_it_was_shown_is_shown_again(reporter, world):
    page = given_back(reporter, world, filled(made(world), {DONE: FILE}))
    entry.save(world.fresh(), by=world.people["head"], version=0, fields={"done": PORTAL})
    answer = confirmed(reporter, world, page)
    assert answer.status_code == 409 and "登録内容が変わりました" in answer.content.decode()
    assert world.fresh().done == PORTAL
    done = confirmed(reporter, world, answer, **{"choice-report-1-done": "mine"})
    assert (done.status_code, world.fresh().done) == (302, FILE)


def test_second_yes_to_the_same_is_answered_like_the_first(reporter, world):
    page = given_back(reporter, world, filled(made(world), {DONE: FILE}))
    for _ in range(2):
        assert confirmed(reporter, world, page).status_code == 302
    assert (world.fresh().version, Import.objects.count()) == (1, 1)


def test_same_file_again_is_no_import(reporter, world):
    content = filled(made(world), {DONE: FILE})
    taken_in(reporter, world, content)
    said = given_back(reporter, world, content).content.decode()
    assert "取り込むところがありません" in said
    made_of = Import.objects.get()
    assert (made_of.kind, made_of.scope, made_of.changed) == (
        "division_workbook", f"{world.year.label} 情報課", 1,
    )  # fmt: skip
    assert made_of.file_name == "記入用ブック.xlsx" and made_of.records.exists()


def test_who_took_it_in_takes_it_back(reporter, world):
    world.bring_to("draft")
    before = world.fresh()
    content = filled(made(world), {DONE: FILE, "実績": 99, "進捗": None})
    taken_in(reporter, world, content)
    address_of = reverse("progress:import_undo", args=[Import.objects.get().pk])
    page = reporter.get(address_of)
    said = {
        "reason": "別の課のファイルだった。",
        "seen": page.context["form"]["seen"].value() or "",
    }
    assert reporter.post(address_of, said).status_code == 302
    report = world.fresh()
    assert (report.done, report.progress) == (before.done, before.progress)
    assert (IndicatorResult.objects.get().value, report.version) == (12, before.version + 2)


def test_one_fault_holds_up_all_of_it_and_names_its_place(reporter, world):
    page = given_back(reporter, world, filled(made(world), {DONE: FILE, "実績": "約5"}))
    said = page.content.decode()
    assert "取り込めません。何も変更していません。" in said
    assert "進捗の記入 K4" in said and "「約」は数値に使えません" in said
    assert world.fresh().state == "not_started"


def test_copy_of_the_file_comes_with_its_faults_marked_and_can_be_mended(reporter, world):
    page = given_back(reporter, world, filled(made(world), {DONE: FILE, "実績": "約5"}))
    marked = address(world, "division_workbook_marked")
    answer = reporter.post(marked, {"ticket": page.context["marked"]["ticket"].value()})
    assert answer["Content-Disposition"].startswith("attachment")
    book = opened(answer.content)
    cell = cell_of(book, "実績")
    assert cell.value == "約5" and "「約」は数値に使えません" in cell.comment.text
    assert [each.value for each in book["取込の誤り"]["B"]] == ["場所", "K4"]
    assert book["照合用"].sheet_state == "hidden" and book["進捗の記入"].protection.sheet
    taken_in(reporter, world, filled(answer.content, {"実績": 5}))
    assert (world.fresh().done, IndicatorResult.objects.get().value) == (FILE, 5)


def test_ticket_of_the_marked_copy_is_its_persons(client, world):
    client.force_login(world.people["reporter"])
    page = given_back(client, world, filled(made(world), {"実績": "約5"}))
    said = {"ticket": page.context["marked"]["ticket"].value()}
    client.force_login(world.people["promoter"])
    assert client.post(address(world, "division_workbook_marked"), said).status_code == 409
    client.force_login(world.people["co_owner"])
    assert client.post(address(world, "division_workbook_marked"), said).status_code == 403


def test_fault_in_one_row_of_two_stores_nothing_of_either(reporter, world):
    """All or nothing: the second row's refusal comes as it is written."""
    world.leave_parts_open()
    client = reporter
    client.force_login(world.people["co_owner"])
    content = answered(made(world, "second"), {DONE: FILE})
    page = given_back(client, world, content, "second")
    world.bring_to("submitted")
    answer = confirmed(client, world, page, "second")
    assert "取り込めません" in answer.content.decode()
    assert Contribution.objects.get(division=world.divisions["second"]).text == ""


def test_part_is_answered_through_the_page(client, world):
    world.leave_parts_open()
    client.force_login(world.people["co_owner"])
    sheet = reverse("progress:part_sheet", args=[world.year.pk, world.divisions["second"].pk])
    assert address(world, division="second") in client.get(sheet).content.decode()
    content = answered(made(world, "second"), {DONE: FILE})
    assert taken_in(client, world, content, "second").status_code == 302
    part = Contribution.objects.get(division=world.divisions["second"])
    assert (part.text, part.answered_by) == (FILE, world.people["co_owner"])


@pytest.fixture
def answered_part(client, world) -> Contribution:
    """A part that was answered on the page, and then otherwise by a workbook."""
    world.leave_parts_open()
    by = world.people["co_owner"]
    client.force_login(by)
    part = Contribution.objects.get(division=world.divisions["second"])
    contribution_verbs.contribute(part, by=by, version=part.version, text=PORTAL, share=3)
    cells = {DONE: FILE, "数値の内訳": 8}
    taken_in(client, world, answered(made(world, "second"), cells), "second")
    part.refresh_from_db()
    assert (part.text, part.share) == (FILE, 8)
    return part


def undone(client):
    """The answer to the undo of the newest import."""
    where = reverse("progress:import_undo", args=[Import.objects.latest("pk").pk])
    return client.post(where, {"reason": "別の課のものだった。"})


def test_undo_lets_a_part_say_what_it_said_before(client, world, answered_part):
    assert undone(client).status_code == 302
    part = Contribution.objects.get(pk=answered_part.pk)
    assert (part.text, part.share, part.answered_by) == (PORTAL, 3, world.people["co_owner"])
    assert part.answered_at <= answered_part.answered_at and part.version == 3


def test_part_that_was_written_anew_is_not_taken_back(client, world, answered_part):
    said = {"version": answered_part.version, "text": "直した。"}
    contribution_verbs.contribute(answered_part, by=world.people["co_owner"], **said)
    answer = undone(client)
    assert answer.status_code == 409 and "市民課" in answer.content.decode()
    assert Contribution.objects.get(pk=answered_part.pk).text == "直した。"
    assert not Import.objects.latest("pk").is_undone


def test_part_of_a_report_that_was_handed_in_is_not_taken_back(client, world, answered_part):
    world.bring_to("submitted")
    answer = undone(client)
    assert answer.status_code == 409 and "施策I-1-1：" in answer.content.decode()
    assert Contribution.objects.get(pk=answered_part.pk).text == FILE


def test_ticket_of_another_person_or_division_is_worth_nothing(client, world):
    client.force_login(world.people["reporter"])
    page = given_back(client, world, filled(made(world), {DONE: FILE}))
    client.force_login(world.people["promoter"])
    assert confirmed(client, world, page).status_code == 409
    client.force_login(world.people["secretariat"])
    assert confirmed(client, world, page, "second", reason="x").status_code == 409
    assert world.fresh().state == "not_started"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", "番号,実績\r\n1,5\r\n".encode()])
def test_what_is_no_workbook_is_told_beside_the_field(reporter, world, content):
    page = given_back(reporter, world, content)
    assert page.status_code == 200 and page.context["form"]["file"].errors


def test_hostile_words_stand_as_words_on_the_page(reporter, world):
    hostile = "<script>alert(1)</script>"
    said = given_back(reporter, world, filled(made(world), {DONE: hostile})).content.decode()
    assert hostile not in said and "&lt;script&gt;" in said


def test_closed_year_has_no_workbook(reporter, world):
    content = made(world)
    reasons = dict.fromkeys(world.year.reports.values_list("pk", flat=True), "災害対応のため")
    close_year(world.year, by=world.people["secretariat"], reasons=reasons)
    for answer in (reporter.get(address(world)), given_back(reporter, world, content)):
        assert answer.status_code == 302
    assert reporter.get(address(world, "division_workbook_file")).status_code == 302


def test_workbook_of_the_page_opens(reporter, world):
    answer = reporter.get(address(world, "division_workbook_file"))
    assert "attachment" in answer["Content-Disposition"]
    assert opened(answer.content).sheetnames[0] == "記入のしかた"
