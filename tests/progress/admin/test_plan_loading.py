"""計画の読込 in the admin: what is shown is what is loaded, and by whom."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.styles import Font

from measures.models import Measure, Plan
from progress.plan_document.exporting import document_of, export
from progress.plan_document.sheets.reading import read_workbook
from tests.progress.conftest import give_role, person
from tests.progress.documents import TWO_LEVELS, as_bytes, measures, raw
from tests.progress.plan_books import Changed

DOCUMENTS = "admin:measures_plan_documents"


@pytest.fixture
def administrator(client, db):
    """A browser in which an administrator has logged in."""
    user = person("kanri", "管理 一")
    give_role(user, "administrator")
    client.force_login(user)
    return client


def upload(client, data: bytes, name: str = "潮凪市.json"):
    file = SimpleUploadedFile(name, data, content_type="application/json")
    return client.post(reverse("admin:measures_plan_upload"), {"document": file})


def agree(client, preview):
    """Say yes to the changes that a page shows."""
    return client.post(
        reverse("admin:measures_plan_load"), {"ticket": preview.context["ticket"]}, follow=True
    )


def waiting_files() -> list[str]:
    return default_storage.listdir("imports")[1] if default_storage.exists("imports") else []


def test_the_documents_of_the_repository_are_listed_with_what_they_would_do(administrator):
    page = administrator.get(reverse(DOCUMENTS))
    assert [tuple(each) for each in page.context["documents"]] == [
        ("sakado.json", "坂戸市デジタル・トランスフォーメーション（DX）推進計画", "未登録")
    ]
    assert not Plan.objects.exists()


def test_a_document_of_the_repository_is_shown_and_then_loaded(administrator):
    preview = administrator.get(reverse("admin:measures_plan_document", args=["sakado.json"]))
    assert "この計画はまだ登録されていません" in preview.text
    assert '<th scope="row">個別施策</th><td>追加 47</td>' in preview.text
    assert not Plan.objects.exists()
    done = agree(administrator, preview)
    assert "を文書「sakado.json」から読み込みました。" in done.text
    assert [each.state for each in done.context["documents"]] == ["変更なし"]
    assert Measure.objects.count() == 47
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.is_addition()) == ("kanri", True)


def test_a_document_that_changes_nothing_cannot_be_loaded(administrator, sakado_plan):
    page = administrator.get(reverse("admin:measures_plan_document", args=["sakado.json"]))
    assert "登録されている計画と同じ内容です" in page.text
    assert "この内容で読み込む" not in page.text


def test_an_unknown_document_is_not_found(administrator):
    for name in ("nothing.json", "..", "README.md", "sakado"):
        address = reverse(DOCUMENTS) + name + "/"
        assert administrator.get(address).status_code == 404


def test_an_upload_shows_its_changes_loads_them_and_is_forgotten(administrator, invented_city):
    document = raw(TWO_LEVELS)
    measures(document)["A1"]["name"] = "予約の<b>導入</b>"
    preview = upload(administrator, as_bytes(document))
    assert "窓口予約の導入" in preview.text
    assert "予約の&lt;b&gt;導入&lt;/b&gt;" in preview.text
    assert len(waiting_files()) == 1
    assert Measure.objects.get(code="A1").name == "窓口予約の導入"
    agree(administrator, preview)
    assert Measure.objects.get(code="A1").name == "予約の<b>導入</b>"
    assert waiting_files() == []


def test_a_faulty_upload_is_refused_with_every_place_and_not_kept(administrator):
    document = raw(TWO_LEVELS)
    measures(document)["A1"]["effects"]["紙を減らす"] = "△"
    del document["plan"]["title"]
    page = upload(administrator, as_bytes(document))
    assert [str(fault) for fault in page.context["faults"]] == [
        "plan に「title」がありません。",
        "policies[0].directions[0].measures[0].effects の値「△」は使えません。"
        "◎か○を指定してください。",
    ]
    assert "何も変更していません" in page.text
    assert not Plan.objects.exists()
    assert waiting_files() == []


@pytest.mark.parametrize(
    ("data", "name", "fault"),
    [
        (b"{}", "plan.csv", "拡張子が .xlsx か .json の文書を選んでください。"),
        (b" " * 10_000_001, "plan.json", "文書が大きすぎます。10MBまでにしてください。"),
        (b"", "plan.json", "文書が空です。"),
    ],
)
def test_another_file_is_refused_before_it_is_read(administrator, data, name, fault):
    page = upload(administrator, data, name)
    assert page.context["form"].errors == {"document": [fault]}
    assert waiting_files() == []


def test_of_two_who_load_at_once_the_second_is_told_so(administrator, invented_city):
    document = raw(TWO_LEVELS)
    measures(document)["A1"]["name"] = "一人目の名称"
    first = upload(administrator, as_bytes(document))
    measures(document)["A1"]["name"] = "二人目の名称"
    second = upload(administrator, as_bytes(document))
    agree(administrator, first)
    told = agree(administrator, second)
    assert told.status_code == 409
    assert "表示した後に計画が変わりました" in told.text
    assert Measure.objects.get(code="A1").name == "一人目の名称"
    agree(administrator, told)
    assert Measure.objects.get(code="A1").name == "二人目の名称"


def test_a_second_click_finds_nothing_more_to_load(administrator, invented_city):
    document = raw(TWO_LEVELS)
    document["plan"]["review_every"] = 2
    preview = upload(administrator, as_bytes(document))
    agree(administrator, preview)
    again = agree(administrator, preview)
    assert again.status_code == 409
    assert "読み込む文書が見つかりません" in again.text
    assert LogEntry.objects.count() == 1


def test_only_the_bytes_that_were_shown_are_loaded(administrator, invented_city):
    document = raw(TWO_LEVELS)
    document["plan"]["review_every"] = 2
    preview = upload(administrator, as_bytes(document))
    (name,) = waiting_files()
    document["plan"]["review_every"] = 3
    with default_storage.open(f"imports/{name}", "wb") as file:
        file.write(as_bytes(document))
    page = agree(administrator, preview)
    assert page.status_code == 409
    assert "表示した後に、文書の中身が変わりました" in page.text
    assert Plan.objects.get().review_every is None


def test_a_forged_or_a_foreign_ticket_loads_nothing(administrator, invented_city, client):
    document = raw(TWO_LEVELS)
    document["plan"]["review_every"] = 2
    preview = upload(administrator, as_bytes(document))
    address = reverse("admin:measures_plan_load")
    assert administrator.post(address, {"ticket": "x"}).status_code == 409
    other = person("kanri2", "管理 二")
    give_role(other, "administrator")
    client.force_login(other)
    assert agree(client, preview).status_code == 409
    assert Plan.objects.get().review_every is None


@pytest.mark.parametrize("role", ["council", "executive"])
def test_who_is_neither_secretariat_nor_administrator_finds_no_such_page(client, db, role):
    user = person("iin", "委員")
    give_role(user, role)
    client.force_login(user)
    assert client.get(reverse(DOCUMENTS)).status_code == 404
    assert upload(client, TWO_LEVELS.read_bytes()).status_code == 404


def test_the_secretariat_may_load_too(client, db):
    user = person("jimu", "事務局")
    give_role(user, "secretariat")
    client.force_login(user)
    agree(client, upload(client, TWO_LEVELS.read_bytes()))
    assert Plan.objects.get().city == "潮凪市"


@pytest.mark.parametrize("name", ["upload", "load"])
def test_looking_changes_nothing(administrator, name):
    assert administrator.get(reverse(f"admin:measures_plan_{name}")).status_code == 405


def test_the_pages_hold_no_inline_script_or_style(administrator, invented_city):
    document = raw(TWO_LEVELS)
    measures(document)["A1"]["name"] = "別の名称"
    pages = [
        administrator.get(reverse(DOCUMENTS)),
        upload(administrator, as_bytes(document)),
        administrator.get(reverse("admin:measures_plan_findings", args=[invented_city.pk])),
        administrator.get(reverse("admin:measures_plan_change", args=[invented_city.pk])),
        administrator.get(reverse("admin:measures_plan_changelist")),
    ]
    for page in pages:
        assert page.status_code == 200
        assert " style=" not in page.text
        assert "<style" not in page.text
        assert "onclick" not in page.text


def test_the_slips_of_a_plan_stand_on_a_page(administrator, sakado_plan):
    page = administrator.get(reverse("admin:measures_plan_findings", args=[sakado_plan.pk]))
    assert "注意（4件）" in page.text
    assert "体系表では「全庁的なデジタルリテラシーの底上げ」です。" in page.text


def test_the_document_is_exported_as_a_file(administrator, invented_city):
    response = administrator.get(reverse("admin:measures_plan_export", args=[invented_city.pk]))
    assert response.content.decode() == export(invented_city)[0]
    assert "attachment" in response["Content-Disposition"]
    assert json.loads(response.content)["plan"]["city"] == "潮凪市"


def test_a_plan_is_neither_added_nor_deleted_by_hand(administrator, invented_city):
    assert administrator.get(reverse("admin:measures_plan_add")).status_code == 403
    address = reverse("admin:measures_plan_delete", args=[invented_city.pk])
    assert administrator.post(address, {"post": "yes"}).status_code == 403


def test_the_list_of_documents_reads_the_tables_together(
    administrator, sakado_plan, django_assert_max_num_queries
):
    administrator.get(reverse(DOCUMENTS))
    with django_assert_max_num_queries(
        8
    ):  # 5, where an earlier test left the process what it keeps
        administrator.get(reverse(DOCUMENTS))


def test_a_workbook_is_shown_with_what_must_be_known_and_then_loaded(administrator):
    book = Changed()
    book.cell("施策", 1, "概要").font = Font(strike=True)
    preview = upload(administrator, book.content, "潮凪市.xlsx")
    assert "読み込む前に確かめるところ（1件）" in preview.text
    assert "取り消し線が引かれています" in preview.text
    done = agree(administrator, preview)
    assert "を文書「潮凪市.xlsx」から読み込みました。" in done.text
    assert Measure.objects.get(code="A1").summary == ""
    assert waiting_files() == []


def test_a_faulty_workbook_is_refused_by_sheet_and_cell_and_not_kept(administrator):
    page = upload(administrator, Changed().put("目標", 1, "値", "約2割").content, "潮凪市.xlsx")
    assert [fault.place for fault in page.context["faults"]] == ["シート「目標」E3「値」"]
    assert "「約」は数値に使えません" in page.text
    assert waiting_files() == []
    assert not Plan.objects.exists()


def test_the_workbook_of_a_plan_and_a_blank_one_can_be_saved(administrator, invented_city):
    address = reverse("admin:measures_plan_workbook", args=[invented_city.pk])
    content = administrator.get(address).content
    assert read_workbook("計画.xlsx", content).document == document_of(invented_city)
    page = upload(administrator, content, "潮凪市.xlsx")
    assert "登録されている計画と同じ内容です" in page.text
    blank = administrator.get(reverse("admin:measures_plan_blank"))
    assert "filename*=utf-8''%E8%A8%88%E7%94%BB" in blank["Content-Disposition"]
    assert len(upload(administrator, blank.content, "ひな形.xlsx").context["faults"]) == 2
