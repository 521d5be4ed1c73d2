"""The pages of the plan's editions, and the same document from the shell."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from measures.models import Measure, Plan
from progress.models import PlanEdition


@pytest.fixture
def edition(world, client) -> PlanEdition:
    """The plan as it was before a measure had another name."""
    client.force_login(world.people["secretariat"])
    Measure.objects.filter(pk=world.measure.pk).update(name="新しい名称")
    return world.plan.editions.get()


def page_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_edition_shows_the_plan_as_it_was(client, edition):
    page = page_of(client, edition.get_absolute_url())
    assert "施策I-1-1" in page
    assert "新しい名称" not in page
    assert "処理件数：R5 10件" in page
    assert edition.get_absolute_url() in page_of(client, "/plan/editions/")


def test_the_plan_as_of_a_day(client, edition):
    assert "施策I-1-1" in page_of(client, "/plan/as-of/?day=令和5年4月1日")
    assert "この日に施行していた計画の版はありません" in page_of(client, "/plan/as-of/?day=R5.3.31")
    assert "日付の書き方になっていません" in page_of(client, "/plan/as-of/?day=きのう")


@pytest.mark.one_database
def test_the_document_is_the_editions_to_the_byte(client, edition, capsys):
    response = client.get(reverse("progress:edition_document", args=[edition.pk]))
    assert response.content.decode() == edition.document
    call_command("export_plan", as_of="R5.6.1")
    assert capsys.readouterr().out == edition.document
    with pytest.raises(CommandError, match="令和5年3月31日に施行していた計画の版はありません"):
        call_command("export_plan", as_of="2023-03-31")
    with pytest.raises(CommandError, match="日付の書き方"):
        call_command("export_plan", as_of="きのう")


def test_the_public_day_is_set_on_the_editions_page(client, edition):
    address = reverse("progress:edition_publish_on", args=[edition.pk])
    client.post(address, {"published_on": "R5.6.1"})
    assert "令和5年6月1日" in page_of(client, "/plan/editions/")
    moved = {"published_on": "R5.7.1", "was": "2023-06-01"}
    assert "公表日を変える理由を入力してください" in client.post(address, moved).content.decode()
    assert client.post(address, {"published_on": "R5.7.1"}).status_code == 409
    assert client.post(address, moved | {"reason": "議会の後"}).status_code == 302


def test_a_plan_is_taken_into_force_on_the_page(client, edition):
    days = {"first_fiscal_year": 2026, "last_fiscal_year": 2030}
    plan = Plan.objects.create(title="次期計画", city="試験市", **days)
    assert "計画を施行する" in page_of(client, "/plan/editions/")
    page = client.post("/plan/adopt/", {"effective_on": "R8.4.1", "decided_on": "R8.5.1"})
    assert (page.status_code, plan.editions.count()) == (409, 0)
    assert client.post("/plan/adopt/", {"effective_on": "R8.4.1"}).status_code == 302
    assert "計画を施行する" not in page_of(client, "/plan/editions/")
