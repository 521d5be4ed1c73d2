"""Evidence: attached while the report is editable, by who may save; given out to its readers."""

from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from progress import attachments
from progress.editions import unlocking
from progress.entry import evidence_verbs
from progress.entry import evidence_verbs as verbs
from progress.entry import handover_verbs as handover
from progress.entry import verbs as entry
from progress.models import EvidenceFile, ReviewYear
from progress.workflow.refusals import Incomplete, NotAllowed
from progress.workflow.table import may
from sakado_dx.organization.access import standing_of
from sakado_dx.records.models import AuditRecord
from tests.progress.attached_files import DOCX, JPEG, PDF, PNG, XLSX
from tests.progress.conftest import make_world
from tests.progress.doors import as_stored
from tests.racing import Racers

EXE = b"MZ\x90\x00" + b"\0" * 99


def attach(world, role: str = "reporter", name: str = "集計.pdf", content: bytes = PDF, **more):
    return evidence_verbs.attach_evidence(
        world.fresh(), by=world.people[role], name=name, content=content, **more
    )


def names(world) -> list[str]:
    rows = world.report.evidence.filter(removed_at=None)
    return list(rows.values_list("name", flat=True))


def stored() -> list[str]:
    """What lies in the storage's folder of evidence."""
    folder = f"{attachments.FOLDER}/{evidence_verbs.FOLDER}"
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def file_url(kept: EvidenceFile) -> str:
    return reverse("progress:evidence_file", args=[kept.pk])


@pytest.mark.parametrize("role", ["reporter", "deputy", "head", "promoter"])
def test_members_of_the_lead_division_attach(world, role):
    kept = attach(world, role)
    assert (kept.name, kept.kind, kept.size, kept.by.username) == (
        "集計.pdf",
        "pdf",
        len(PDF),
        role,
    )
    with default_storage.open(kept.stored_as) as held:
        assert held.read() == PDF


@pytest.mark.parametrize(
    "role", ["co_owner", "other", "department", "council", "executive", "administrator", "nobody"]
)
def test_others_do_not(world, role):
    with pytest.raises(NotAllowed):
        attach(world, role)
    assert (names(world), stored()) == ([], [])


def test_secretariat_attaches_on_behalf_with_a_reason_that_is_on_the_record(world):
    with pytest.raises(Incomplete):
        attach(world, "secretariat")
    attach(world, "secretariat", reason="紙で受け取ったため。")
    record = AuditRecord.objects.filter(table_name="progress_evidencefile").latest("pk")
    assert (record.actor_name, record.reason) == ("secretariat", "紙で受け取ったため。")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PDF), ("a.docx", DOCX), ("a.xlsx", XLSX), ("a.png", PNG), ("a.JPG", JPEG)],
)
def test_five_kinds_are_taken(world, name, content):
    attach(world, name=name, content=content)
    assert names(world) == [name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", EXE),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.svg", b"<svg/>"),
        ("a.png", PDF),
        ("a.exe", PDF),
        ("a.pdf", b""),
        ("a.pdf", PDF + b"\0" * attachments.MAX_BYTES),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_and_not_kept(world, name, content):
    with pytest.raises(attachments.Refused):
        attach(world, name=name, content=content)
    assert (names(world), stored()) == ([], [])


@pytest.mark.parametrize("state", ["not_started", "draft", "returned"])
def test_editable_report_takes_files(world, state):
    world.bring_to(state)
    attach(world)
    assert names(world) == ["集計.pdf"]


@pytest.mark.parametrize("state", ["submitted", "confirmed", "evaluated"])
def test_report_that_is_handed_in_keeps_its_files_as_they_are(world, state):
    kept = attach(world)
    world.bring_to(state)
    kept.report = world.fresh()
    with pytest.raises(NotAllowed, match="証拠資料は変えられません"):
        attach(world, name="b.png", content=PNG)
    with pytest.raises(NotAllowed, match="「資料の取外し」はできません"):
        evidence_verbs.detach(
            world.fresh(), by=world.people["reporter"], version=world.fresh().version, evidence=kept
        )
    assert names(world) == ["集計.pdf"]


def test_submission_between_the_look_and_the_act_is_noticed(world):
    stale = world.fresh()
    world.bring_to("submitted")
    with pytest.raises(NotAllowed):
        evidence_verbs.attach_evidence(
            stale, by=world.people["reporter"], name="集計.pdf", content=PDF
        )
    assert (names(world), stored()) == ([], [])


def test_closed_year_takes_none_but_an_unlocked_report_does(world):
    world.bring_to("draft")
    ReviewYear.objects.update(closed_at="2024-08-01T00:00:00Z")
    with pytest.raises(NotAllowed, match="締められている"):
        attach(world)
    secretary = world.people["secretariat"]
    unlocking.unlock(world.fresh(), by=secretary, version=1, reason="数値の訂正のため。")
    attach(world)
    assert names(world) == ["集計.pdf"]


def test_same_bytes_are_one_file(world):
    first, again = attach(world), attach(world, "head", name="別名.pdf")
    assert first == again
    assert (names(world), len(stored())) == (["集計.pdf"], 1)


def test_number_of_files_has_a_bound(world, monkeypatch):
    monkeypatch.setattr(verbs, "MOST_FILES", 1)
    attach(world)
    with pytest.raises(NotAllowed, match="1件まで"):
        attach(world, name="b.png", content=PNG)
    assert len(stored()) == 1


def test_file_taken_off_keeps_its_row_and_its_bytes(client, world):
    kept = attach(world)
    evidence_verbs.detach(world.fresh(), by=world.people["head"], version=0, evidence=kept)
    kept.refresh_from_db()
    assert (names(world), kept.removed_by.username, len(stored())) == ([], "head", 1)
    client.force_login(world.people["head"])
    assert client.get(file_url(kept)).status_code == 404
    attach(world)
    assert names(world) == ["集計.pdf"]


def test_attaching_leaves_open_forms_young_and_makes_an_author(world):
    world.bring_to("draft")
    attach(world, "secretariat", reason="紙で受け取ったため。")
    assert world.fresh().version == 1
    entry.submit(world.fresh(), by=world.people["head"], version=1)
    standing = standing_of(world.people["secretariat"])
    assert not may(standing, world.fresh(), "confirm")


def test_file_is_given_out_as_an_attachment_that_runs_nothing(client, world):
    kept = attach(world)
    client.force_login(world.people["reporter"])
    answer = client.get(file_url(kept))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-store"


OWNERS = {
    "reporter", "deputy", "head", "promoter", "co_owner", "department", "secretariat",
    "second_secretariat",
}  # fmt: skip


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        ("draft", OWNERS),
        ("submitted", OWNERS | {"council", "executive"}),
        ("confirmed", OWNERS | {"council", "executive", "other", "administrator"}),
    ],
)
def test_file_is_read_by_who_may_read_the_report(client, world, state, readers):
    kept = attach(world)
    world.bring_to(state)
    answers = {}
    for role, user in world.people.items():
        client.force_login(user)
        answers[role] = client.get(file_url(kept)).status_code
    assert answers.pop("nobody") == 404
    assert {role for role, status in answers.items() if status == 200} == readers
    assert {status for role, status in answers.items() if role not in readers} <= {403}


def upload(name: str = "集計.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_files_stand_on_the_pages_of_check_review_and_measure(client, world):
    kept = attach(world)
    world.bring_to("submitted")
    pages = {
        "reporter": reverse("progress:report_check", args=[world.report.pk]),
        "secretariat": reverse("progress:report_review", args=[world.report.pk]),
        "council": reverse("progress:measure_detail", args=[world.measure.pk]),
    }
    for role, page in pages.items():
        client.force_login(world.people[role])
        assert file_url(kept) in client.get(page).content.decode(), role
    client.force_login(world.people["other"])
    page = client.get(pages["council"]).content.decode()
    assert file_url(kept) not in page
    assert "集計.pdf" not in page


def test_twenty_parallel_copies_are_one_file(own_database):
    world = make_world()
    with Racers(20) as racers:
        racers.run([partial(attach, world)] * 20)
    assert (names(world), len(stored())) == (["集計.pdf"], 1)


def edit_of(world, **more) -> dict:
    """The entry form as sent, with nothing typed but what was done."""
    return {"version": world.fresh().version, "done": "窓口の様式を見直した。", "save": "1"} | more


def edit_url(world) -> str:
    return reverse("progress:report_edit", args=[world.report.pk])


def test_entry_form_attaches_several_files_at_once_with_the_texts(client, world):
    client.force_login(world.people["reporter"])
    files = [upload(), upload("b.png", PNG), upload("c.pdf", EXE)]
    page = client.post(edit_url(world), edit_of(world, files=files), follow=True)
    assert page.redirect_chain[0][0] == f"{edit_url(world)}#evidence"
    assert "PDFとして読めません" in page.content.decode()
    assert (names(world), world.fresh().done) == (["集計.pdf", "b.png"], "窓口の様式を見直した。")
    assert page.context["others"].words == "資料2件"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [(EXE, "集計.pdf", "PDFとして読めません"), (b"<b>", "a.html", "は添付できません")],
)
def test_entry_form_says_what_is_wrong_with_a_file(client, world, content, name, said):
    client.force_login(world.people["reporter"])
    files = [upload(name, content)]
    page = client.post(edit_url(world), edit_of(world, files=files), follow=True)
    assert said in page.content.decode()
    assert (names(world), world.fresh().done) == ([], "窓口の様式を見直した。")


def test_file_for_a_report_that_is_handed_in_is_told_as_not_attached(client, world):
    kept = attach(world)
    world.bring_to("submitted")
    client.force_login(world.people["reporter"])
    check = reverse("progress:report_check", args=[world.report.pk])
    assert "証拠資料を添付する・外す" not in client.get(check).content.decode()
    sent = as_stored(world) | {"version": 2, "files": [upload("b.pdf")], "detach": kept.pk}
    page = client.post(edit_url(world), sent)
    assert (page.status_code, names(world)) == (409, ["集計.pdf"])
    assert "選んだファイルは添付していません" in page.content.decode()


def test_check_page_leads_to_the_place_of_the_form_where_files_are(client, world):
    attach(world)
    client.force_login(world.people["reporter"])
    page = client.get(reverse("progress:report_check", args=[world.report.pk])).content.decode()
    assert f'href="{edit_url(world)}#evidence"' in page
    form = client.get(edit_url(world)).content.decode()
    assert '<section id="evidence">' in form and "集計.pdf" in form


def test_entry_form_takes_a_file_off_and_brings_it_back_and_loses_nothing_typed(client, world):
    kept = attach(world)
    client.force_login(world.people["head"])
    client.post(edit_url(world), edit_of(world, detach=kept.pk))
    assert (names(world), world.fresh().done) == ([], "窓口の様式を見直した。")
    page = client.get(edit_url(world)).content.decode()
    assert f'name="attach_again" value="{kept.pk}"' in page
    client.post(edit_url(world), edit_of(world, attach_again=kept.pk, effects="早くなった。"))
    assert (names(world), world.fresh().effects) == (["集計.pdf"], "早くなった。")
    changes = world.report.changes.order_by("version").values_list("verb", "by__username")
    assert list(changes) == [
        ("save", "head"),
        ("detach", "head"),
        ("save", "head"),
        ("attach_again", "head"),
    ]


@pytest.mark.parametrize("act", ["files", "detach"])
def test_secretariat_that_gives_no_reason_is_asked_for_it_and_no_file_is_changed(
    client, world, act
):
    kept = attach(world)
    world.bring_to("draft")
    said = {"files": [upload("b.png", PNG)]} if act == "files" else {"detach": kept.pk}
    client.force_login(world.people["secretariat"])
    page = client.post(edit_url(world), edit_of(world, **as_stored(world), **said))

    assert (page.status_code, page.context["entry"].behalf.errors["reason"]) == (
        200,
        ["代行して入力する理由を入力してください。"],
    )
    assert ("選んだファイルは添付していません" in page.content.decode()) == (act == "files")
    assert names(world) == ["集計.pdf"]


def test_files_and_a_file_taken_off_are_done_where_only_a_mark_came_between(client, world):
    kept = attach(world)
    world.bring_to("draft")
    handover.ask_head(world.fresh(), by=world.people["reporter"], version=1)
    client.force_login(world.people["reporter"])
    same = edit_of(world, version=1, **as_stored(world))
    page = client.post(edit_url(world), same | {"files": [upload("b.png", PNG)]}, follow=True)
    assert page.redirect_chain[0][0] == f"{edit_url(world)}#evidence"
    assert names(world) == ["集計.pdf", "b.png"]

    page = client.post(edit_url(world), same | {"detach": kept.pk}, follow=True)
    assert page.redirect_chain[0][0] == f"{edit_url(world)}#evidence"
    assert names(world) == ["b.png"]


def test_file_taken_off_and_brought_back_by_a_double_click_is_told_once(client, world):
    kept = attach(world)
    client.force_login(world.people["head"])
    for act, left in (("detach", []), ("attach_again", ["集計.pdf"])):
        sent = edit_of(world) | {act: kept.pk}
        for _ in range(2):
            page = client.post(edit_url(world), sent, follow=True)
            assert [each.level_tag for each in page.context["messages"]] == ["success"]
            assert names(world) == left
    verbs_done = world.report.changes.order_by("version").values_list("verb", flat=True)
    assert list(verbs_done) == ["save", "detach", "attach_again"]


def test_file_of_another_report_is_not_touched_by_this_ones_form(client, world):
    kept = attach(world)
    other = world.year.reports.exclude(pk=world.report.pk).get()
    EvidenceFile.objects.update(report=other)
    client.force_login(world.people["head"])
    client.post(edit_url(world), edit_of(world, detach=kept.pk))
    kept.refresh_from_db()
    assert kept.removed_at is None


def test_file_does_not_come_back_beside_its_own_copy(world):
    kept = attach(world)
    head = world.people["head"]
    report = evidence_verbs.detach(world.fresh(), by=head, version=0, evidence=kept)
    attach(world)
    with pytest.raises(NotAllowed, match="同じ内容の資料"):
        evidence_verbs.attach_again(report, by=head, version=1, evidence=kept)
    assert len(names(world)) == 1


def test_secretariat_takes_off_on_behalf_with_a_reason_in_the_record(world):
    kept = attach(world)
    secretary = world.people["secretariat"]
    with pytest.raises(Incomplete):
        evidence_verbs.detach(world.fresh(), by=secretary, version=0, evidence=kept)
    evidence_verbs.detach(
        world.fresh(), by=secretary, version=0, evidence=kept, reason="誤って添付したため。"
    )
    change = world.report.changes.get()
    assert (change.verb, change.on_behalf, change.reason) == (
        "detach",
        True,
        "誤って添付したため。",
    )
