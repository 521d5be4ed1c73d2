"""誤記訂正 names where a slip stands in closed years, and changes nothing there."""

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.corrections.verbs import confirm_correction
from progress.models import (
    Correction,
    PlanChange,
    PlanRevision,
    ProgressReport,
    Publication,
    ReportSnapshot,
    ReviewYear,
)
from progress.publication.content import content_of
from progress.publication.verbs import publish
from progress.reading import stored
from progress.reading.plan_names import NAME, NAME_OF_MEASURE
from progress.revisions.drafting import draft
from progress.revisions.readings import reading_of
from progress.revisions.slips import slips_in_editions
from progress.workflow.refusals import NotAllowed
from tests.conftest import sign_in
from tests.filled_forms import fields_of
from tests.progress.closing import close_year, pass_due
from tests.progress.corrections.test_verbs import propose
from tests.progress.revisions.drafts import change, decided, in_force, renamed

pytestmark = pytest.mark.one_database


def test_slip_is_named_in_the_editions_that_hold_it(world, client):
    by, name = world.people["secretariat"], world.measure.name
    world.bring_to("evaluated")
    pass_due(world.year)
    left = world.year.reports.exclude(state="evaluated").values_list("pk", flat=True)
    close_year(world.year, by=by, reasons=dict.fromkeys(left, "災害対応のため"))
    in_force(world.plan)
    told = {"by": by, "effective_on": timezone.localdate()}
    for kind, found in (("slip", [world.report.pk]), ("minor", [])):
        lines = [renamed(world.measure.key, name, f"{name}（正）")]
        revision = draft(world.plan, title=kind, kind=kind, lines=lines, **told)
        slips = slips_in_editions(revision, reading_of(revision))
        assert [each.report.pk for each in slips] == found
    kept = list(ReportSnapshot.objects.values_list("content", flat=True))
    sign_in(client, by)
    page = client.get(world.plan.revisions.get(kind="slip").get_absolute_url()).content.decode()
    assert "誤りが残っている、締めた年度の控え（1件）" in page
    assert list(ReportSnapshot.objects.values_list("content", flat=True)) == kept


@pytest.fixture
def slipped(world) -> PlanChange:
    """A closed year whose report quotes a name with a slip, which a decided 誤記訂正 mends."""
    by, name = world.people["secretariat"], world.measure.name
    world.bring_to("evaluated")
    quoted = {"done": f"「{name}」を始めた。", "version": 5}
    ProgressReport.objects.filter(pk=world.report.pk).update(**quoted)
    ReviewYear.objects.update(publish_on=timezone.localdate())
    pass_due(world.year)
    left = world.year.reports.exclude(state="evaluated").values_list("pk", flat=True)
    close_year(world.year, by=by, reasons=dict.fromkeys(left, "災害対応のため"))
    line = renamed(world.measure.key, name, f"{name}（正）")
    decided(world.plan, by, line, kind="slip", title="誤記の訂正")
    return PlanChange.objects.get()


def test_a_text_with_the_slip_is_proposed_for_correction_and_nothing_is_corrected(
    world, slipped, client
):
    sign_in(client, world.people["secretariat"])
    page = client.get(slipped.revision.get_absolute_url()).content.decode()
    address = reverse("progress:correction_new", args=[world.report.pk, "done"])
    assert page.count(f"{address}?slip={slipped.pk}") == 1
    answer = client.get(f"{address}?slip={slipped.pk}")
    form = answer.context["form"]
    assert form.get_initial_for_field(form.fields["after"], "after") == (
        f"「{slipped.after}」を始めた。"
    )
    assert "計画の誤記訂正「誤記の訂正」による。" in answer.content.decode()
    assert not Correction.objects.exists()
    sent = fields_of(answer.content.decode()) | {"kind": "correct"}
    assert client.post(f"{address}?slip={slipped.pk}", sent).status_code == 302
    assert Correction.objects.get().after == f"「{slipped.after}」を始めた。"
    page = client.get(slipped.revision.get_absolute_url()).content.decode()
    assert "申出を見る（確認待ち）" in page and f"{address}?slip" not in page


def ask_of_name(world, slip: PlanChange, client, after: str | None = None):
    """The answer to the form of the measure's name, as the page of the slip leads to it."""
    address = reverse("progress:correction_new", args=[world.report.pk, NAME_OF_MEASURE])
    page = client.get(f"{address}?slip={slip.pk}").content.decode()
    sent = fields_of(page) | {"kind": "correct"} | ({"after": after} if after else {})
    return client.post(f"{address}?slip={slip.pk}", sent)


def test_a_name_with_the_slip_is_mended_in_the_edition_and_where_it_is_public(
    world, slipped, client
):
    publish(world.fresh(), by=world.people["secretariat"], version=5)
    sign_in(client, world.people["secretariat"])
    page = client.get(slipped.revision.get_absolute_url()).content.decode()
    assert f"{NAME_OF_MEASURE}/?slip={slipped.pk}" in page and "施策名の訂正を申し出る" in page
    assert ask_of_name(world, slipped, client).status_code == 302
    correction = Correction.objects.get()
    assert (correction.before, correction.after) == (slipped.before, slipped.after)
    confirm_correction(correction, by=world.people["second_secretariat"])
    [kept] = stored.newest([world.report.pk]).values()
    assert (kept.plan.name, kept.errata[-1].label) == (slipped.after, "施策名")
    assert f"「{slipped.before}」を始めた。" in kept.report.texts["done"]  # is its own correction
    public = content_of(Publication.objects.public().newest().get(report=world.report))
    assert (public.measure.name, public.errata[-1].before) == (slipped.after, slipped.before)
    [slip] = slips_in_editions(slipped.revision, reading_of(slipped.revision))
    assert [each.label for each in slip.proposals] == ["取り組んだこと"]


def test_a_name_changes_as_the_slip_was_mended_and_by_no_other_way(world, slipped, client):
    sign_in(client, world.people["secretariat"])
    assert ask_of_name(world, slipped, client, after="別の名前").status_code == 200
    address = reverse("progress:correction_new", args=[world.report.pk, NAME_OF_MEASURE])
    assert client.get(address).status_code == 404
    places = client.get(reverse("progress:correction_places", args=[world.report.pk]))
    assert "施策名" not in places.content.decode()
    with pytest.raises(NotAllowed, match="決定した計画の誤記訂正のとおりに"):
        propose(world, NAME_OF_MEASURE, "別の名前")
    assert not Correction.objects.exists()


def test_a_name_of_an_indicator_is_mended_under_each_measure_that_shows_it(world, slipped):
    indicator = world.indicator
    line = change("indicators", (indicator.key,), "name", indicator.name, f"{indicator.name}（正）")
    decided(world.plan, world.people["secretariat"], line, kind="slip", title="指標名の訂正")
    revision = PlanRevision.objects.get(title="指標名の訂正")
    place = f"{NAME}{indicator.pk}"
    found = slips_in_editions(revision, reading_of(revision))
    assert place in [each.url.split("/")[-2] for each in found[0].proposals]
    correction = propose(world, place, f"{indicator.name}（正）")
    confirm_correction(correction, by=world.people["second_secretariat"])
    [kept] = stored.newest([world.report.pk]).values()
    assert [each.facts.name for each in kept.indicators] == [f"{indicator.name}（正）"]


@pytest.mark.parametrize("named", ["", "x", "999999"])
def test_an_address_that_names_no_slip_opens_the_form_as_ever(world, slipped, client, named):
    sign_in(client, world.people["secretariat"])
    address = reverse("progress:correction_new", args=[world.report.pk, "done"])
    form = client.get(f"{address}?slip={named}").context["form"]
    assert "after" not in form.initial
