"""A page of one report asks for what hangs on it only where something does."""

from progress import access
from progress.models import AgendaItem, Contribution, Meeting, ProgressReport
from progress.models.report_sets import TRACES
from sakado_dx.organization.access import standing_of


def test_a_report_knows_what_hangs_on_it(world):
    report, secretary = world.report, world.people["secretariat"]

    def bearing() -> set[str]:
        read = access.report_to_review(standing_of(secretary), report.pk)
        return {name for name in TRACES if read.bears(name)}

    world.bring_to("confirmed")
    Contribution.objects.filter(report=report).delete()
    assert bearing() == set()
    Contribution.objects.create(report=report, division=world.divisions["other"])
    day = world.year.opened_on
    meeting = Meeting.objects.create(year=world.year, kind="推進会議", held_on=day, by=secretary)
    AgendaItem.objects.create(meeting=meeting, report=report)
    assert bearing() == {"contributions", "agenda_items"}


def test_a_report_that_was_read_without_them_may_bear_all(world):
    report = ProgressReport.objects.get(pk=world.report.pk)
    assert all(report.bears(name) for name in TRACES)
