"""Evidence of a report, given out; it is attached and taken off by the entry form."""

from django.views.decorators.http import require_GET

from progress import attachments
from progress.entry import evidence_pages


@require_GET
def evidence_file(request, pk):
    """The file itself, to who may read the report's content."""
    file = evidence_pages.evidence_to_read(request.standing, pk)
    return attachments.attachment(file.stored_as, file.name)
