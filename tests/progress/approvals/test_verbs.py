"""決裁 as the secretariat records it, and the executives' 内容確認."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from progress.approvals import verbs as approvals
from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.models import Approval, ApprovedReport, ContentCheck, ProgressReport, YearChange
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from tests.progress.conftest import PAPER

TODAY = timezone.localdate()


def approve(world, report=None, by: str = "secretariat", **paper):
    report = report or world.fresh()
    return approvals.approve(report, by=world.people[by], version=report.version, **PAPER | paper)


def second_report(world) -> ProgressReport:
    """The other measure's report, evaluated."""
    other = ProgressReport.objects.exclude(pk=world.report.pk).get()
    writer, secretary = world.people["other"], world.people["second_secretariat"]
    entry.save(other, by=writer, version=0, fields=world.complete)
    entry.submit(other, by=writer, version=1)
    desk.confirm(other, by=secretary, version=2)
    ProgressReport.objects.filter(pk=other.pk).update(state="evaluated")
    return world.fresh(other)


def test_one_draft_covers_many_reports(world):
    world.bring_to("evaluated")
    approve(world)
    approve(world, second_report(world))
    approval = Approval.objects.get()
    assert approval.paper == PAPER | {"manner": "own", "decided_by": "", "reviewed_on": None}
    assert approval.reports.count() == 2
    assert [each.report.changes.last().verb for each in approval.reports.all()] == ["approve"] * 2


def test_a_number_names_one_draft_alone(world):
    world.bring_to("evaluated")
    approve(world)
    with pytest.raises(
        NotAllowed, match="別の内容（起案日令和6年7月20日、決裁日令和6年8月1日、市長）"
    ):
        approve(world, second_report(world), rank="head")
    assert (Approval.objects.count(), ApprovedReport.objects.count()) == (1, 1)


def test_what_every_draft_needs_is_asked(world):
    world.bring_to("evaluated")
    with pytest.raises(Incomplete) as refusal:
        approve(world, document_number=" ", drafted_on=None, approved_on=None, rank="")
    missing = [each.field for each in refusal.value.missing]
    assert missing == ["document_number", "drafted_on", "approved_on", "rank"]


REFUSED = [
    ({"approved_on": date(2024, 7, 19)}, "決裁日は、起案日以後の日にしてください。"),
    ({"approved_on": TODAY + timedelta(days=1)}, "決裁日は、今日までの日にしてください。"),
    ({"manner": "acting"}, "代決者・職務代理者の職と氏名は"),
    ({"decided_by": "副市長 坂戸 花子"}, "代決者・職務代理者の職と氏名は"),
    ({"reviewed_on": date(2024, 8, 5)}, "後閲日は、代決のときに"),
    (
        {"manner": "delegated", "decided_by": "副市長", "reviewed_on": date(2024, 7, 30)},
        "決裁日以後の日",
    ),
    (
        {"manner": "delegated", "decided_by": "副市長", "reviewed_on": TODAY + timedelta(days=1)},
        "後閲日は、今日までの日にしてください。",
    ),
]


@pytest.mark.parametrize(("paper", "sentence"), REFUSED)
def test_verb_and_database_refuse_the_same_drafts(world, paper, sentence):
    world.bring_to("evaluated")
    with pytest.raises(NotAllowed, match=sentence):
        approve(world, **paper)
    row = Approval(
        year=world.year,
        by=world.people["secretariat"],
        at=timezone.now(),
        recorded_on=TODAY,
        **PAPER | paper,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_only_the_secretariat_records(world):
    world.bring_to("evaluated")
    for role in ("executive", "council", "head", "administrator"):
        with pytest.raises(NotAllowed, match="事務局"):
            approve(world, by=role)
    assert not Approval.objects.exists()


def test_reopening_keeps_the_approval_as_of_before_and_asks_for_a_new_draft(world):
    world.bring_to("evaluated")
    approve(world)
    with pytest.raises(NotAllowed, match="既に決裁されています"):
        approve(world, document_number="情政第9号")
    report, secretary = world.fresh(), world.people["secretariat"]
    desk.reopen(report, by=secretary, version=5, reason="数値の誤り")
    assert world.report.approvals.get().ended_at is not None
    ProgressReport.objects.filter(pk=report.pk).update(state="evaluated")
    with pytest.raises(NotAllowed, match="再修正前の報告のもの"):
        approve(world)
    approve(world, document_number="情政第9号")
    numbers = world.report.approvals.in_force().values_list("approval__document_number", flat=True)
    assert list(numbers) == ["情政第9号"]


def test_review_of_a_delegated_decision_is_added_later_and_noted(world):
    world.bring_to("evaluated")
    approve(world, manner="delegated", decided_by="副市長 坂戸 花子")
    approval, secretary = Approval.objects.get(), world.people["secretariat"]
    assert approval.waits_for_review
    stale = Approval.objects.get()
    mended = approvals.change_approval(
        approval, by=secretary, as_of=approval.at, reason="後閲", reviewed_on=date(2024, 8, 5)
    )
    assert (mended.reviewed_on, mended.waits_for_review) == (date(2024, 8, 5), False)
    assert YearChange.objects.last().reason == "決裁の記録（情政第7号）：後閲"
    change = partial(approvals.change_approval, reason="区分")
    with pytest.raises(Conflict) as refused:
        change(stale, by=secretary, as_of=stale.at, rank="head")
    assert refused.value.current.at == mended.at
    with pytest.raises(Conflict):
        change(mended, by=secretary, as_of=stale.at, rank="head")
    with pytest.raises(NotAllowed, match="同じ内容"):
        change(mended, by=secretary, as_of=mended.at, rank="mayor")
    with pytest.raises(NotAllowed, match="事務局"):
        change(mended, by=world.people["head"], as_of=mended.at, rank="head")


def test_mended_number_is_no_other_drafts(world):
    world.bring_to("evaluated")
    approve(world)
    approve(world, second_report(world), document_number="情政第8号")
    with pytest.raises(NotAllowed, match="この文書番号の決裁は既に"):
        approvals.change_approval(
            approval := Approval.objects.first(),
            by=world.people["secretariat"],
            as_of=approval.at,
            reason="番号の誤り",
            document_number="情政第8号",
        )
    assert not YearChange.objects.filter(verb="change").exists()


def test_executives_check_the_content_once_a_text_and_it_is_no_approval(world):
    report, executive = world.bring_to("evaluated"), world.people["executive"]
    with pytest.raises(Conflict):
        approvals.check_content(report, by=executive, version=3)
    check = approvals.check_content(report, by=executive, version=4)
    assert check.is_current and world.fresh().version == 4
    assert not report.approvals.exists()
    with pytest.raises(NotAllowed, match="既に記録されています"):
        approvals.check_content(report, by=executive, version=4)
    desk.reopen(report, by=world.people["secretariat"], version=4, reason="数値の誤り")
    fresh = ContentCheck.objects.with_names().get()
    assert not fresh.is_current and not ContentCheck.objects.current().exists()
    with pytest.raises(NotAllowed, match="評価済み"):
        approvals.check_content(world.fresh(), by=executive, version=5)


@pytest.mark.parametrize("role", ["secretariat", "council", "head", "administrator"])
def test_content_check_is_the_executives(world, role):
    report = world.bring_to("evaluated")
    with pytest.raises(NotAllowed):
        approvals.check_content(report, by=world.people[role], version=4)
