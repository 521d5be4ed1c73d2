"""The files that prove something of a report."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from progress import access
from progress.models import EvidenceFile, ProgressReport
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared


def present(report: ProgressReport) -> list[EvidenceFile]:
    """A report's files that were not taken off again, in their order; 1 query."""
    if not report.bears("evidence"):
        return []
    files = present_rows(report.pk)
    for each in files:
        each.report = report
    return files


@prepared
def present_rows(report_id: int) -> QuerySet[EvidenceFile]:
    """The same by the report's number."""
    return EvidenceFile.objects.filter(report=report_id, removed_at=None).select_related("by")


def present_and_taken_off(
    report: ProgressReport,
) -> tuple[list[EvidenceFile], list[EvidenceFile]]:
    """A report's files, and those that were taken off and may be brought back; 1 query."""
    if not report.bears("evidence"):
        return [], []
    files = list(report.evidence.select_related("by", "removed_by"))
    return (
        [each for each in files if each.removed_at is None],
        [each for each in files if each.removed_at is not None],
    )


def evidence_to_read(standing: Standing, pk: int) -> EvidenceFile:
    """A file of a report whose content this person may read; 404 for one that was taken off."""
    evidence = get_object_or_404(EvidenceFile, pk=pk, removed_at=None)
    evidence.report = access.report_to_read(standing, evidence.report_id)
    return evidence
