"""Choosing a file that proves something of a report."""

from progress.form_fields import UploadField, reason_field
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
