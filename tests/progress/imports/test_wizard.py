"""The wizard: file, differences and faults, the yes with its reason, the result."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from openpyxl import load_workbook

from glossary.models import Term
from progress.imports.lists import all_lists
from progress.models import IndicatorResult, StatusChange
from sakado_dx.imports.models import Import
from sakado_dx.spreadsheets.annotating import annotated
from sakado_dx.spreadsheets.faults import Fault, Refused
from tests.progress.imports.conftest import text_of, ticket_in
from tests.sakado_dx.workbooks import workbook

HEADINGS = ["用語", "よみ", "説明"]
RESULT = ["年度", "施策番号", "指標番号", "実績値"]


@pytest.fixture
def term(world) -> Term:
    return Term.objects.create(plan=world.plan, term="AI", reading="えーあい", order=0)


def rows(*of: list) -> list[list]:
    return [HEADINGS, *of]


def terms() -> list[tuple[str, str]]:
    return list(Term.objects.order_by("pk").values_list("term", "reading"))


def test_nothing_is_stored_before_the_yes_and_the_result_leads_to_the_import(wizard, into, term):
    page = wizard.upload(into["terms"], rows(["AI", "エーアイ", ""], ["RPA", "あーる", ""]))
    words = text_of(page)
    assert "追加：1件" in words and "変更：1件" in words and "まだ何も取り込んでいません" in words
    assert terms() == [("AI", "えーあい")]
    answer = wizard.confirm(page)
    made = Import.objects.get()
    assert answer.url == f"/imports/{made.pk}/"
    assert terms() == [("AI", "エーアイ"), ("RPA", "あーる")]
    assert (made.title, made.reason, made.door) == ("用語", "年度の見直し", "import")
    assert made.file_name == "一覧.xlsx" and (made.added, made.changed) == (1, 1)
    shown = text_of(wizard.client.get(answer.url))
    assert (
        "取り込みました。追加 1件、変更 1件" in shown
        and "えーあい" in shown
        and "エーアイ" in shown
    )
    assert default_storage.listdir("imports")[1] == []


def test_changes_within_a_long_text_are_marked(wizard, into, term):
    before = "窓口の申請書を、職員が一枚ずつ入力していた作業を、機械に任せることをいう。"
    Term.objects.update(explanation=before)
    page = wizard.upload(into["terms"], rows(["AI", "えーあい", before.replace("一枚", "二枚")]))
    content = page.content.decode()
    assert "<del>一</del>" in content and "<ins>二</ins>" in content


def test_reason_is_needed_and_the_differences_stay(wizard, into, term):
    page = wizard.upload(into["terms"], rows(["AI", "エーアイ", ""]))
    answer = wizard.confirm(page, reason="")
    assert answer.status_code == 200 and "取り込む理由を入力してください。" in text_of(answer)
    assert "エーアイ" in text_of(answer) and not Import.objects.exists()
    assert wizard.confirm(answer).status_code == 302


def test_all_faults_are_listed_at_once_and_the_choice_of_list_stays(wizard, into, term):
    content = [[*HEADINGS, "計画での順"], ["AI", "", "", "①"], ["", "x", "", "1"]]
    page = wizard.upload(into["terms"], content)
    words = text_of(page)
    assert "誤りが2件あるため、取り込めません。" in words
    assert "D2" in words and "「①」は数値に使えません。" in words and "A3" in words
    assert "この内容で取り込む" not in words
    assert f"?list={into['terms'].split(':')[0]}" in page.content.decode()
    chosen = wizard.client.get("/imports/new/?list=systems_inventory.informationsystem")
    assert f'value="{into["systems"]}" selected' in chosen.content.decode()


def test_file_that_is_no_table_leaves_the_choice_of_list_as_it_was(wizard, into, term):
    page = wizard.upload(into["systems"], b"a,b", "一覧.xlsx")
    assert "中身はExcelブックではない" in text_of(page)
    assert f'value="{into["systems"]}" selected' in page.content.decode()


def test_rows_with_faults_are_left_out_only_by_a_choice(wizard, into, term):
    content = [[*HEADINGS, "計画での順"], ["AI", "エーアイ", "", "1"], ["RPA", "", "", "①"]]
    page = wizard.upload(into["terms"], content)
    assert (
        wizard.client.post(
            "/imports/confirm/", {"ticket": ticket_in(page), "reason": "x"}
        ).status_code
        == 409
    )
    assert terms() == [("AI", "えーあい")]
    page = wizard.again(page, leave_out="3")
    assert "次の行は、選んだとおり、取り込みません：3行目" in text_of(page)
    assert wizard.confirm(page).status_code == 302
    assert terms() == [("AI", "エーアイ")]


def test_wrong_headings_cannot_be_left_out(wizard, into, term):
    page = wizard.upload(into["terms"], [[*HEADINGS, "知らない列"], ["AI", "エーアイ", "", "1"]])
    assert "この見出しの列は取り込めません" in text_of(page)
    assert "行を除いて確かめる" not in text_of(page)


def test_sheet_of_another_list_is_recognised_and_taken_there(wizard, into, term):
    content = [["業務システム名", "区分"], ["住民記録", ""]]
    page = wizard.upload(into["terms"], content)
    assert "このファイルの見出しは、「情報処理システム」のものです。" in text_of(page)
    page = wizard.again(page, into=into["systems"])
    assert "追加：1件" in text_of(page)
    made = wizard.confirm(page)
    assert made.status_code == 302
    assert Import.objects.get().kind == "systems_inventory.informationsystem"


def test_sheet_is_asked_for_where_several_fit(wizard, into, term):
    other = [HEADINGS, ["AI", "エーアイ", ""]]
    page = wizard.upload(
        into["terms"], workbook(rows(["AI", "a", ""]), title="一枚目", 二枚目=other)
    )
    assert "取り込めるシートが2枚あります。" in text_of(page)
    page = wizard.again(page, sheet="二枚目")
    wizard.confirm(page)
    assert terms() == [("AI", "エーアイ")]


def test_the_same_file_twice_changes_nothing_and_is_one_import(wizard, into, term):
    content = workbook(rows(["AI", "エーアイ", ""]))
    wizard.take_in(into["terms"], content)
    page = wizard.upload(into["terms"], content)
    assert "登録されている内容と同じです。" in text_of(page)
    assert 'name="ticket"' not in page.content.decode()
    assert Import.objects.count() == 1


def test_second_click_gets_the_answer_of_the_first(wizard, into, term):
    page = wizard.upload(into["terms"], rows(["AI", "エーアイ", ""]))
    answers = [wizard.confirm(page) for _ in range(3)]
    assert {(each.status_code, each.url) for each in answers} == {
        (302, f"/imports/{Import.objects.get().pk}/")
    }


def test_second_of_two_imports_is_told_of_the_first(wizard, wizard_of, into, term):
    other = wizard_of("second_secretariat")
    pages = [
        each.upload(into["terms"], rows(["AI", reading, ""]), f"{reading}.xlsx")
        for each, reading in ((wizard, "エーアイ"), (other, "人工知能"))
    ]
    assert wizard.confirm(pages[0]).status_code == 302
    answer = other.confirm(pages[1])
    assert answer.status_code == 409
    told = "さんが「エーアイ.xlsx」を取り込み、登録内容が変わりました。まだ何も取り込んでいません。"
    assert told in text_of(answer)
    assert terms() == [("AI", "エーアイ")]
    assert other.confirm(answer).status_code == 302
    assert terms() == [("AI", "人工知能")]


def test_fault_in_the_middle_leaves_nothing(wizard, into, term, monkeypatch):
    page = wizard.upload(into["terms"], rows(["AI", "エーアイ", ""]))

    def breaks(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("progress.imports.effects.Watch.keep", breaks)
    with pytest.raises(ZeroDivisionError):
        wizard.confirm(page)
    assert terms() == [("AI", "えーあい")] and not Import.objects.exists()
    monkeypatch.undo()
    assert wizard.confirm(page).status_code == 302


@pytest.mark.parametrize("address", ["check", "confirm", "marked"])
def test_ticket_of_another_person_is_worth_nothing(wizard, wizard_of, into, term, address):
    page = wizard.upload(into["terms"], rows(["AI", "エーアイ", ""]))
    data = {"ticket": ticket_in(page), "reason": "訂正"}
    answer = wizard_of("second_secretariat").client.post(f"/imports/{address}/", data)
    assert answer.status_code == 409
    assert "取り込むファイルが見つかりません。" in text_of(answer)
    assert terms() == [("AI", "えーあい")]


def test_own_workbook_comes_back_with_its_faults_marked(wizard, into, term):
    content = [
        [*HEADINGS, "計画での順"],
        ["AI", "", "", "①"],
        ["=1+1", "", "", ""],
        ["", "x", "", ""],
    ]
    page = wizard.upload(into["terms"], content)
    answer = wizard.client.post("/imports/marked/", {"ticket": ticket_in(page)})
    assert answer["Content-Disposition"].startswith("attachment")
    book = load_workbook(BytesIO(answer.content))
    cell = book.worksheets[0]["D2"]
    assert cell.value == "①" and "「①」は数値に使えません。" in cell.comment.text
    assert cell.fill.start_color.rgb.endswith("FFE380")
    listed = [[cell.value for cell in row] for row in book["取込の誤り"].iter_rows(min_row=2)]
    assert ["D2", "計画での順", "①"] in [row[1:4] for row in listed]
    formulas = [
        cell for row in book["取込の誤り"].iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert formulas == []


def test_administrator_is_offered_what_he_may_take_in(wizard_of, into):
    page = wizard_of("administrator").client.get("/imports/new/").content.decode()
    assert into["measures"] in page and into["results"] not in page


@pytest.mark.parametrize("name", ["reporter", "head", "council", "executive"])
def test_who_may_take_nothing_in_finds_no_wizard(wizard_of, into, name):
    client = wizard_of(name).client
    assert client.get("/imports/new/").status_code == 404
    assert client.get("/imports/").status_code == 200


def test_results_come_into_drafts_with_who_may_not_confirm_any_more(wizard, into, world):
    page = wizard.upload(into["results"], [RESULT, ["R5", "I-1-1", "I-1-1", "１２"]])
    words = text_of(page)
    assert "事務局確認ができなくなる報告（1件）" in words and str(world.measure) in words
    assert not StatusChange.objects.exists()
    wizard.confirm(page, reason="メールで回答を受けたため")
    assert IndicatorResult.objects.get().value == 12
    change = StatusChange.objects.get()
    assert (change.reason, change.on_behalf, change.door) == (
        "メールで回答を受けたため",
        True,
        "import",
    )
    assert Import.objects.get().scope.startswith("令和5年度")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("用語.xls", b"x", "古い形式（.xls）"),
        ("用語.xlsx", b"a,b", "中身はExcelブックではない別の内容"),
        ("用語.csv", '用語,よみ\nAI,"え'.encode(), "途中で切れています"),
        ("用語.xlsx", b"x" * (10 * 1024 * 1024 + 1), "大きすぎます（10.0MB）"),
    ],
)
def test_file_that_is_not_read_is_refused_on_the_page(wizard, into, name, content, words):
    answer = wizard.upload(into["terms"], content, name)
    assert answer.status_code == 200 and words in text_of(answer)
    assert waiting_files() == []


def waiting_files() -> list[str]:
    return default_storage.listdir("imports")[1] if default_storage.exists("imports") else []


def test_encoding_is_named_beside_the_differences(wizard, into):
    content = "用語,よみ\n髙﨑①,たかさき".encode("cp932")
    page = text_of(wizard.upload(into["terms"], content, "用語.csv"))
    assert "（文字コード：Shift_JIS（CP932））の1行目を見出しとして読みました。" in page
    assert "髙﨑①" in page


def test_what_must_be_known_first_stands_above_the_differences(wizard, into, term):
    content = [HEADINGS, ["AI", "エーアイ", ""], ["※ 令和8年現在"]]
    page = text_of(wizard.upload(into["terms"], content))
    assert "取り込む前に確かめるところ（1件）" in page
    assert "合計や注記の行です。" in page and "この内容で取り込む" in page


def grow_old(hours: int) -> list[str]:
    """Let all waiting files be that old; their names."""
    then = (timezone.now() - timedelta(hours=hours)).timestamp()
    for name in waiting_files():
        os.utime(default_storage.path(f"imports/{name}"), (then, then))
    return waiting_files()


def test_forgotten_files_are_removed_after_a_day(wizard, into, term):
    content = workbook(rows(["AI", "エーアイ", ""]))
    wizard.upload(into["terms"], content)
    [forgotten] = grow_old(hours=25)
    wizard.upload(into["terms"], content)
    [waiting] = grow_old(hours=23)
    wizard.upload(into["terms"], content)
    assert waiting != forgotten
    assert len(waiting_files()) == 2 and waiting in waiting_files()


def test_file_that_goes_while_the_forgotten_are_looked_for_hinders_nobody(wizard, into):
    """Listed, and gone when it is looked at: as where another process has removed it."""
    wizard.upload(into["terms"], [["用語"], ["AI"]])
    folder = Path(default_storage.path("imports"))
    (folder / "gone").symlink_to(folder / "nowhere")
    assert wizard.upload(into["terms"], [["用語"], ["AI"]]).status_code == 200


def test_import_right_is_asked_for_each_time(wizard, into, term, monkeypatch):
    page = wizard.upload(into["terms"], rows(["AI", "エーアイ", ""]))
    monkeypatch.setattr(
        "sakado_dx.organization.backends.permissions_of",
        lambda roles: frozenset({"systems_inventory.import_informationsystem"}),
    )
    assert wizard.confirm(page).status_code == 409
    assert into["terms"] not in wizard.client.get("/imports/new/").content.decode()
    assert terms() == [("AI", "えーあい")]


def test_every_list_has_a_name_of_its_own():
    kinds = [each.kind for each in all_lists()]
    assert len(kinds) == len(set(kinds)) >= 10


def test_without_a_plan_there_is_nothing_to_take_in(secretary):
    assert secretary.get("/imports/new/").status_code == 404


@pytest.mark.parametrize("broken", [False, True])
def test_the_workbook_is_marked_in_a_process_of_its_own(settings, broken):
    settings.READ_IN_CHILD = True
    content = b"PK nothing" if broken else workbook(rows(["AI", "", ""]))
    fault = Fault(2, "よみ", "B", "", "空欄です。", "値を入力してください。")
    if broken:
        with pytest.raises(Refused, match="写しを作れません"):
            annotated(content, [("施策", fault)])
    else:
        book = load_workbook(BytesIO(annotated(content, [("施策", fault)])))
        assert book["施策"]["B2"].comment.text.startswith("空欄です。")
