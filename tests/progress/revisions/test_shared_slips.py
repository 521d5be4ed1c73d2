"""誤記訂正 of what the reports of a closed year share: one correction mends it in all of them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.corrections.list_pages import errata_of
from progress.corrections.verbs import confirm_correction
from progress.editions import unlocking
from progress.models import (
    Correction,
    PlanEdition,
    PlanRevision,
    ProgressReport,
    Publication,
    ReportSnapshot,
    ReviewYear,
)
from progress.plan_document.rows.stored import stored_rows
from progress.publication import pages
from progress.publication import verbs as publication
from progress.publication.content import content_of
from progress.reading import stored
from progress.reading.plan_names import POLICY
from progress.revisions.effect_verbs import against_undeciding, undecide
from progress.revisions.public_table import public_table_of
from progress.revisions.readings import reading_of
from progress.revisions.slips import slips_in_editions
from progress.workflow.refusals import NotAllowed
from tests.conftest import sign_in
from tests.filled_forms import fields_of
from tests.progress.closing import close_year, pass_due
from tests.progress.corrections.test_verbs import propose
from tests.progress.revisions.drafts import change, decided, in_force, key_of_division

WRONG, RIGHT = "窓口の改善", "窓口の改革"


@pytest.fixture
def closed(world):
    return closed_with(world)


def closed_with(world, done: str = "窓口の様式を見直した。"):
    """A closed year of two reports under one policy, one of them published."""
    by = world.people["secretariat"]
    world.bring_to("evaluated")
    ProgressReport.objects.filter(pk=world.report.pk).update(done=done)
    ReviewYear.objects.update(publish_on=timezone.localdate())
    pass_due(world.year)
    left = world.year.reports.exclude(state="evaluated").values_list("pk", flat=True)
    close_year(world.year, by=by, reasons=dict.fromkeys(left, "災害対応のため"))
    publication.publish(world.fresh(), by=by, version=4)
    in_force(world.plan)
    return world


def slip(world, noun: str, column: str, before: str, after: str, key: tuple = ()) -> PlanRevision:
    """A decided 誤記訂正 of one text of the plan."""
    key = key or next(iter(stored_rows(world.plan).rows[noun]))
    line = change(noun, key, column, before, after)
    return decided(world.plan, world.people["secretariat"], line, kind="slip", title="誤記の訂正")


def slip_of_policy(world) -> PlanRevision:
    return slip(world, "policies", "name", WRONG, RIGHT)


def place_of_policy(world) -> str:
    return f"{POLICY}{world.measure.direction.policy_id}"


def kept(world) -> list:
    """The newest editions of the year, in the plan's order."""
    return list(stored.of_year(world.year.pk).values())


def confirmed(world, correction: Correction) -> Correction:
    return confirm_correction(correction, by=world.people["second_secretariat"])


def test_a_shared_name_is_proposed_once_and_mended_in_all_reports_of_the_year(closed, client):
    world, revision = closed, slip_of_policy(closed)
    sign_in(client, world.people["secretariat"])
    page = client.get(revision.get_absolute_url()).content.decode()
    assert "（この年度の、ほか1件の控えも）" in page
    address = reverse("progress:correction_new", args=[world.report.pk, place_of_policy(world)])
    assert page.count(f"{address}?slip=") == 1 and page.count("?slip=") == 1
    asked = client.get(f"{address}?slip={revision.changes.get().pk}").content.decode()
    sent = fields_of(asked) | {"kind": "correct"}
    assert client.post(f"{address}?slip={revision.changes.get().pk}", sent).status_code == 302
    correction = Correction.objects.get()
    assert (correction.before, correction.after) == (WRONG, RIGHT)
    told = client.get(correction.get_absolute_url()).content.decode()
    assert "この年度の2件の施策の報告に共通の名称で、すべて同時に直ります。" in told
    confirmed(world, correction)
    assert {each.plan.policy.name for each in kept(world)} == {RIGHT}
    assert len({each.plan.policy for each in kept(world)}) == 1
    label = "基本方針「I」の名称（この年度の施策に共通）"
    assert [[line.label for line in each.errata] for each in kept(world)] == [[label], [label]]
    public = content_of(Publication.objects.public().get())
    assert (public.measure.policy.name, public.errata[-1].label) == (RIGHT, label)
    assert [each.concerns for each in errata_of(world.year)] == ["この年度の施策に共通"]
    assert not slips_in_editions(revision, reading_of(revision))


def test_a_shared_name_waits_once_whichever_report_it_is_asked_of(closed):
    world = closed
    slip_of_policy(world)
    propose(world, place_of_policy(world), RIGHT)
    other = world.year.reports.exclude(pk=world.report.pk).get()
    with pytest.raises(NotAllowed, match="確認を待っている申出が既にあります"):
        propose(world, place_of_policy(world), RIGHT, report=world.fresh(other))
    assert Correction.objects.count() == 1


def test_a_shared_name_waits_for_a_report_that_is_unlocked(closed):
    world = closed
    slip_of_policy(world)
    correction = propose(world, place_of_policy(world), RIGHT)
    other = world.year.reports.exclude(pk=world.report.pk).get()
    unlocking.unlock(
        world.fresh(other),
        by=world.people["secretariat"],
        version=other.version,
        reason="入力するため",
    )
    with pytest.raises(NotAllowed, match="締めを解除している報告にもある"):
        confirmed(world, correction)
    assert {each.plan.policy.name for each in kept(world)} == {WRONG}
    assert ReportSnapshot.objects.count() == 2


@pytest.mark.parametrize("days", [None, 5])
def test_citizens_are_not_told_of_a_slip_before_it_is_public(closed, days):
    world, today = closed, timezone.localdate()
    PlanEdition.objects.update(published_on=today - timedelta(days=100))
    revision = slip_of_policy(world)
    revision.published_on = days and today + timedelta(days=days)
    revision.save()
    with pytest.raises(NotAllowed, match="公表日が来てから"):
        propose(world, place_of_policy(world), RIGHT)
    PlanRevision.objects.update(published_on=today)
    confirmed(world, propose(world, place_of_policy(world), RIGHT))
    assert content_of(Publication.objects.public().get()).measure.policy.name == RIGHT


def test_what_was_taken_back_is_published_with_the_line_of_the_shared_name(closed):
    """Also where the correction is asked of another report of the year."""
    world, by = closed, closed.people["secretariat"]
    slip_of_policy(world)
    publication.unpublish(world.fresh(), by=by, version=5, reason="確認のため")
    other = world.year.reports.exclude(pk=world.report.pk).get()
    confirmed(world, propose(world, place_of_policy(world), RIGHT, report=world.fresh(other)))
    publication.publish(world.fresh(), by=by, version=6)
    public = content_of(pages.in_force(world.report))
    assert (public.measure.policy.name, public.errata[-1].before) == (RIGHT, WRONG)


def test_a_name_is_no_slip_of_another_row(closed):
    """A policy's name changes by a slip of a policy, whatever else was mended in the same words."""
    world = closed
    slip(world, "directions", "name", WRONG, RIGHT)
    with pytest.raises(NotAllowed, match="決定した計画の誤記訂正のとおりに"):
        propose(world, place_of_policy(world), RIGHT)


def test_names_of_direction_and_division_are_mended_alike(closed):
    world = closed
    slip(world, "directions", "name", "書かない窓口", "書かせない窓口")
    PlanRevision.objects.update(title="先の訂正")
    key = key_of_division(world.plan, "情報課")
    revision = slip(world, "divisions", "name", "情報課", "情報政策課", key)
    (row,) = public_table_of(revision)["rows"]  # which citizens read of it, too
    assert row["place"] == "課　情報政策課\n名称"
    direction = f"name-direction-{world.measure.direction_id}"
    confirmed(world, propose(world, direction, "書かせない窓口"))
    confirmed(world, propose(world, "name-division-0", "情報政策課"))
    assert {each.plan.direction.name for each in kept(world)} == {"書かせない窓口"}
    assert [each.plan.divisions[0] for each in kept(world)] == ["情報政策課", "道路課"]
    names = ReportSnapshot.objects.newest().values_list("divisions", flat=True)
    assert [each.split("、")[0] for each in names] == ["情報政策課", "道路課"]
    public = content_of(pages.in_force(world.report))
    assert public.measure.direction.name == "書かせない窓口"
    assert (public.measure.divisions[0], public.contact.name) == ("情報政策課", "情報政策課")


def test_a_report_that_quotes_a_shared_name_is_named_by_itself(world):
    closed_with(world, f"「{WRONG}」を始めた。")
    revision = slip_of_policy(world)
    first, quoting = slips_in_editions(revision, reading_of(revision))
    assert (first.report.pk, first.others) == (world.report.pk, 1)
    assert [each.label for each in first.proposals] == [
        "基本方針「I」の名称（この年度の施策に共通）"
    ]
    assert (quoting.report.pk, quoting.others) == (world.report.pk, 0)
    assert [each.label for each in quoting.proposals] == ["取り組んだこと"]


def test_a_printed_cell_is_mended_in_the_edition_and_where_it_is_public(closed):
    """With what it means, where that is the same; the year's own column follows."""
    world = closed
    key = ((world.measure.key,), 2023)
    wrong, right = "導入・運用", "導入、運用"
    lines = [
        change("yearly_directions", key, each, wrong, right) for each in ("printed", "resolved")
    ]
    by = world.people["secretariat"]
    revision = decided(world.plan, by, *lines, kind="slip", title="誤記の訂正")
    [found] = slips_in_editions(revision, reading_of(revision))
    assert [each.label for each in found.proposals] == ["R5年度の計画の方向性"]
    assert found.report.pk == world.report.pk
    confirmed(world, propose(world, "name-printed-2023", right))
    own, other = kept(world)
    assert (own.plan.years[0].printed, own.planned, other.planned) == (right, right, wrong)
    assert ReportSnapshot.objects.newest().get(report=world.report).planned == right
    public = content_of(pages.in_force(world.report))
    assert (public.planned, public.measure.years[0].printed) == (right, right)
    assert public.errata[-1].label == "R5年度の計画の方向性"


def test_a_cell_of_another_measure_stays_whatever_it_prints(closed):
    world = closed
    line = change(
        "yearly_directions", ((world.measure.key,), 2023), "printed", "導入・運用", "導入"
    )
    by = world.people["secretariat"]
    decided(world.plan, by, line, kind="slip", title="誤記の訂正")
    other = world.year.reports.exclude(pk=world.report.pk).get()
    with pytest.raises(NotAllowed, match="決定した計画の誤記訂正のとおりに"):
        propose(world, "name-printed-2023", "導入", report=world.fresh(other))


def test_a_decision_by_which_a_closed_year_was_corrected_is_not_taken_back(closed):
    """Else the year would have a name that the plan never had."""
    world, by = closed, closed.people["secretariat"]
    revision = slip_of_policy(world)
    asked = propose(world, place_of_policy(world), RIGHT)
    assert not against_undeciding(revision)
    confirmed(world, asked)
    told = {"by": by, "version": revision.version, "reason": "取りやめ"}
    with pytest.raises(NotAllowed, match="令和5年度（R5）の控えが、この誤記訂正のとおりに訂正"):
        undecide(revision, **told)


def test_a_correction_that_waits_is_not_confirmed_once_the_decision_is_taken_back(closed):
    world, by = closed, closed.people["secretariat"]
    revision = slip_of_policy(world)
    asked = propose(world, place_of_policy(world), RIGHT)
    undecide(revision, by=by, version=revision.version, reason="取りやめ")
    with pytest.raises(NotAllowed, match="決定した計画の誤記訂正のとおりに"):
        confirmed(world, asked)
    assert {each.plan.policy.name for each in kept(world)} == {WRONG}
