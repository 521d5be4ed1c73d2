"""A closed year refuses every door, direct SQL included; what must go on passes."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from progress.approvals import verbs as approvals
from progress.corrections import verbs as corrections
from progress.editions import unlocking
from progress.entry import verbs as entry
from progress.models import (
    AgendaItem,
    Approval,
    Contribution,
    DeadlineExtension,
    Decision,
    EvidenceFile,
    IndicatorResult,
    Meeting,
    ProgressReport,
    Publication,
    ReportSnapshot,
    ReviewYear,
    StatusChange,
    WarningAnswer,
    YearChange,
)
from progress.publication import verbs as publication
from progress.workflow.refusals import OF_CLOSED_YEAR
from progress.year import verbs as year_verbs
from sakado_dx.records.triggers import making as triggers
from tests.progress.closing import close_year
from tests.progress.conftest import PAPER
from tests.records.reading import run_sql

LATER = "2099-01-01 00:00:00+00:00"


@pytest.fixture
def closed(world):
    """The world's year, closed, with a row of everything; its other year is open."""
    people, now = world.people, timezone.now()
    ReviewYear.objects.update(publish_on=timezone.localdate() - timedelta(days=1))
    report = world.bring_to("evaluated")
    approvals.approve(report, by=people["secretariat"], version=4, **PAPER)
    approvals.check_content(report, by=people["executive"], version=5)
    publication.publish(report, by=people["secretariat"], version=5)
    own = {"report": report, "by": people["reporter"], "at": now}
    EvidenceFile.objects.create(**own, name="a.pdf", kind="pdf", stored_as="x", size=1)
    WarningAnswer.objects.create(**own, code="slip", answer="説明")
    AgendaItem.objects.create(meeting=Meeting.objects.get(), report=report, cause="late")
    days = {"report_due": "2099-06-30", "reason": "応援のため"}
    DeadlineExtension.objects.create(year=world.year, division=world.divisions["lead"], **days)
    left = ProgressReport.objects.exclude(pk=report.pk).get()
    year = ReviewYear.objects.select_related("plan").get()
    close_year(year, by=people["secretariat"], reasons={left.pk: "災害対応のため"})
    year_verbs.open_year(
        world.plan, by=people["secretariat"], fiscal_year=2024, report_due=timezone.localdate()
    )
    return world


def refused(statement: str, *values) -> None:
    with pytest.raises(IntegrityError, match=OF_CLOSED_YEAR), transaction.atomic():
        run_sql(statement, *values)


ROWS = (
    ("progress_reviewyear", "notice", "'別の案内'"),
    ("progress_reviewyear", "closed_at", "NULL"),
    ("progress_reviewyear", "fiscal_year", "2025"),
    ("progress_progressreport", "done", "'書き換えた文'"),
    ("progress_progressreport", "progress_id", "NULL"),
    ("progress_progressreport", "settled_amount", "5"),
    ("progress_progressreport", "secretariat_note", "'書き換えた文'"),
    ("progress_progressreport", "state", "'draft'"),
    ("progress_progressreport", "submitted_at", "NULL"),
    ("progress_progressreport", "is_unlocked", "TRUE"),
    ("progress_progressreport", "measure_id", "measure_id + 1"),
    ("progress_indicatorresult", "value", "99"),
    ("progress_indicatorresult", "certainty", "'estimate'"),
    ("progress_indicatorresult", "fiscal_year", "2025"),
    ("progress_contribution", "text", "'書き換えた文'"),
    ("progress_evidencefile", "removed_at", f"'{LATER}'"),
    ("progress_warninganswer", "answer", "'書き換えた文'"),
    ("progress_decision", "opinion", "'書き換えた文'"),
    ("progress_agendaitem", "cause", "'new'"),
    ("progress_meeting", "held_on", "'2030-01-01'"),
    ("progress_deadlineextension", "reason", "'書き換えた文'"),
    ("progress_statuschange", "reason", "'書き換えた文'"),
    ("progress_yearchange", "reason", "'書き換えた文'"),
    ("progress_approval", "decided_by", "'別の人'"),
    ("progress_approval", "at", f"'{LATER}'"),
    ("progress_approvedreport", "ended_at", f"'{LATER}'"),
    ("progress_approvedreport", "approval_id", "approval_id + 1"),
    ("progress_contentcheck", "version", "99"),
    ("progress_publication", "cause", "'書き換えた文'"),
    ("progress_reportsnapshot", "name", "'書き換えた文'"),
)
# Rows of the open year stand beside them: only those of the closed one are meant.
OF_THE_CLOSED_YEAR = {
    "progress_reviewyear": "closed_at IS NOT NULL",
    "progress_progressreport": "state = 'evaluated'",
    "progress_contribution": "report_id IN"
    " (SELECT id FROM progress_progressreport WHERE state = 'evaluated')",
    "progress_yearchange": "verb = 'close'",
}


@pytest.mark.parametrize(("table", "column", "value"), ROWS)
def test_sql_changes_no_row_of_a_closed_year(closed, table, column, value):
    where = OF_THE_CLOSED_YEAR.get(table, "1 = 1")
    refused(f'UPDATE {table} SET "{column}" = {value} WHERE {where}')


@pytest.mark.parametrize("table", sorted({table for table, *_ in ROWS} - {"progress_meeting"}))
def test_sql_deletes_no_row_of_a_closed_year(closed, table):
    refused(f"DELETE FROM {table} WHERE {OF_THE_CLOSED_YEAR.get(table, '1 = 1')}")


def test_sql_inserts_nothing_into_a_closed_year(closed):
    report, user, now = closed.report.pk, closed.people["reporter"].pk, timezone.now()
    copied = (
        ("progress_contribution", {"division_id": closed.divisions["other"].pk}),
        ("progress_warninganswer", {"code": "'far'"}),
        ("progress_evidencefile", {"stored_as": "'y'"}),
    )
    for table, other in copied:
        refused(copy_of(table, other))
    meeting = Meeting.objects.create(
        year=closed.year, kind="政策会議", held_on="2024-08-01", by=closed.people["secretariat"]
    )
    refused(copy_of("progress_decision", {"meeting_id": meeting.pk}))
    refused(copy_of("progress_agendaitem", {"meeting_id": meeting.pk}))
    refused(copy_of("progress_statuschange", {"version": 9, "verb": "'save'"}))
    refused(copy_of("progress_approval", {"document_number": "'別の番号'"}))
    refused(copy_of("progress_approvedreport", {"ended_at": f"'{LATER}'"}))
    refused(copy_of("progress_publication", {"edition": 9}))
    refused(copy_of("progress_reportsnapshot", {"edition": 9, "at": f"'{LATER}'"}))
    measure = closed.measure.pk
    refused(
        "UPDATE progress_progressreport SET year_id = %s WHERE measure_id = %s AND year_id <> %s",
        closed.year.pk,
        measure,
        closed.year.pk,
    )
    assert (report, user) and now


def test_sql_settles_no_meeting_of_a_closed_year(closed):
    by = closed.people["secretariat"]
    meeting = Meeting.objects.create(year=closed.year, kind="政策会議", held_on="2024-08-01", by=by)
    settled = "UPDATE progress_meeting SET settled_at = %s, settled_by_id = %s WHERE id = %s"
    refused(settled, LATER, by.pk, meeting.pk)


def copy_of(table: str, other: dict) -> str:
    """A statement that inserts a copy of the table's first row with some columns changed."""
    model = next(each for each in every_model() if each._meta.db_table == table)
    columns = [each.column for each in model._meta.concrete_fields if each.column != "id"]
    values = [str(other.get(column, f'"{column}"')) for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    first = f"(SELECT min(id) FROM {table})"
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} WHERE id = {first}"
    )


def every_model():
    from django.apps import apps

    return apps.get_models()


def test_result_of_a_closed_year_is_not_smuggled_in_through_another_years_report(closed):
    open_report = ProgressReport.objects.get(year__fiscal_year=2024, measure=closed.measure)
    other = type(closed.indicator).objects.create(
        plan=closed.plan, key="X", name="別の指標", unit="件", kind="number"
    )
    own = {"indicator": other, "report": open_report, "status": "reported", "value": 1}
    with pytest.raises(IntegrityError, match=OF_CLOSED_YEAR), transaction.atomic():
        IndicatorResult.objects.create(**own, fiscal_year=2023)
    IndicatorResult.objects.create(**own, fiscal_year=2024)


def test_orm_bulk_and_cascade_are_refused_like_sql(closed):
    report = ProgressReport.objects.get(pk=closed.report.pk)
    report.done = "書き換えた文"
    doors = (
        report.save,
        lambda: ProgressReport.objects.bulk_update([report], ["done"]),
        lambda: IndicatorResult.objects.update(value=Decimal(99)),
        lambda: Contribution.objects.filter(report=report).delete(),
        lambda: StatusChange.objects.filter(report=report).update(reason="別の理由"),
        lambda: Decision.objects.filter(report=report).update(opinion="別の意見"),
        lambda: YearChange.objects.filter(verb="close").delete(),
    )
    for door in doors:
        with pytest.raises(IntegrityError, match=OF_CLOSED_YEAR), transaction.atomic():
            door()
    assert ProgressReport.objects.get(pk=report.pk).done == "窓口の様式を見直した。"


def test_edition_is_changed_by_nobody_in_an_open_year_either(world):
    world.bring_to("evaluated")
    ReviewYear.objects.update(publish_on=timezone.localdate())
    publication.publish(world.fresh(), by=world.people["secretariat"], version=4)
    refused("UPDATE progress_publication SET cause = 'x'")
    refused("DELETE FROM progress_publication")
    # One that is withdrawn stays so.
    publication.unpublish(
        world.fresh(), by=world.people["secretariat"], version=5, reason="誤りのため"
    )
    refused("UPDATE progress_publication SET withdrawn_at = NULL")


def test_correction_without_its_second_person_opens_nothing(closed):
    correction = corrections.propose_correction(
        closed.fresh(),
        by=closed.people["secretariat"],
        kind="correct",
        place="done",
        after="直した文",
        reason="誤記",
    )
    refused("UPDATE progress_progressreport SET done = 'x' WHERE id = %s", closed.report.pk)
    refused("UPDATE progress_correction SET confirmed_at = %s", timezone.now())
    refused("UPDATE progress_correction SET after = '\"x\"'")
    refused("DELETE FROM progress_correction")
    correction.refresh_from_db()
    corrections.confirm_correction(correction, by=closed.people["second_secretariat"])
    # The gap is closed with the edition, and it was no wider than the place.
    refused("UPDATE progress_progressreport SET done = 'x' WHERE id = %s", closed.report.pk)
    refused("UPDATE progress_correction SET reason = 'x'")


def test_correction_opens_its_own_place_alone(closed):
    now = timezone.now()
    corrections.propose_correction(
        closed.fresh(),
        by=closed.people["secretariat"],
        kind="correct",
        place="done",
        after="直した文",
        reason="誤記",
    )
    second = closed.people["second_secretariat"].pk
    run_sql("UPDATE progress_correction SET confirmed_by_id = %s, confirmed_at = %s", second, now)
    refused("UPDATE progress_progressreport SET effects = 'x' WHERE id = %s", closed.report.pk)
    refused("UPDATE progress_indicatorresult SET value = 99")
    run_sql("UPDATE progress_progressreport SET done = 'x' WHERE id = %s", closed.report.pk)


def test_recorded_approval_is_mended_in_a_closed_year_with_its_record(closed):
    approval, secretary = Approval.objects.get(), closed.people["secretariat"]
    mended = approvals.change_approval(
        approval,
        by=secretary,
        as_of=approval.at,
        reason="番号の誤り",
        document_number="情政第8号",
    )
    assert mended.document_number == "情政第8号"
    change = YearChange.objects.get(at=mended.at)
    assert change.reason == "決裁の記録（情政第7号）：番号の誤り"


def test_verbs_of_a_closed_year_go_on(closed):
    secretary = closed.people["secretariat"]
    report = publication.withhold(
        closed.fresh(), by=secretary, version=6, withheld={"results": "推計中"}
    )
    publication.publish(report, by=secretary, version=7)
    publication.unpublish(report, by=secretary, version=8, reason="誤りのため")
    publication.set_days(
        closed.year, by=secretary, days={"publish_on": timezone.localdate()}, reason="延期"
    )
    unlocking.unlock(report, by=secretary, version=9, reason="数値の誤り")
    # While it is unlocked, what belongs to it may change; other reports stay shut.
    run_sql("UPDATE progress_progressreport SET done = 'x' WHERE id = %s", report.pk)
    refused("UPDATE progress_progressreport SET is_unlocked = FALSE WHERE id = %s", report.pk)
    other = ProgressReport.objects.get(year=closed.year, state="not_started")
    refused("UPDATE progress_progressreport SET funding = 'x' WHERE id = %s", other.pk)
    refused("DELETE FROM progress_statuschange WHERE report_id = %s", report.pk)


def test_pages_of_a_closed_year_take_nothing(closed, client):
    before = ProgressReport.objects.values().get(pk=closed.report.pk)
    report = closed.report.pk
    data = {"version": 6, "reason": "理由", "done": "書き換えた文", "send_back-reason": "理由"}
    for name in ("report_edit", "report_submit", "report_withdraw", "report_send_back"):
        for role in ("head", "secretariat"):
            client.force_login(closed.people[role])
            answer = client.post(reverse(f"progress:{name}", args=[report]), data)
            assert answer.status_code in (200, 302, 403, 404, 409)
    assert ProgressReport.objects.values().get(pk=report) == before


def test_open_year_beside_it_is_free(closed):
    report = ProgressReport.objects.with_measure().get(
        year__fiscal_year=2024, measure=closed.measure
    )
    entry.save(
        report,
        by=closed.people["reporter"],
        version=0,
        fields=closed.complete,
        results=closed.entry("13"),
    )
    assert report.results.get().value == 13


def test_guards_are_among_the_triggers_that_a_start_checks(db):
    assert triggers.faults(connection) == []
    name = next(place for place in triggers.read_stored(connection) if "closed_" in place[1])
    run_sql(triggers.drop_sql(name, connection.vendor))
    assert len(triggers.faults(connection)) >= 1
    triggers.make_all(connection)
    assert triggers.faults(connection) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_truncate_is_refused_while_a_year_is_closed(closed):
    run_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("progress_progressreport", "progress_publication", "progress_reviewyear"):
        refused(f"TRUNCATE {table} CASCADE")


def test_edition_and_publication_rows_exist_for_the_tests_above(closed):
    counts = [model.objects.count() for model in (ReportSnapshot, Publication, Contribution)]
    assert all(counts)
