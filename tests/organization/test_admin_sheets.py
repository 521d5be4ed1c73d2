"""The sheets of people in the admin: for administrators, with a reason, seen before, recorded."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sakado_dx.organization.models import CityRole, Membership, User
from sakado_dx.records.models import AuditRecord
from tests.filled_forms import fields_of
from tests.sakado_dx.workbooks import workbook

PEOPLE = "/admin/organization/user/"
HEADINGS = ["ログインID", "所属", "役割", "開始日", "終了日"]


@pytest.fixture
def admin_client(client, make_user):
    client.force_login(make_user("admin", "administrator"))
    return client


def upload(client, kind: str, content: bytes, name: str = "異動.xlsx"):
    form = fields_of(client.get(f"/imports/new/?list=organization.{kind}").content.decode())
    answer = client.post("/imports/new/", form | {"file": SimpleUploadedFile(name, content)})
    return answer, re.sub(r"\s+", " ", answer.content.decode())


def places(client, *rows):
    return upload(client, "membership", workbook(list(rows), "所属"))


def test_what_changes_on_which_day_is_shown_then_taken_in_with_its_reason(
    admin_client, make_user, division
):
    make_user("yamada", memberships={division: "head"}, name="山田 花子")
    rows = [["yamada", "市民課", "所属長", "R2.4.1", "R72.3.31"]]
    rows += [["yamada", "市民課", "入力担当", "R72.4.1", ""]]
    answer, page = places(admin_client, HEADINGS, *rows)
    assert "追加：1件" in page and "変更：1件" in page
    assert "<h3>令和72年4月1日から</h3>" in page
    assert "<li>山田 花子（yamada）は、「市民課」の入力担当になります。</li>" in page
    assert "<li>所属長も所属長代理もいない課：市民課</li>" in page
    form = fields_of(answer.content.decode())
    address = "/imports/confirm/"
    page = admin_client.post(address, form | {"reason": ""}).content.decode()
    assert "取り込む理由を入力してください。" in page and Membership.objects.count() == 1
    assert admin_client.post(address, form | {"reason": "人事異動第1号"}).status_code == 302
    assert Membership.objects.count() == 2
    kept = AuditRecord.objects.filter(table_name="organization_membership", reason="人事異動第1号")
    assert {(each.operation, each.door) for each in kept} == {
        ("insert", "import"),
        ("update", "import"),
    }


def test_gap_that_somebody_made_meanwhile_is_shown_before_anything_is_taken_in(
    admin_client, make_user, division
):
    make_user("yamada", memberships={division: "head"})
    other = make_user("sato", memberships={division: "head"}).memberships.get()
    rows = [["yamada", "市民課", "所属長", "R2.4.1", "R72.3.31"]]
    answer, page = places(admin_client, HEADINGS, *rows)
    assert "職員がいない課" not in page
    other.delete()
    form = fields_of(answer.content.decode()) | {"reason": "異動"}
    page = admin_client.post("/imports/confirm/", form).content.decode()
    assert "登録内容が変わりました。" in page and "職員がいない課：市民課" in page
    assert Membership.objects.get().last_day is None


def test_each_list_is_downloaded_pre_filled_and_comes_back_unchanged(
    admin_client, make_user, division
):
    make_user("yamada", "council", memberships={division: "head"})
    for number, kind in enumerate(["user", "membership", "cityrole"]):
        form = fields_of(admin_client.get(f"{PEOPLE}export/").content.decode())
        form |= {"resource": str(number), "format": "0"}
        content = admin_client.post(f"{PEOPLE}export/", form).content
        _, page = upload(admin_client, kind, content)
        assert "登録されている内容と同じです。" in page, kind


def test_secretariat_sees_divisions_and_no_sheet_of_them(client, make_user, division):
    client.force_login(make_user("secretary", "secretariat"))
    page = client.get("/admin/organization/division/").content.decode()
    assert "市民課" in page and "取込" not in page and "書出し" not in page
    assert client.get("/admin/organization/division/export/").status_code == 403
    assert client.get("/imports/new/").status_code == 404
    assert User.objects.count() == CityRole.objects.count() == 1
