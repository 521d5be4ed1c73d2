"""The page of a decided revision: what took effect, its 公表日, and taking it back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.models import PlanEdition, PlanRevision
from progress.revisions.effect_verbs import apply_due
from tests.progress.revisions.drafts import (
    DAY,
    decided,
    key_of_direction,
    key_of_division,
    new_measure,
    new_target,
    renamed,
    tomorrow,
)

TODAY = timezone.localdate()


@pytest.fixture
def by(world, client):
    client.force_login(world.people["secretariat"])
    return world.people["secretariat"]


def page(client, revision) -> str:
    return client.get(revision.get_absolute_url()).content.decode()


@pytest.fixture
def applied(world, by):
    """One that has taken effect on a submitted report, and made a measure."""
    world.bring_to("submitted")
    lead = key_of_division(world.plan, "情報課")
    more = new_measure("I-1-3", key_of_direction(world.plan), [lead])
    revision = decided(world.plan, by, new_target("I-1-1", "20", year=2023), *more)
    apply_due(DAY)
    revision.refresh_from_db()
    return revision


def test_it_tells_of_the_day_to_come(world, by, client):
    line = renamed("I-1-1", "施策I-1-1", "一つ目")
    revision = decided(world.plan, by, line, effective_on=TODAY + timedelta(days=3))
    shown = page(client, revision)
    assert "に施行します。その日の最初の要求か夜間の処理が、計画に反映します。" in shown
    assert "公表日を決める" in shown and "施行を取り消す" not in shown


def test_it_tells_why_it_has_not_taken_effect(world, by, client):
    revision = decided(world.plan, by, renamed("I-1-1", "古い名称", "一つ目"))
    apply_due(DAY)
    shown = page(client, revision)
    assert "計画に反映されていません。改定前が変わっています" in shown
    assert "（施策「I-1-1 施策I-1-1」の施策名）" in shown


def test_it_tells_what_became_of_reports(applied, world, client):
    shown = page(client, applied)
    assert "開いている年度の報告への影響（3件）" in shown
    assert "報告を作りました" in shown and "指標I-1-1の目標 目標10件 → 目標20件" in shown
    assert "報告の状態はそのままで、目標などが変わりました" in shown
    assert reverse("progress:report_review", args=[world.report.pk]) in shown


def test_others_read_it_and_have_no_button(applied, world, client):
    client.force_login(world.people["reporter"])
    shown = page(client, applied)
    assert "報告への影響" in shown
    assert reverse("progress:measure_year", args=[world.year.pk, world.measure.pk]) in shown
    assert "公表日を決める" not in shown and "施行を取り消す" not in shown


def test_public_day_is_set_once_by_two_clicks(applied, client):
    url = reverse("progress:revision_publish", args=[applied.pk])
    data = {"version": applied.version, "published_on": "R12.4.1"}
    assert [client.post(url, data).status_code for _ in range(2)] == [302, 302]
    applied.refresh_from_db()
    assert str(applied.published_on) == "2030-04-01"
    other = client.post(url, data | {"published_on": "R13.4.1"})
    assert other.status_code == 409 and "R13.4.1" in other.content.decode()


def test_wrong_public_day_is_refused_with_what_was_typed(applied, client):
    url = reverse("progress:revision_publish", args=[applied.pk])
    for typed, said, status in (
        ("", "公表日を入力してください。", 200),
        ("R5.8.1", "決定日（令和5年9月1日）以後", 409),
    ):
        answer = client.post(url, {"version": applied.version, "published_on": typed})
        text = answer.content.decode()
        assert answer.status_code == status and said in text and typed in text


def test_draft_has_no_public_day(world, by, client):
    revision = decided(world.plan, by, renamed("I-1-1", "施策I-1-1", "一つ目"))
    PlanRevision.objects.update(state="draft", decided_on=None)
    url = reverse("progress:revision_publish", args=[revision.pk])
    assert "決定した後です。" in client.get(url).content.decode()
    assert "施行と公表" not in page(client, revision)


def test_decision_is_taken_back_by_two_clicks(world, by, client):
    day = TODAY + timedelta(days=3)
    line = renamed("I-1-1", "施策I-1-1", "一つ目")
    revision = decided(world.plan, by, line, effective_on=day)
    assert "決定を取り消す" in page(client, revision)
    url = reverse("progress:revision_undecide", args=[revision.pk])
    assert "作成中に戻り" in client.get(url).content.decode()
    data = {"version": 1, "reason": "決定日の誤り"}
    assert [client.post(url, data).status_code for _ in range(2)] == [302, 302]
    assert PlanRevision.objects.get().state == PlanRevision.State.DRAFT
    assert client.post(url, data | {"version": 7}).status_code == 409


def test_undoing_asks_with_a_reason_and_a_second_click_is_told(applied, client):
    edition = PlanEdition.objects.get(revision=applied)
    url = reverse("progress:revision_undo", args=[applied.pk, edition.pk])
    asked = client.get(url).content.decode()
    assert "施行で作った報告1件を外します。" in asked
    data = {"version": applied.version, "reason": ""}
    assert "理由を入力してください。" in client.post(url, data).content.decode()
    data["reason"] = "施行日の誤り"
    assert client.post(url, data).status_code == 302
    again = client.post(url, data, follow=True)
    assert "この施行は、既に取り消しています。" in again.content.decode()
    applied.refresh_from_db()
    assert applied.state == PlanRevision.State.DRAFT


def test_undoing_another_day_says_why_not(applied, client, monkeypatch):
    edition = PlanEdition.objects.get(revision=applied)
    tomorrow(monkeypatch)
    url = reverse("progress:revision_undo", args=[applied.pk, edition.pk])
    assert "反映した日のうちだけです" in client.get(url).content.decode()
    answer = client.post(url, {"version": applied.version, "reason": "誤り"})
    assert answer.status_code == 409
    assert client.get(url.replace(f"/{edition.pk}/", "/0/")).status_code == 404
