"""Take what a division's workbook changes into the drafts: all of it, or nothing."""

from progress.entry import contribution_verbs
from progress.entry import verbs as entry_verbs
from progress.imports.lists import WORKBOOK
from progress.models import ProgressReport, ReviewYear
from progress.reviews import measure_verbs
from progress.sheets.pages import Preview
from sakado_dx.imports.models import Import
from sakado_dx.imports.recording import SourceFile, Target, importing
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import Division
from sakado_dx.records.acting import Door

KIND, TITLE = WORKBOOK, "課の記入用ブック"


def target_of(year: ReviewYear, division: Division) -> Target:
    """What a workbook is taken into, as its import says it."""
    return Target(KIND, TITLE, f"{year.label} {division}")


def take_in(
    preview: Preview, into: Target, file: SourceFile, *, by: Standing, reason: str = ""
) -> Import | None:
    """Save the drafts, parts and 調書, each by its own verb at the version that was compared; None where
    nothing changes.

    Raises TakenAlready for a file that this very request has stored, NotAllowed, Incomplete,
    ValidationError, or Conflict where another was faster; then nothing is saved.
    """
    with importing(by.user, Door.IMPORT, reason, into=into, file=file) as rows:
        rows.changed, rows.unchanged = preview.changed_rows, preview.rows - preview.changed_rows
        # In one order, so that two files at once wait for each other, and none for ever.
        ids = {each.report.pk for each in preview.reports}
        ids |= {each.part.report_id for each in preview.parts}
        list(ProgressReport.objects.filter(pk__in=ids).order_by("pk").held().values_list("pk"))
        for each in preview.reports:
            entry_verbs.save(
                each.report,
                by=by,
                version=each.report.version,
                fields=dict(each.fields),
                results=dict(each.results),
                reason=reason,
                door=Door.IMPORT,
            )
        for each in preview.parts:
            contribution_verbs.contribute(
                each.part,
                by=by,
                version=each.part.version,
                reason=reason,
                door=Door.IMPORT,
                **each.said,
            )
        for each in sorted(preview.papers, key=lambda own: own.row.pk):
            measure_verbs.save(
                each.row,
                by=by,
                version=each.row.version,
                fields=each.fields,
                reason=reason,
                door=Door.IMPORT,
            )
    return rows.made
