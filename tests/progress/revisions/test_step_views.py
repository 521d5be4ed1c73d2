"""The pages on the way from a draft to its decision."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from progress.models import PlanRevision, RevisionStep
from progress.plan_document.rows.stored import stored_rows
from progress.revisions.deciding import STEPS_ASKED, against_deciding
from progress.revisions.drafting import draft
from tests.conftest import sign_in
from tests.progress.revisions.drafts import in_force, renamed

pytestmark = pytest.mark.one_database


@pytest.fixture
def revision(world):
    """A draft of one line."""
    in_force(world.plan)
    row = stored_rows(world.plan).rows["measures"][world.measure.key,]
    lines = [renamed(world.measure.key, row["name"], "新しい名称")]
    tomorrow = timezone.localdate() + timedelta(days=1)
    told = {"kind": "minor", "effective_on": tomorrow, "lines": lines}
    return draft(world.plan, by=world.people["secretariat"], title="軽微な変更", **told)


@pytest.fixture
def desk(world, client):
    sign_in(client, world.people["secretariat"])
    return client


def send(client, revision, path: str, **fields):
    version = PlanRevision.objects.get(pk=revision.pk).version
    data = {"version": version} | fields
    return client.post(f"{revision.get_absolute_url()}{path}", data, follow=True)


def test_from_draft_to_decision_by_its_pages(desk, revision):
    address = revision.get_absolute_url()
    page = desk.get(address).content.decode()
    assert "新しい名称" in page
    assert "経過の「市長決裁」が" in page
    assert "決定を記録する" not in page
    line = revision.changes.get()
    send(desk, revision, f"lines/{line.pk}/", reason="読みやすくするため", effective_on="")
    page = send(desk, revision, "steps/", kind="mayor", on=str(timezone.localdate()))
    assert "決定を記録できます" in page.content.decode()
    page = send(desk, revision, "decide/", decided_on=str(timezone.localdate()))
    page = page.content.decode()
    assert "見直しを決定しました" in page
    assert "読みやすくするため" in page
    revision.refresh_from_db()
    assert revision.state == "decided"


def steps_in(page: str) -> list[str]:
    """The steps that the page of a revision lists."""
    part = page.split('aria-labelledby="steps"')[1].split("</section>")[0]
    return re.findall(r'<th scope="row">([^<]+)</th>', part)


@pytest.mark.parametrize(
    ("kind", "asked", "said"),
    [
        ("revision", RevisionStep.Kind.labels, ""),
        ("minor", ["市長決裁"], "軽微な変更は、次の手続を記録すれば決定できます。"),
        ("slip", [], "誤記訂正は、文書番号を記録すれば、経過を記録せずに決定できます。"),
    ],
)
def test_each_kind_lists_its_own_steps_and_may_record_others(desk, revision, kind, asked, said):
    PlanRevision.objects.update(kind=kind)
    page = desk.get(revision.get_absolute_url()).content.decode()
    assert steps_in(page) == asked
    assert said in page
    assert page.count("□まだ記録がありません") == len(asked)
    assert ("ほかの手続を記録する" in page) == (kind != "revision")
    send(desk, revision, "steps/", kind="policy", on=str(timezone.localdate()))
    page = desk.get(revision.get_absolute_url()).content.decode()
    assert set(steps_in(page)) == {"政策会議", *asked}


def test_what_is_asked_of_a_kind_is_what_it_lacks(revision):
    """The page lists the very steps without which there is no decision."""
    for kind, asked in STEPS_ASKED.items():
        revision.kind = kind
        found = against_deciding(revision, timezone.localdate())
        assert [each for each in found if each.startswith("経過の")] == [
            f"経過の「{step.label}」が、記録されていません（行うか、省略の理由を記録します）。"
            for step in asked
        ]


def test_decided_slip_without_steps_says_so(desk, revision):
    PlanRevision.objects.update(
        kind="slip", state="decided", decided_on=timezone.localdate(), document_number="情政第1号"
    )
    page = desk.get(revision.get_absolute_url()).content.decode()
    assert steps_in(page) == []
    assert "経過の記録は、ありません。" in page and "ほかの手続を記録する" not in page


def test_decision_says_all_that_stands_against_it(desk, revision):
    assert "今は行えません" in desk.get(f"{revision.get_absolute_url()}decide/").content.decode()
    page = send(desk, revision, "decide/", decided_on=str(timezone.localdate()))
    assert page.status_code == 409
    assert "市長決裁" in page.content.decode()


def test_form_sent_twice_records_one_step(desk, revision):
    data = {"version": 1, "kind": "council", "on": "R8.4.1", "note": "原案のとおり"}
    for _ in range(2):
        assert desk.post(f"{revision.get_absolute_url()}steps/", data).status_code == 302
    assert RevisionStep.objects.count() == 1


def test_stale_form_is_told_and_keeps_its_words(desk, revision):
    PlanRevision.objects.update(version=5)
    data = {"version": 1, "title": "別の名称の見直し", "kind": "minor"}
    page = desk.post(f"{revision.get_absolute_url()}change/", data)
    assert page.status_code == 409
    assert "他の人が先に更新しました" in page.content.decode()
    assert "別の名称の見直し" in page.content.decode()


def test_step_and_line_are_taken_back(desk, revision):
    send(desk, revision, "steps/", kind="council", is_left_out="on", reason="軽易")
    taken = RevisionStep.objects.get()
    assert "省略：軽易" in desk.get(revision.get_absolute_url()).content.decode()
    for _ in range(2):
        send(desk, revision, f"steps/{taken.pk}/drop/")
    line = revision.changes.get()
    for _ in range(2):
        send(desk, revision, f"lines/{line.pk}/drop/")
    assert (RevisionStep.objects.count(), revision.changes.count()) == (0, 0)


def test_shared_draft_is_read_by_divisions_and_withdrawn_by_the_secretariat(
    world, desk, revision, client
):
    send(desk, revision, "share/", shared_on=str(timezone.localdate()))
    sign_in(client, world.people["reporter"])
    page = client.get(revision.get_absolute_url()).content.decode()
    assert "新しい名称" in page
    assert "取りやめる" not in page
    sign_in(client, world.people["council"])
    assert client.get(revision.get_absolute_url()).status_code == 404
    sign_in(client, world.people["secretariat"])
    page = send(client, revision, "withdraw/", reason="国の方針が変わった")
    assert "国の方針が変わった" in page.content.decode()
    assert "変更できません" not in page.content.decode()
    assert (
        "案ではありません" in client.get(f"{revision.get_absolute_url()}change/").content.decode()
    )
