"""次にすること: what waits for the secretariat and the executives, and where it is done."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.approvals import verbs as approvals
from progress.corrections import verbs as corrections
from progress.decisions import evaluating
from progress.desk import verbs as desk
from progress.desk.next_steps import compiling_url, next_steps
from progress.entry import verbs as entry
from progress.models import ProgressReport, ReviewYear
from progress.publication import verbs as publication
from progress.reading.kept import YearNow, year_now
from sakado_dx.organization.access import standing_of
from tests.progress.closing import close_year
from tests.progress.conftest import PAPER
from tests.progress.editions.test_verbs import close

YESTERDAY = timezone.localdate() - timedelta(days=1)


def steps(world, role: str = "secretariat") -> list[tuple[str, int]]:
    year = ReviewYear.objects.get(pk=world.year.pk)
    return [
        (each.label, each.number)
        for each in next_steps(standing_of(world.people[role]), year_now(year))
    ]


def address(name: str, world) -> str:
    return reverse(f"progress:{name}", args=[world.year.pk])


def test_each_step_of_the_year_follows_the_one_before(world):
    ReviewYear.objects.update(publish_on=YESTERDAY, asks_approval=True)
    secretary = world.people["secretariat"]
    assert steps(world) == []
    world.bring_to("submitted")
    assert steps(world) == [("事務局の確認を待つ報告", 1)]
    report = world.fresh()
    desk.confirm(report, by=secretary, version=2)
    assert steps(world) == [("会議の決定を待つ報告", 1)]
    world.decide(report)
    assert steps(world) == [("決定により評価済みにできる報告", 1)]
    evaluating.evaluate(report, by=secretary, version=3)
    assert steps(world) == [("決裁の記録を待つ報告", 1)]
    approvals.approve(report, by=secretary, version=4, **PAPER)
    assert steps(world) == [("公表を待つ報告", 1)]
    publication.publish(report, by=secretary, version=5)
    assert steps(world) == []
    ProgressReport.objects.exclude(pk=report.pk).delete()
    assert steps(world) == []
    ReviewYear.objects.update(opened_on=YESTERDAY, report_due=YESTERDAY)
    assert steps(world) == [("年度を締める（報告はすべて評価済み）", 1)]
    close_year(ReviewYear.objects.get(), by=secretary)
    assert steps(world) == []


def test_decision_before_the_last_submission_is_waited_for_again(world):
    report = world.bring_to("submitted")
    decision = world.decide(report)
    desk.send_back(report, by=world.people["secretariat"], version=2, reason="数値の誤り")
    entry.submit(report, by=world.people["head"], version=3)
    desk.confirm(report, by=world.people["secretariat"], version=4)
    assert steps(world) == [("会議の決定を待つ報告", 1)]
    type(decision).objects.update(manner="amended")
    assert steps(world) == [("決定により評価済みにできる報告", 1)]


def test_executive_is_told_of_what_to_read_and_others_of_nothing(world, django_assert_num_queries):
    ReviewYear.objects.update(asks_approval=True)
    report = world.bring_to("evaluated")
    assert steps(world, "executive") == [("あなたの内容確認がまだの報告", 1)]
    approvals.check_content(report, by=world.people["executive"], version=4)
    assert steps(world, "executive") == []
    assert steps(world) == [("決裁の記録を待つ報告", 1)]
    standing = standing_of(world.people["council"])
    with django_assert_num_queries(0):
        assert next_steps(standing, YearNow(world.year, pending=False)) == []


def test_figure_that_was_closed_while_it_was_compiled_waits_to_be_settled(world):
    world.bring_to("evaluated")
    world.report.results.update(status="being_compiled", value=None)
    assert "集計中のまま締めた実績の確定を待つ報告" not in dict(steps(world))
    close(world)
    assert dict(steps(world))["集計中のまま締めた実績の確定を待つ報告"] == 1


def test_reports_with_a_figure_still_compiled_are_a_list(world, secretary):
    world.bring_to("evaluated")
    url = compiling_url(world.year)
    assert listed(secretary, url) == []
    world.report.results.update(status="being_compiled", value=None)
    close(world)
    assert listed(secretary, url) == [world.report.measure.title]
    assert len(listed(secretary, address("queue", world))) == 2


def listed(client, url: str) -> list[str]:
    """The reports of the queue at an address."""
    return [row.title for row in client.get(url).context["list"].shown]


def test_proposal_waits_for_everybody_but_who_made_it(world, client):
    world.bring_to("confirmed")
    corrections.propose_correction(
        world.fresh(),
        by=world.people["secretariat"],
        kind="correct",
        place="issues",
        after="人手が足りない。",
        reason="転記の誤り",
    )
    told = ("確定・訂正の申出があり、あなたの確認を待つ報告", 1)
    assert told not in steps(world)
    assert told in steps(world, "second_secretariat")
    assert steps(world, "executive") == []
    for role, is_listed in (("executive", False), ("secretariat", True), ("reporter", False)):
        client.force_login(world.people[role])
        text = client.get(address("errata_list", world)).content.decode()
        assert ("確認を待つ申出（1件）" in text) is is_listed
    world.people["second_secretariat"].city_roles.update(last_day=YESTERDAY)
    assert told in steps(world)


def test_queue_and_home_lead_to_the_next_step(world, client):
    world.bring_to("submitted")
    client.force_login(world.people["secretariat"])
    for name in ("queue", "dashboard"):
        text = client.get(address(name, world)).content.decode()
        assert "次にすること" in text and address("confirm_bulk", world) in text
    client.force_login(world.people["head"])
    assert "次にすること" not in client.get(address("dashboard", world)).content.decode()


@pytest.fixture
def written_by_all(world):
    """A submitted report of which every secretary wrote a part."""
    world.bring_to("submitted")
    for role in ("secretariat", "second_secretariat"):
        world.report.evidence.create(
            name="a.pdf", stored_as=f"{role}.pdf", size=1, by=world.people[role],
            at=timezone.now(),
        )  # fmt: skip
    return world


def test_who_confirms_what_he_wrote_is_asked_why_and_it_is_shown(written_by_all, client):
    client.force_login(written_by_all.people["secretariat"])
    page = reverse("progress:report_review", args=[written_by_all.report.pk])
    assert "二人目がいない理由" in client.get(page).content.decode()
    url = reverse("progress:report_confirm", args=[written_by_all.report.pk])
    refused = client.post(url, {"version": 2, "alone-reason": ""})
    assert "二人目がいないまま確認する理由を入力してください。" in refused.content.decode()
    answer = client.post(url, {"version": 2, "alone-reason": "一人が休職中"}, follow=True)
    assert (written_by_all.fresh().state, answer.status_code) == ("confirmed", 200)
    assert "二人目なし：一人が休職中" in client.get(page).content.decode()


def test_report_of_which_one_wrote_a_part_is_not_next_in_line(written_by_all, client):
    client.force_login(written_by_all.people["secretariat"])
    full, other = written_by_all.fresh(), ProgressReport.objects.get(state="not_started")
    ProgressReport.objects.filter(pk=other.pk).update(
        state="submitted",
        version=2,
        progress=full.progress,
        outlook=full.outlook,
        done="様式を見直した。",
        submitted_at=full.submitted_at,
        submitted_version=2,
    )
    url = reverse("progress:report_confirm", args=[other.pk])
    answer = client.post(url, {"version": 2})
    assert answer.url == address("queue", written_by_all)


def test_council_is_led_to_no_page_that_is_not_theirs(world, client):
    meeting = world.year.meetings.create(
        kind="推進会議", held_on=date(2024, 7, 10), by=world.people["secretariat"]
    )
    for role, led in (
        ("council", []), ("executive", ["content_check_bulk"]), ("secretariat", ["approve_bulk"]),
    ):  # fmt: skip
        client.force_login(world.people[role])
        text = client.get(meeting.get_absolute_url()).content.decode()
        pages = ("approve_bulk", "content_check_bulk")
        assert [each for each in pages if address(each, world) in text] == led
