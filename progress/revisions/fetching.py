"""Fetches 計画の見直し for those who may read them (README: 改定)."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from progress.models import PlanChange, PlanRevision
from progress.rights import predicates
from sakado_dx.organization.access import Standing


def revision_for(standing: Standing, pk: int) -> PlanRevision:
    """A 計画の見直し that this person may read; of others not even that it exists."""
    revisions = PlanRevision.objects.select_related("plan", "base", "made_by", "decided_by")
    revision = get_object_or_404(revisions, pk=pk)
    if not predicates.may_read_revision(standing, revision):
        raise Http404
    return revision


def line_of(revision: PlanRevision, pk: int) -> PlanChange:
    """A line of this very revision, with the revision at hand."""
    line = get_object_or_404(revision.changes.all(), pk=pk)
    line.revision = revision
    return line


def revisions_for(standing: Standing) -> list[PlanRevision]:
    """All that this person may read, the newest first; 1 query."""
    revisions = PlanRevision.objects.select_related("plan", "base").newest_first()
    return [each for each in revisions if predicates.may_read_revision(standing, each)]
