"""誤記訂正 names where a slip stands in closed years, and changes nothing there."""

import pytest
from django.utils import timezone

from progress.models import ReportSnapshot
from progress.revisions.drafting import draft
from progress.revisions.readings import reading_of
from progress.revisions.slips import slips_in_editions
from tests.conftest import sign_in
from tests.progress.closing import close_year, pass_due
from tests.progress.revisions.drafts import in_force, renamed

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
