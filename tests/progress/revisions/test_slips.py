"""誤記訂正 names where a slip stands in closed years, and changes nothing there."""

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.models import Correction, PlanChange, ProgressReport, ReportSnapshot
from progress.revisions.drafting import draft
from progress.revisions.readings import reading_of
from progress.revisions.slips import slips_in_editions
from tests.conftest import sign_in
from tests.filled_forms import fields_of
from tests.progress.closing import close_year, pass_due
from tests.progress.revisions.drafts import decided, in_force, renamed

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
    assert "申出を見る（確認待ち）" in page and f"?slip={slipped.pk}" not in page


@pytest.mark.parametrize("named", ["", "x", "999999"])
def test_an_address_that_names_no_slip_opens_the_form_as_ever(world, slipped, client, named):
    sign_in(client, world.people["secretariat"])
    address = reverse("progress:correction_new", args=[world.report.pk, "done"])
    form = client.get(f"{address}?slip={named}").context["form"]
    assert "after" not in form.initial
