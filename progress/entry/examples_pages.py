"""他課の記載例: how others have written, for who fills in a report."""

from progress.models import ProgressReport
from progress.reading.reports import ShownReport, shown
from progress.rights import predicates
from sakado_dx.organization.access import Standing

MOST = 8  # reports on the page


def examples_for(standing: Standing, report: ProgressReport) -> list[ShownReport]:
    """Up to 8 reports of other measures that count and that this person may read, the likest
    first; of a closed year as it was closed."""
    found = ProgressReport.objects.with_measure().examples_for(report)[:MOST]
    return shown(each for each in found if predicates.may_read_content(standing, each))
