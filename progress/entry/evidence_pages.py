"""The files that prove something of a report."""

from django.shortcuts import get_object_or_404

from progress import access
from progress.models import EvidenceFile, ProgressReport
from sakado_dx.organization.access import Standing


def present(report: ProgressReport) -> list[EvidenceFile]:
    """A report's files that were not taken off again, in their order; 1 query."""
    return list(report.evidence.filter(removed_at=None).select_related("by"))


def evidence_to_read(standing: Standing, pk: int) -> EvidenceFile:
    """A file of a report whose content this person may read; 404 for one that was taken off."""
    evidence = get_object_or_404(EvidenceFile, pk=pk, removed_at=None)
    evidence.report = access.report_to_read(standing, evidence.report_id)
    return evidence


def evidence_to_remove(standing: Standing, pk: int) -> EvidenceFile:
    """A file of a report that this person may enter, taken off or not."""
    evidence = get_object_or_404(EvidenceFile, pk=pk)
    evidence.report = access.report_to_edit(standing, evidence.report_id)
    return evidence
