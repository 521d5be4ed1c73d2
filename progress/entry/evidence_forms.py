"""Choosing a file that proves something of a report."""

from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from progress.form_fields import UploadField, reason_field
from progress.models import ProgressReport
from progress.workflow import posts
from sakado_dx.forms import PortalForm


class EvidenceForm(PortalForm):
    """A file; on behalf of another division also the reason."""

    file = UploadField(
        label="証拠資料のファイル",
        accept=".pdf,.docx,.xlsx,.png,.jpg,.jpeg",
        help_text="PDF、Word（.docx）、Excel（.xlsx）、PNG、JPEG。一つ10MBまで。",
    )

    def __init__(self, data=None, uploads=None, *, on_behalf: bool):
        super().__init__(data, uploads)
        if on_behalf:
            self.fields["reason"] = reason_field("代行して添付する理由")


def files_said(report: ProgressReport, post: QueryDict, files: MultiValueDict) -> dict[str, Any]:
    """What the entry form says of files, as `change_files` takes it: those chosen, one to take
    off, one to bring back; nothing where it says nothing. A button pressed twice finds it done:
    what is off cannot be taken off, nor what is on be brought back."""
    chosen = files.getlist("files")
    off, again = (posts.number(post.get(name, "")) for name in ("detach", "attach_again"))
    if not (chosen or off or again):
        return {}
    own = report.evidence.in_bulk([pk for pk in (off, again) if pk])
    on = {pk: each for pk, each in own.items() if each.removed_at is None}
    gone = {pk: each for pk, each in own.items() if pk not in on}
    return {"chosen": chosen, "off": on.get(off), "again": gone.get(again)}
