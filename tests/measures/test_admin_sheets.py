"""The import and export pages of the admin, from the file to the confirmed change."""

import os
import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from model_bakery import baker
from openpyxl import Workbook, load_workbook

from glossary.models import Term
from sakado_dx.imports.models import Import
from tests.conftest import person, sign_in
from tests.sakado_dx.workbooks import saved, workbook

IMPORT = "/admin/glossary/term/import/"
PROCESS = "/admin/glossary/term/process_import/"
EXPORT = "/admin/glossary/term/export/"
HEADINGS = ["用語", "よみ", "説明"]


@pytest.fixture
def glossary(plan):
    baker.make(Term, plan=plan, term="AI", reading="えーあい", explanation="", source="")
    return plan


def upload(client, plan, content: bytes, name: str = "用語.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(IMPORT, {"scope": plan.pk, "list": "0", "import_file": file})


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def ticket_in(response) -> str:
    return re.search(r'name="ticket" value="([^"]+)"', response.content.decode())[1]


def waiting_files() -> list[str]:
    return default_storage.listdir("imports")[1] if default_storage.exists("imports") else []


def test_differences_are_shown_and_nothing_is_stored_before_the_confirmation(secretary, glossary):
    rows = [HEADINGS, ["AI", "エーアイ", "<b>計算</b>"], ["RPA", "あーるぴーえー", ""]]
    response = upload(secretary, glossary, workbook(rows))
    page = text_of(response)
    assert "<td>よみ</td><td>えーあい</td><td>エーアイ</td>" in page
    assert "<td>（空欄）</td><td>&lt;b&gt;計算&lt;/b&gt;</td>" in page
    assert "追加：1件" in page and "変更：1件" in page
    assert list(Term.objects.values_list("term", "reading")) == [("AI", "えーあい")]
    assert len(waiting_files()) == 1
    response = secretary.post(PROCESS, {"ticket": ticket_in(response), "reason": "表記の統一"})
    assert response.status_code == 302
    assert list(Term.objects.order_by("pk").values_list("term", "reading")) == [
        ("AI", "エーアイ"),
        ("RPA", "あーるぴーえー"),
    ]
    assert waiting_files() == []
    messages = list(
        LogEntry.objects.order_by("action_flag").values_list("change_message", flat=True)
    )
    assert messages == ["「用語.xlsx」から一括取込。理由：表記の統一"] * 2


def test_reason_is_required_and_the_differences_stay_on_the_page(secretary, glossary):
    response = upload(secretary, glossary, workbook([HEADINGS, ["AI", "エーアイ", ""]]))
    response = secretary.post(PROCESS, {"ticket": ticket_in(response), "reason": ""})
    page = text_of(response)
    assert "取り込む理由を入力してください。" in page
    assert "<td>えーあい</td><td>エーアイ</td>" in page
    response = secretary.post(PROCESS, {"ticket": ticket_in(response), "reason": "訂正"})
    assert Term.objects.get().reading == "エーアイ"


def test_faults_are_listed_with_place_value_reason_and_cure_and_cannot_be_confirmed(
    secretary, glossary
):
    rows = [[*HEADINGS, "計画での順"], ["AI", "", "", "①"]]
    page = text_of(upload(secretary, glossary, workbook(rows)))
    assert (
        '<th scope="row">D2</th><td>2</td><td>計画での順</td><td>①</td>'
        "<td>「①」は数値に使えません。</td>"
        "<td>「12.5」「1,000」のように数字だけを入力してください。</td>"
    ) in page
    assert "この内容で取り込む" not in page.replace("下の「この内容で取り込む」", "")
    assert waiting_files() == []


def test_unchanged_file_has_nothing_to_confirm(secretary, glossary):
    page = text_of(upload(secretary, glossary, workbook([HEADINGS, ["AI", "えーあい", ""]])))
    assert "登録されている内容と同じです。" in page
    assert 'name="ticket"' not in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("用語.xls", b"x", "古い形式（.xls）"),
        ("用語.xlsx", b"a,b", "中身はExcelブックではない別の内容"),
        ("用語.csv", '用語,よみ\nAI,"え'.encode(), "途中で切れています"),
        ("用語.xlsx", b"x" * (10 * 1024 * 1024 + 1), "大きすぎます（10.0MB）"),
    ],
)
def test_file_that_is_not_read_is_refused_on_the_page(secretary, glossary, name, content, words):
    response = upload(secretary, glossary, content, name)
    assert (response.status_code, words in text_of(response)) == (200, True)
    assert waiting_files() == []


def test_encoding_is_named_beside_the_differences(secretary, glossary):
    content = "用語,よみ\n髙﨑①,たかさき".encode("cp932")
    page = text_of(upload(secretary, glossary, content, "用語.csv"))
    assert "（文字コード：Shift_JIS（CP932））の1行目を見出しとして読みました。" in page
    assert "<td>髙﨑①</td>" in page


def test_sheet_is_asked_for_where_several_fit(secretary, glossary):
    book = Workbook()
    for sheet, reading in [(book.active, "a"), (book.create_sheet("二枚目"), "エーアイ")]:
        sheet.append(HEADINGS)
        sheet.append(["AI", reading, ""])
    response = upload(secretary, glossary, saved(book))
    assert "取り込めるシートが2枚あります。" in text_of(response)
    response = secretary.post(IMPORT, {"ticket": ticket_in(response), "sheet": "二枚目"})
    assert "<td>えーあい</td><td>エーアイ</td>" in text_of(response)
    secretary.post(PROCESS, {"ticket": ticket_in(response), "reason": "訂正"})
    assert Term.objects.get().reading == "エーアイ"


def test_what_changed_after_the_preview_must_be_confirmed_anew(secretary, glossary):
    response = upload(secretary, glossary, workbook([HEADINGS, ["AI", "エーアイ", ""]]))
    Term.objects.update(reading="人工知能")
    response = secretary.post(PROCESS, {"ticket": ticket_in(response), "reason": "訂正"})
    page = text_of(response)
    assert "登録内容が変わりました。まだ何も取り込んでいません。" in page
    assert "<td>人工知能</td><td>エーアイ</td>" in page
    assert Term.objects.get().reading == "人工知能"
    secretary.post(PROCESS, {"ticket": ticket_in(response), "reason": "訂正"})
    assert Term.objects.get().reading == "エーアイ"


def test_second_click_finds_nothing_more_to_take_in(secretary, glossary):
    response = upload(secretary, glossary, workbook([HEADINGS, ["AI", "エーアイ", ""]]))
    data = {"ticket": ticket_in(response), "reason": "訂正"}
    assert secretary.post(PROCESS, data).status_code == 302
    assert secretary.post(PROCESS, data).status_code == 302
    assert LogEntry.objects.count() == Import.objects.count() == 1


def test_import_is_kept_with_its_file_its_rows_and_its_record(secretary, glossary):
    content = workbook([HEADINGS, ["AI", "エーアイ", ""], ["RPA", "", ""]])
    response = upload(secretary, glossary, content)
    secretary.post(PROCESS, {"ticket": ticket_in(response), "reason": "訂正"})
    made = Import.objects.get()
    assert (made.title, made.scope, made.file_name) == ("用語", "試験市DX計画", "用語.xlsx")
    assert (made.added, made.changed, made.reason) == (1, 1, "訂正")
    assert made.file_hash == sha256(content).hexdigest()
    tables = set(made.records.values_list("table_name", flat=True))
    assert tables == {"glossary_term", "imports_import"}


def test_the_second_of_two_imports_is_told_of_the_first(secretary, glossary):
    responses = [
        upload(secretary, glossary, workbook([HEADINGS, ["AI", reading, ""]]), f"{reading}.xlsx")
        for reading in ("エーアイ", "人工知能")
    ]
    answers = [
        secretary.post(PROCESS, {"ticket": ticket_in(each), "reason": "訂正"}) for each in responses
    ]
    assert [each.status_code for each in answers] == [302, 200]
    page = text_of(answers[1])
    assert (
        "確認の画面を表示した後に、secretaryさんが「エーアイ.xlsx」を取り込み、登録内容が変わりました。"
        in page
    )
    assert Term.objects.get().reading == "エーアイ"
    assert Import.objects.get().file_name == "エーアイ.xlsx"


def test_ticket_is_worth_nothing_to_others_nor_when_altered_nor_a_day_later(secretary, glossary):
    response = upload(secretary, glossary, workbook([HEADINGS, ["AI", "エーアイ", ""]]))
    ticket = ticket_in(response)
    gone = "取り込むファイルが見つかりません。"
    assert gone in text_of(secretary.post(PROCESS, {"ticket": f"{ticket}x", "reason": "訂正"}))
    other = person("other")
    baker.make("organization.CityRole", user=other, role="secretariat", first_day="2020-04-01")
    sign_in(secretary, other)
    assert gone in text_of(secretary.post(PROCESS, {"ticket": ticket, "reason": "訂正"}))
    assert Term.objects.get().reading == "えーあい"


def grow_old(hours: int) -> list[str]:
    """Let all waiting files be that old; their names."""
    then = (timezone.now() - timedelta(hours=hours)).timestamp()
    for name in waiting_files():
        os.utime(default_storage.path(f"imports/{name}"), (then, then))
    return waiting_files()


def test_forgotten_files_are_removed_after_a_day(secretary, glossary):
    content = workbook([HEADINGS, ["AI", "エーアイ", ""]])
    upload(secretary, glossary, content)
    [forgotten] = grow_old(hours=25)
    upload(secretary, glossary, content)
    [waiting] = grow_old(hours=23)
    upload(secretary, glossary, content)
    assert waiting != forgotten
    assert len(waiting_files()) == 2 and waiting in waiting_files()


@pytest.mark.parametrize("url", [IMPORT, EXPORT])
def test_pages_have_no_inline_script_or_style(secretary, glossary, url):
    page = secretary.get(url).content.decode()
    assert re.findall(r"<style|\sstyle\s*=|\son\w+\s*=|javascript:", page) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []


def test_import_is_a_matter_of_posts_and_confirmation_of_posts_only(secretary, glossary):
    assert secretary.get(IMPORT).status_code == 200
    assert secretary.get(PROCESS).status_code == 405


@pytest.mark.parametrize("url", [IMPORT, PROCESS, EXPORT])
def test_others_do_not_even_find_the_pages(reader, glossary, url):
    assert reader.get(url).status_code == 404
    assert reader.post(url, {}).status_code == 404


def test_import_right_is_asked_for_each_time(secretary, glossary, monkeypatch):
    """The library lets everybody in where no permission is named in the settings."""
    monkeypatch.setattr(
        "sakado_dx.organization.backends.permissions_of",
        lambda roles: frozenset({"organization.use_admin", "glossary.view_term"}),
    )
    assert [secretary.post(url, {}).status_code for url in (IMPORT, PROCESS, EXPORT)] == [403] * 3


def test_export_is_a_workbook_named_in_japanese_that_comes_back_unchanged(secretary, glossary):
    response = secretary.post(EXPORT, {"scope": glossary.pk, "resource": "0", "format": "0"})
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%94%A8")
    sheet = load_workbook(BytesIO(response.content)).active
    assert [sheet.title, sheet["A1"].value, sheet["A2"].value] == ["用語", "用語", "AI"]
    page = text_of(upload(secretary, glossary, response.content))
    assert "登録されている内容と同じです。" in page


def test_export_keeps_to_the_filters_of_the_list(secretary, glossary):
    baker.make(Term, plan=glossary, term="=1+1", reading="", explanation="", source="")
    data = {"scope": glossary.pk, "resource": "0", "format": "1"}
    content = secretary.post(f"{EXPORT}?q=%3D1", data).content.decode("utf-8-sig")
    assert content.splitlines()[1:] == ['"\'=1+1","","","","","0"']


def test_export_for_old_programs_loses_no_letter_unsaid(secretary, glossary):
    data = {"scope": glossary.pk, "resource": "0", "format": "2"}
    response = secretary.post(EXPORT, data)
    assert response.content.decode("cp932").splitlines()[1].startswith('"AI","えーあい"')
    Term.objects.update(explanation="𠮷野〜")
    page = text_of(secretary.post(EXPORT, data))
    assert "Shift_JISでは書けない文字があります：「𠮷」（U+20BB7、2行目の「説明」）、「〜」" in page
    assert "ほかの形式を選んでください。" in page


def test_without_a_plan_the_page_says_what_comes_first(secretary):
    assert "計画がまだ登録されていません。" in text_of(secretary.get(IMPORT))
    assert "先に計画を読み込み" in text_of(secretary.get(EXPORT))


def test_what_must_be_known_first_stands_above_the_differences(secretary, glossary):
    rows = [HEADINGS, ["AI", "エーアイ", ""], ["※ 令和8年現在"]]
    page = text_of(upload(secretary, glossary, workbook(rows)))
    assert "取り込む前に確かめるところ（1件）" in page
    assert "合計や注記の行です。" in page and "この内容で取り込む" in page
