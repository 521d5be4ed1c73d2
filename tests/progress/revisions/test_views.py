"""The pages of 計画の見直し."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from measures.models import Measure
from progress.models import PlanRevision
from progress.plan_document.exporting import document_of, dump
from progress.plan_editions.writing import write_edition
from progress.revisions.drafting import draft, draft_from_document
from tests.progress.revisions.conftest import measures_of

pytestmark = pytest.mark.one_database

FIELDS = {"title": "第1次改定", "kind": "revision", "effective_on": "R9.4.1", "reason": "見直し"}


def test_new_draft_is_made_once(in_force, secretary):
    answers = [secretary.post("/plan/revisions/new/", FIELDS) for _ in range(2)]
    revision = PlanRevision.objects.get()
    assert [each.url for each in answers] == [revision.get_absolute_url()] * 2
    assert str(revision.effective_on) == "2027-04-01"


def test_title_of_another_draft_is_refused_in_words(in_force, secretary, clerk):
    draft(in_force, by=clerk, title="第1次改定")
    page = secretary.post("/plan/revisions/new/", FIELDS)
    assert page.status_code == 409
    assert "既にあります" in page.content.decode()
    assert "見直し" in page.content.decode()


def test_document_makes_the_lines(in_force, secretary):
    document = document_of(in_force)
    measures_of(document)[0]["name"] = "名称を改めた施策"
    file = SimpleUploadedFile("改定.json", dump(document).encode())
    answer = secretary.post("/plan/revisions/new/", FIELDS | {"document": file}, follow=True)
    page = answer.content.decode()
    assert "変更の内容（1件）" in page
    assert "名称を改めた施策" in page
    assert "案</strong>" in page


def test_wrong_document_keeps_what_was_typed(in_force, secretary):
    for name, content, said in (
        ("改定.json", b"{}", "誤りがあるため"),
        ("改定.pdf", b"x", ".xlsx か .json"),
    ):
        file = SimpleUploadedFile(name, content)
        page = secretary.post("/plan/revisions/new/", FIELDS | {"document": file}).content.decode()
        assert said in page
        assert "第1次改定" in page
    assert PlanRevision.objects.count() == 0


def test_form_is_the_plans_workbook_and_makes_no_change(in_force, secretary):
    content = secretary.get("/plan/revisions/form.xlsx").content
    assert load_workbook(BytesIO(content)).sheetnames
    file = SimpleUploadedFile("様式.xlsx", content)
    page = secretary.post("/plan/revisions/new/", FIELDS | {"document": file})
    assert "違いがない" in page.content.decode()


def test_plan_that_is_not_in_force_is_told(invented_city, secretary):
    assert "まだ施行されていない" in secretary.get("/plan/revisions/").content.decode()
    assert "まだ施行されていません" in secretary.get("/plan/revisions/new/").content.decode()
    assert secretary.get("/plan/revisions/form.xlsx").status_code == 404


def test_divisions_read_a_draft_from_the_inquiry_on(in_force, reader, clerk):
    revision = draft(in_force, by=clerk, title="第1次改定")
    address = revision.get_absolute_url()
    assert reader.get(address).status_code == 404
    assert "第1次改定" not in reader.get("/plan/revisions/").content.decode()
    PlanRevision.objects.update(shared_on="2099-04-01")
    assert reader.get(address).status_code == 404
    PlanRevision.objects.update(shared_on="2026-04-01")
    assert reader.get(address).status_code == 200
    assert "第1次改定" in reader.get("/plan/revisions/").content.decode()


@pytest.mark.parametrize("number", [1, 10])
def test_page_asks_the_same_whatever_the_number_of_lines(
    in_force, document, secretary, clerk, number, django_assert_max_num_queries
):
    for measure in measures_of(document)[:number]:
        measure["name"] += "（改）"
    revision = draft_from_document(in_force, document, by=clerk, title="第1次改定")
    address = revision.get_absolute_url()
    secretary.get(address)
    with django_assert_max_num_queries(15):
        secretary.get(address)


def test_plan_whose_levels_have_no_names_has_a_page(world, client):
    write_edition(world.plan, effective_on=date(2023, 4, 1), by="事務局")
    revision = draft(world.plan, by=world.people["secretariat"], title="第1次改定")
    client.force_login(world.people["secretariat"])
    assert client.get(revision.get_absolute_url()).status_code == 200


def test_form_of_a_measure_stands_in_sections(in_force, secretary, clerk):
    revision = draft(in_force, by=clerk, title="第1次改定")
    key = Measure.objects.of_plan(in_force).order_by("order")[0].key
    address = reverse("progress:revision_measure", args=[revision.pk])
    page = secretary.get(address, {"measure": key}).content.decode()
    headings = (
        "名称・位置・所管課",
        "年度ごとの方向性",
        "取組の主な効果",
        "終わるとき",
        "変える理由",
    )
    places = [page.index(f">{each}</h2>") for each in headings]
    assert places == sorted(places)
