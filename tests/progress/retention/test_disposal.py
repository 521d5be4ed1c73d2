"""廃棄 and 移管: two persons, nothing left of the year's words, and no other door."""

import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from progress.corrections import verbs as corrections
from progress.models import (
    Correction,
    Disposal,
    EvidenceFile,
    FollowUp,
    IndicatorResult,
    Letter,
    Meeting,
    Pack,
    ProgressNote,
    ProgressReport,
    Retention,
    ReviewYear,
    StatusChange,
)
from progress.retention import contents, disposal_pages, disposal_verbs
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.imports.models import Import
from sakado_dx.jobs.models import Job
from sakado_dx.organization.models import UnsentInput
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.mail import OutgoingMail
from tests.progress.closing import close_year
from tests.progress.publication.test_canaries import (
    Canaries,
    _fill_row,
    free_columns,
    full_report,
)

FILE = "カナリアファイル"


@pytest.fixture
def closed(world) -> ReviewYear:
    """A closed year with something of every kind, whose 満了日 has passed."""
    report = full_report(world)
    people, now = world.people, timezone.now()
    Letter.objects.create(
        plan=world.plan, year=world.year, kind="request", addressee="課長", subject="件名",
        body="本文", cause="own", by=people["secretariat"],
    )  # fmt: skip
    OutgoingMail.objects.create(
        recipient=people["head"],
        address="a@city.example",
        subject="件名",
        body=FILE,
        created_at=now,
    )
    ProgressNote.objects.update(noted_on=date(2023, 6, 1))
    FollowUp.objects.update(state=FollowUp.State.ACCEPTED)
    Meeting.objects.update(chair_title="部長", chair_name="議長", chair_on="2024-08-01")
    ProgressReport.objects.filter(pk=report.pk).update(withheld={"outlook": FILE})
    UnsentInput.objects.update(fields={"done": {"text": FILE, "at": now.isoformat()}})
    for model, column in ((EvidenceFile, "stored_as"), (Pack, "stored_as")):
        name = default_storage.save("private/x", ContentFile(FILE.encode()))
        model.objects.update(**{column: name})
    return ReviewYear.objects.get(pk=world.year.pk)


def fill(year: ReviewYear) -> Canaries:
    """Words of their own in every text column that a disposal answers for."""
    canaries = Canaries()
    for part in contents.PARTS:
        names = {*part.stays, *((part.file,) if part.file else ()), "budget_scope"}
        for row in part.rows(year):
            _fill_row(canaries, row, names)
    for row in contents.notes_of(year):
        _fill_row(canaries, row, set())
    minutes = default_storage.save("private/m", ContentFile(FILE.encode()))
    Meeting.objects.filter(year=year).update(minutes_stored_as=minutes)
    return canaries


def expire(world, year: ReviewYear) -> ReviewYear:
    left = year.reports.exclude(state="evaluated").values_list("pk", flat=True)
    close_year(year, by=world.people["secretariat"], reasons=dict.fromkeys(left, FILE))
    Retention.objects.create(
        year=year, document_class="総務", term="years", keep_years=1, starts_on=date(2000, 4, 1),
        by=world.people["secretariat"], at=timezone.now(),
    )  # fmt: skip
    return ReviewYear.objects.select_related("plan").get(pk=year.pk)


def take_in_result(world) -> Import:
    """A file of the year's results, which changed one."""
    by = world.people["secretariat"]
    with acting(by, Door.IMPORT, import_key="own"):
        result = IndicatorResult.objects.filter(report=world.report)[0]
        result.note = f"{FILE}、もう一度"
        IndicatorResult.objects.filter(pk=result.pk).update(note=result.note)
        return Import.objects.create(
            key="own", kind="results", title="実績", by=by, by_name="取り込んだ人", door="import",
            file_name=f"{FILE}.csv", reason=FILE, file_hash="0", file_size=1, changed=1,
        )  # fmt: skip


def leave_files_behind(world, year: ReviewYear) -> None:
    """What files of results leave that were looked at: jobs, and a file that nobody took in."""
    facts = {"into": f"progress.indicatorresult:{year.pk}", "name": f"{FILE}.xlsx"}
    for arguments in (facts, {"facts": facts, "said": {"reason": FILE}}):
        Job.objects.create(
            kind="import_look", title=FILE, arguments=arguments, by=world.people["secretariat"],
            arguments_hash=str(len(arguments)), data_hash="", state="failed", ended_at=timezone.now(),
        )  # fmt: skip
    waiting = default_storage.path(default_storage.save("imports/a", ContentFile(FILE.encode())))
    long_ago = timezone.now().timestamp() - 3 * 24 * 60 * 60
    os.utime(waiting, (long_ago, long_ago))


def propose(world, year: ReviewYear, kind: str = "discard", **told) -> Disposal:
    by = world.people["secretariat"]
    return disposal_verbs.propose_disposal(year, by=by, kind=kind, reason="満了", **told)


def dispose(world, disposal: Disposal, by: str = "second_secretariat", **told) -> Disposal:
    told = {"document_number": "情政第9号"} | told
    return disposal_verbs.dispose(disposal, by=world.people[by], **told)


def everything() -> str:
    """All of the database, table by table, and all files."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(f"{table} {cursor.fetchall()}")
    return "\n".join(found)


def files(settings) -> str:
    root = Path(settings.MEDIA_ROOT)
    return "\n".join(
        each.read_text("utf-8", "replace") for each in root.rglob("*") if each.is_file()
    )


def test_no_word_of_a_disposed_year_is_left_in_database_files_or_record(
    world, closed, settings, django_capture_on_commit_callbacks
):
    canaries, own = fill(closed), take_in_result(world)
    leave_files_behind(world, closed)
    year = expire(world, closed)
    assert any(word in everything() for word in canaries.places) and FILE in files(settings)
    figures = list(IndicatorResult.objects.values_list("value", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        disposal = propose(world, year, "transfer")
    with default_storage.open(disposal.archive) as file:
        names = zipfile.ZipFile(io.BytesIO(file.read())).namelist()
    assert {each.split("/")[0] for each in names} >= {"報告", "操作の記録", "文書", "証拠資料"}
    with django_capture_on_commit_callbacks(execute=True):
        dispose(world, disposal, handed_over=True)
    left = everything()
    assert {place for word, place in canaries.places.items() if word in left} == set()
    assert FILE not in left and FILE not in files(settings)
    own.refresh_from_db()
    assert (own.file_name, own.reason, own.by_name) == ("廃棄済み", "廃棄済み", "取り込んだ人")
    assert not default_storage.exists(disposal.archive)
    assert list(IndicatorResult.objects.values_list("value", flat=True)) == figures
    assert world.fresh().done == "廃棄済み"
    said = io.StringIO()
    call_command("seal_audit", stdout=io.StringIO())
    call_command("verify_audit", stdout=said)
    assert "廃棄済み" in said.getvalue()


def test_disposed_year_stays_closed_where_it_was_once_corrected(world, closed):
    """The disposal changes the correction's row once more."""
    year, by = expire(world, closed), world.people["secretariat"]
    report = year.reports.filter(state="evaluated")[0]
    proposed = corrections.propose_correction(
        world.fresh(report),
        by=by,
        kind="correct",
        place="done",
        after="正しい記載",
        reason="転記の誤り",
    )
    fresh = Correction.objects.select_related("report__year__plan").get(pk=proposed.pk)
    corrections.confirm_correction(fresh, by=world.people["second_secretariat"])
    dispose(world, propose(world, year))
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressReport.objects.filter(pk=report.pk).update(done="別の記載")


def test_pages_of_a_disposed_year_say_so(client, world, closed):
    year = expire(world, closed)
    dispose(world, propose(world, year))
    client.force_login(world.people["secretariat"])
    report, meeting = world.fresh(), Meeting.objects.filter(year=year, agenda__isnull=False).first()
    pages = [
        reverse("progress:dashboard", args=[year.pk]),
        reverse("progress:measure_year", args=[year.pk, world.measure.pk]),
        reverse("progress:meeting_detail", args=[meeting.pk]),
        reverse("progress:decision_list", args=[year.pk]),
        reverse("progress:report_review", args=[report.pk]),
        reverse("progress:correction_places", args=[report.pk]),
        reverse("progress:queue", args=[year.pk]),
        reverse("progress:follow_up_list"),
        reverse("progress:retention_list"),
    ]
    for url in pages:
        answer = client.get(url, {"year": year.pk})
        assert answer.status_code == 200, url
        assert "情政第9号" in answer.content.decode(), url
    for kind in ("csv", "json", "xlsx"):
        url = reverse("progress:year_export", args=[year.pk, kind])
        assert client.get(url).status_code == 200


def test_pages_say_so_whatever_years_came_since(client, world, closed):
    year = expire(world, closed)
    dispose(world, propose(world, year))
    for fiscal_year in range(2024, 2034):
        ReviewYear.objects.create(
            plan=world.plan, fiscal_year=fiscal_year, report_due=date(2099, 5, 31)
        )
    client.force_login(world.people["secretariat"])
    for url in (
        reverse("progress:dashboard", args=[year.pk]),
        reverse("progress:meeting_detail", args=[Meeting.objects.filter(year=year)[0].pk]),
    ):
        page = client.get(url)
        assert "令和5年度（R5）の文書は、保存期間が満了し、廃棄済みです" in page.content.decode()
        assert [each["label"] for each in page.context["year_links"] if each["current"]] == ["R5"]


def test_only_a_second_secretary_decides_with_a_number(world, closed):
    disposal = propose(world, expire(world, closed))
    with pytest.raises(NotAllowed, match="別の"):
        dispose(world, disposal, by="secretariat")
    for role in ("head", "reporter", "council", "executive", "administrator"):
        with pytest.raises(NotAllowed):
            dispose(world, disposal, by=role)
    with pytest.raises(Incomplete, match="文書番号"):
        dispose(world, disposal, document_number=" ")
    assert Letter.objects.exists()
    disposal_verbs.drop_disposal(disposal, by=world.people["second_secretariat"])
    with pytest.raises(NotAllowed):
        dispose(world, disposal)


def test_year_that_is_open_or_not_expired_is_refused(world, closed):
    with pytest.raises(NotAllowed, match="締めていません"):
        propose(world, closed)
    year = expire(world, closed)
    Retention.objects.update(starts_on=timezone.localdate())
    with pytest.raises(NotAllowed, match="満了日"):
        propose(world, year)
    FollowUp.objects.update(state=FollowUp.State.OPEN)
    Retention.objects.update(starts_on=date(2000, 4, 1))
    with pytest.raises(NotAllowed, match="指摘事項"):
        propose(world, year)


def test_published_editions_stay_unless_the_city_says_otherwise(world, closed):
    world.make_public(timezone.localdate())
    year = expire(world, closed)
    stays = propose(world, year)
    assert ("公表した版", 1) not in contents_of(stays)
    disposal_verbs.drop_disposal(stays, by=world.people["secretariat"])
    dispose(world, propose(world, year, with_publications=True))
    assert not world.report.publications.exists()


def contents_of(disposal: Disposal) -> list[tuple[str, int]]:
    parts = contents.parts_of(disposal.with_publications)
    return [(each.label, each.going(disposal.year).count()) for each in parts]


def test_bare_client_gets_into_a_closed_year_by_no_disposal_of_its_own(world, closed):
    """It can propose one, but not open it: the key is in no database."""
    year = expire(world, closed)
    disposal, other = propose(world, year), world.people["second_secretariat"]
    opened = {"decided_by": other, "decided_at": timezone.now(), "document_number": "1"}
    for key in ("", "0" * 64):
        with pytest.raises(DatabaseError), transaction.atomic():
            Disposal.objects.filter(pk=disposal.pk).update(**opened, opened_with=key)
    Disposal.objects.filter(pk=disposal.pk).update(dropped_at=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Disposal.objects.create(
            year=year, kind="discard", reason="x", proposed_by=world.people["secretariat"],
            proposed_at=timezone.now(), **opened,
        )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusChange.objects.filter(report__year=year).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Disposal.objects.all().delete()


@pytest.mark.one_database
def test_every_text_column_of_a_year_is_named_once():
    for part in contents.PARTS:
        if part.is_deleted:
            continue
        named = [*part.texts, *part.stays, *part.emptied]
        own = {each.name for each in free_columns(part.model)}
        assert own <= set(named), part.model
        assert len(named) == len(set(named)), part.model


def test_pages_of_a_disposal_ask_once_for_all_kinds(
    world, closed, django_assert_num_queries, django_assert_max_num_queries
):
    year = expire(world, closed)
    disposal = propose(world, year)
    with django_assert_num_queries(1):
        found = disposal_pages.disposal_or_404(disposal.pk)
        assert (found.year.plan, found.proposed_by) == (year.plan, world.people["secretariat"])
    with django_assert_max_num_queries(9):
        disposal_pages.removed_of(year)


@pytest.mark.one_database
def test_kinds_of_which_a_year_has_nothing_are_folded(client, world, closed):
    EvidenceFile.objects.all().delete()
    disposal = propose(world, expire(world, closed))
    for role, person in world.people.items():
        client.force_login(person)
        answer = client.get(disposal.get_absolute_url())
        is_secretary = role in ("secretariat", "second_secretariat")
        assert answer.status_code == (200 if is_secretary else 404), role
    client.force_login(world.people["secretariat"])
    page = client.get(disposal.get_absolute_url()).content.decode()
    table, folded = page.split('<details class="disclosure">', 1)
    assert "実績の補足" in page and ">0件<" not in page
    assert "証拠資料（ファイル）" not in table and "証拠資料（ファイル）" in folded
