"""The export pages of the admin, and the way to the wizard that takes their sheets in."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from model_bakery import baker
from openpyxl import load_workbook

from glossary.models import Term

EXPORT = "/admin/glossary/term/export/"
HEADINGS = ["用語", "よみ", "説明"]


@pytest.fixture
def glossary(plan):
    baker.make(Term, plan=plan, term="AI", reading="えーあい", explanation="", source="")
    return plan


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("url", [EXPORT])
def test_pages_have_no_inline_script_or_style(secretary, glossary, url):
    page = secretary.get(url).content.decode()
    assert re.findall(r"<style|\sstyle\s*=|\son\w+\s*=|javascript:", page) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []


@pytest.mark.parametrize("url", [EXPORT])
def test_others_do_not_even_find_the_pages(reader, glossary, url):
    assert reader.get(url).status_code == 404
    assert reader.post(url, {}).status_code == 404


def test_export_is_a_workbook_named_in_japanese_that_comes_back_unchanged(secretary, glossary):
    response = secretary.post(EXPORT, {"scope": glossary.pk, "resource": "0", "format": "0"})
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%94%A8")
    sheet = load_workbook(BytesIO(response.content)).active
    assert [sheet.title, sheet["A1"].value, sheet["A2"].value] == ["用語", "用語", "AI"]
    file = SimpleUploadedFile("用語.xlsx", response.content)
    data = {"into": f"glossary.term:{glossary.pk}", "file": file}
    page = text_of(secretary.post("/imports/new/", data))
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
    assert "先に計画を読み込み" in text_of(secretary.get(EXPORT))


def test_list_leads_to_the_wizard_for_who_may_take_it_in(secretary, glossary, monkeypatch):
    link = "/imports/new/?list=glossary.term"
    assert link in secretary.get("/admin/glossary/term/").content.decode()
    monkeypatch.setattr(
        "sakado_dx.organization.backends.permissions_of",
        lambda roles: frozenset({"organization.use_admin", "glossary.view_term"}),
    )
    assert link not in secretary.get("/admin/glossary/term/").content.decode()
    assert secretary.post(EXPORT, {}).status_code == 403
