"""The files of a meeting: the secretariat makes them, council and executives take them."""

import hashlib
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from progress.meetings import verbs as meetings
from progress.meetings.topic_verbs import add_matter
from progress.models import Meeting, Pack
from progress.pack import making, printing
from progress.pack.orders import Order
from sakado_dx.jobs.models import Job
from sakado_dx.records.chain import current_head
from tests.conftest import sign_in
from tests.progress.pack.papers import plan_meeting

pytestmark = [
    pytest.mark.skipif(bool(printing.why_not()), reason=printing.why_not()),
    pytest.mark.one_database,
]
CHOSEN = {"kind": "meeting", "format": "pdf", "markings": ["庁内限り", "会議後回収"]}


@pytest.fixture
def meeting(world) -> Meeting:
    world.bring_to("confirmed")
    return plan_meeting(world)


def as_role(client, world, role: str):
    sign_in(client, world.people[role])
    return client


def make(client, world, meeting, **more):
    address = f"/meetings/{meeting.pk}/pack/"
    return as_role(client, world, "secretariat").post(address, CHOSEN | more)


def test_file_is_made_kept_and_given_out_as_it_was_handed_out(client, world, meeting):
    answer = make(client, world, meeting)
    job, pack = Job.objects.get(), Pack.objects.get()
    assert (answer.url, job.result) == (job.get_absolute_url(), f"/meetings/{meeting.pk}/pack/")
    assert (pack.kind, pack.meeting, pack.marking, pack.by.username) == (
        "meeting", meeting, "庁内限り・会議後回収", "secretariat",
    )  # fmt: skip
    content = default_storage.open(pack.stored_as).read()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (pack.sha256, pack.size)
    assert pack.audit_head == str(current_head())
    world.measure.name = "別の名称"
    world.measure.save()
    for role in ("secretariat", "council", "executive"):
        given = as_role(client, world, role).get(pack.get_absolute_url())
        assert b"".join(given.streaming_content) == content
        assert "attachment" in given["Content-Disposition"]
    assert as_role(client, world, "head").get(pack.get_absolute_url()).status_code == 404


def test_per_cent_of_the_making_rises_and_never_falls(world, meeting):
    told = []
    order = Order(world.year, meeting, "meeting")
    making.bytes_of(order, timezone.now(), "", lambda *step: told.append(step))
    assert [each for each, _ in told] == sorted(each for each, _ in told)
    assert {phase for _, phase in told} >= {"内容を集めています", "図を描いています"}


def test_asked_twice_on_the_same_data_makes_one(client, world, meeting):
    make(client, world, meeting)
    again = make(client, world, meeting)
    assert (Pack.objects.count(), Job.objects.count()) == (1, 1)
    assert again.url == f"/meetings/{meeting.pk}/pack/"
    assert "同じものを作り直しません" in client.get(again.url).content.decode()
    add_matter(meeting, by=world.people["secretariat"], title="追加の議題")
    make(client, world, meeting)
    assert Pack.objects.count() == 2


def test_killed_while_it_is_kept_leaves_no_row_and_no_file(client, world, meeting, monkeypatch):
    def killed(*args, **told):
        raise SystemExit

    monkeypatch.setattr(Pack.objects, "create", killed)
    with pytest.raises(SystemExit):
        make(client, world, meeting)
    kept = Job.objects.get().leaves
    assert default_storage.exists(kept)
    Job.objects.update(heartbeat="2020-01-01T00:00:00Z")
    monkeypatch.undo()
    make(client, world, meeting)
    assert not default_storage.exists(kept)
    assert (Pack.objects.count(), set(Job.objects.values_list("state", flat=True))) == (
        1, {"failed", "done"},
    )  # fmt: skip


def test_meeting_that_is_dropped_leaves_what_was_handed_out(client, world, meeting):
    make(client, world, meeting)
    meetings.drop_meeting(meeting, by=world.people["secretariat"], reason="中止になった。")
    pack = Pack.objects.get()
    assert (pack.meeting, pack.year) == (None, world.year)
    assert default_storage.exists(pack.stored_as)


def test_council_reads_the_list_and_makes_nothing(client, world, meeting):
    make(client, world, meeting)
    council = as_role(client, world, "council")
    page = council.get(f"/meetings/{meeting.pk}/pack/").content.decode()
    assert "推進会議（R5実績）　会議資料一式（PDF）" in page
    assert 'method="post" novalidate' not in page
    assert council.post(f"/meetings/{meeting.pk}/pack/", CHOSEN).status_code == 404
    assert Pack.objects.count() == 1


def test_without_pango_the_page_says_what_to_install(client, world, meeting, monkeypatch):
    monkeypatch.setattr("progress.pack.forms.why_not", lambda: printing.INSTALL)
    page = make(client, world, meeting).content.decode()
    assert page.count("sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0") > 1
    assert Job.objects.count() == 0


def test_meeting_leads_to_its_files(client, world, meeting):
    page = as_role(client, world, "council").get(f"/meetings/{meeting.pk}/").content.decode()
    assert f'href="/meetings/{meeting.pk}/pack/">配付資料を開く' in page
    assert meeting.held_on == date(2024, 7, 13)
