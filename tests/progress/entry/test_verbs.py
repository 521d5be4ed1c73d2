"""What the verbs keep, refuse and record."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from progress.desk import verbs as desk
from progress.entry import verbs as entry_verbs
from progress.judging.completeness import ResultEntry
from progress.models import IndicatorResult, ProgressReport, ReviewYear, StatusChange
from progress.reading.inputs import inputs_of
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from progress.year import verbs as year_verbs
from sakado_dx.organization.models import Division, Membership


def test_save_keeps_texts_and_results_with_one_record(world):
    reporter = world.people["reporter"]
    entry_verbs.save(
        world.report, by=reporter, version=0, fields=world.complete, results=world.entry("0")
    )
    report = world.fresh()
    assert (report.state, report.version, report.done) == ("draft", 1, "窓口の様式を見直した。")
    result = IndicatorResult.objects.get()
    assert (result.value, result.status, result.report_id) == (Decimal(0), "reported", report.pk)
    assert list(report.changes.values_list("verb", "version")) == [("save", 1)]


def test_saving_the_same_again_writes_nothing(world):
    report = world.bring_to("draft")
    entry_verbs.save(
        report,
        by=world.people["reporter"],
        version=1,
        fields=world.complete,
        results=world.entry("12.0"),
    )
    assert (world.fresh().version, StatusChange.objects.count()) == (1, 1)


def test_stale_version_is_a_conflict_and_changes_nothing(world):
    read_by_two = world.fresh()
    entry_verbs.save(
        world.report, by=world.people["reporter"], version=0, fields={"done": "先に書いた。"}
    )
    with pytest.raises(Conflict) as conflict:
        entry_verbs.save(
            read_by_two, by=world.people["head"], version=0, fields={"done": "後から書いた。"}
        )
    assert conflict.value.current.done == "先に書いた。"
    assert world.fresh().done == "先に書いた。"
    assert StatusChange.objects.count() == 1


def test_stale_form_on_a_fresh_row_is_a_conflict(world):
    world.bring_to("draft")
    with pytest.raises(Conflict):
        entry_verbs.save(
            world.fresh(), by=world.people["head"], version=0, fields={"done": "古い画面。"}
        )


def test_secretariat_on_behalf_must_say_why(world):
    secretary = world.people["secretariat"]
    with pytest.raises(Incomplete) as refusal:
        entry_verbs.save(world.report, by=secretary, version=0, fields={"done": "代わりに書いた。"})
    assert [each.field for each in refusal.value.missing] == ["reason"]
    entry_verbs.save(
        world.report,
        by=secretary,
        version=0,
        fields={"done": "代わりに書いた。"},
        reason="担当者が病休のため",
    )
    change = StatusChange.objects.get()
    assert (change.on_behalf, change.reason) == (True, "担当者が病休のため")


def test_incomplete_report_is_not_submitted_and_says_what_is_missing(world):
    entry_verbs.save(
        world.report,
        by=world.people["reporter"],
        version=0,
        fields={"progress": world.word("遅れ")},
    )
    with pytest.raises(Incomplete) as refusal:
        entry_verbs.submit(world.fresh(), by=world.people["head"], version=1)
    assert [each.field for each in refusal.value.missing] == [
        f"result-{world.indicator.pk}",
        "done",
        "progress_reason",
        "outlook",
    ]
    assert world.fresh().state == "draft"


@pytest.mark.parametrize("status", ["not_applicable", "not_yet_measured", "being_compiled"])
def test_a_word_is_an_answer_where_there_is_no_figure(world, status):
    results = {world.indicator.pk: ResultEntry(status=status, note="制度の廃止による。")}
    entry_verbs.save(
        world.report,
        by=world.people["head"],
        version=0,
        fields=world.complete,
        results=results,
    )
    entry_verbs.submit(world.fresh(), by=world.people["head"], version=1)
    assert world.fresh().state == "submitted"


@pytest.mark.parametrize("note", ["", "  "])
def test_not_applicable_against_a_target_in_force_needs_a_word_why(world, note):
    results = {world.indicator.pk: ResultEntry(status="not_applicable", note=note)}
    head = world.people["head"]
    entry_verbs.save(world.report, by=head, version=0, fields=world.complete, results=results)
    with pytest.raises(Incomplete, match="対象外とする理由を、補足に"):
        entry_verbs.submit(world.fresh(), by=head, version=1)
    world.indicator.targets.update(fiscal_year=2025)  # nothing to reach in R5
    entry_verbs.submit(world.fresh(), by=head, version=1)
    assert world.fresh().state == "submitted"


def test_returned_report_keeps_the_authors_text(world):
    report = world.bring_to("returned")
    assert (report.done, report.state) == ("窓口の様式を見直した。", "returned")
    assert report.changes.last().reason == "数値の根拠を書いてください。"


def test_send_back_needs_a_reason(world):
    report = world.bring_to("submitted")
    with pytest.raises(Incomplete):
        desk.send_back(report, by=world.people["secretariat"], version=2, reason="　")
    assert world.fresh().state == "submitted"


def test_shared_indicator_is_entered_under_the_first_measure_only(world):
    other = ProgressReport.objects.with_measure().get(measure__code="I-1-2")
    assert entered_under(world.report) == ["I-1-1"]
    assert entered_under(other) == []
    with pytest.raises(ValidationError):
        entry_verbs.save(other, by=world.people["other"], version=0, results=world.entry())


def test_shared_indicator_moves_on_where_its_first_measure_was_left_out(world):
    world.report.contributions.all().delete()
    world.report.delete()
    other = ProgressReport.objects.with_measure().get(measure__code="I-1-2")
    assert entered_under(other) == ["I-1-1"]
    saved = entry_verbs.save(other, by=world.people["other"], version=0, results=world.entry())
    assert saved.version == 1


def test_measure_that_ends_in_the_year_still_enters_what_it_shares(world):
    world.measure.last_day = date(2024, 1, 31)
    world.measure.save()
    assert entered_under(world.fresh()) == ["I-1-1"]


def entered_under(report) -> list[str]:
    return [each.key for each in inputs_of(report).entered]


@pytest.mark.parametrize(
    "entry",
    [
        ResultEntry(status="reported"),
        ResultEntry(status="not_applicable", value=Decimal(1)),
        ResultEntry(status="not_reported", words="まだ"),
    ],
)
def test_result_that_contradicts_its_status_is_refused(world, entry):
    with pytest.raises(ValidationError):
        entry_verbs.save(
            world.report,
            by=world.people["reporter"],
            version=0,
            results={world.indicator.pk: entry},
        )
    assert not IndicatorResult.objects.exists()


def test_word_of_another_plan_is_refused(world):
    with pytest.raises(ValidationError):
        entry_verbs.save(
            world.report,
            by=world.people["reporter"],
            version=0,
            fields={"progress": world.word("継続", "outlook")},
        )


def test_opening_a_year_twice_leaves_one_set(world):
    with pytest.raises(NotAllowed, match="既に開かれています"):
        year_verbs.open_year(
            world.plan,
            by=world.people["secretariat"],
            fiscal_year=2023,
            report_due=date(2099, 5, 31),
        )
    assert (ReviewYear.objects.count(), ProgressReport.objects.count()) == (1, 2)


@pytest.mark.parametrize("role", ["head", "council", "executive", "administrator"])
def test_only_the_secretariat_opens_a_year(world, role):
    with pytest.raises(NotAllowed):
        year_verbs.open_year(
            world.plan, by=world.people[role], fiscal_year=2024, report_due=date(2099, 5, 31)
        )


def test_year_whose_deadline_precedes_its_opening_is_refused_in_words(world):
    with pytest.raises(NotAllowed, match="提出期限は、受付開始日以後"):
        year_verbs.open_year(
            world.plan,
            by=world.people["secretariat"],
            fiscal_year=2024,
            opened_on=date(2025, 4, 10),
            report_due=date(2025, 4, 1),
        )
    assert ReviewYear.objects.count() == 1


def test_year_opens_only_for_measures_that_had_not_ended(world):
    world.measure.last_day = date(2024, 3, 31)
    world.measure.save()
    year = year_verbs.open_year(
        world.plan,
        by=world.people["secretariat"],
        fiscal_year=2024,
        report_due=date(2099, 5, 31),
    )
    assert [report.measure.code for report in year.reports.all()] == ["I-1-2"]


def test_database_refuses_a_submitted_report_that_is_incomplete(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressReport.objects.filter(pk=world.report.pk).update(state="submitted", version=1)


def test_database_refuses_a_value_without_its_status(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorResult.objects.create(
            indicator=world.indicator, fiscal_year=2023, report=world.report, value=Decimal(1)
        )


def test_database_refuses_two_records_of_one_version(world):
    report = world.bring_to("draft")
    first = report.changes.get()
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_reporter_of_a_renamed_division_leaves_the_submission_to_its_head(world):
    report = world.bring_to("draft")
    heir = Division.objects.create(name="DX推進課", order=1)
    lead = world.divisions["lead"]
    lead.successors.add(heir)
    Membership.objects.filter(division=lead).update(division=heir)
    lead.last_day = date(2024, 3, 31)
    lead.save()
    with pytest.raises(NotAllowed):
        entry_verbs.submit(world.fresh(), by=world.people["reporter"], version=report.version)
    submitted = entry_verbs.submit(world.fresh(), by=world.people["head"], version=report.version)
    assert submitted.state == "submitted"
