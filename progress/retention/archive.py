"""The archive of a year that is handed over before its texts go (移管)."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePath
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage

from progress.audit.exporting import files_of as record_files
from progress.editions import exporting
from progress.models import EvidenceFile, Letter, Meeting, Pack, ReviewYear
from sakado_dx.records.models import AuditRecord


def archive_of(year: ReviewYear, records: Iterable[AuditRecord]) -> bytes:
    """A zip of the year: every edition's CSV and JSON, the record, and all files and letters."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for number in range(1, len(exporting.moments_of(year)) + 1):
            source = exporting.file_of(year, number)
            archive.writestr(f"報告/第{number}版.csv", exporting.to_csv(source))
            archive.writestr(f"報告/第{number}版.json", exporting.to_json(source))
        for name, content in record_files(year, list(records)).items():
            archive.writestr(f"操作の記録/{name}", content)
        for each in Letter.objects.filter(year=year).order_by("pk"):
            archive.writestr(f"文書/{each.pk}.txt", each.text)
        for place, stored_as in _stored(year):
            if default_storage.exists(stored_as):
                with default_storage.open(stored_as, "rb") as file:
                    archive.writestr(place, file.read())
    return buffer.getvalue()


def _stored(year: ReviewYear) -> Iterable[tuple[str, str]]:
    """(place in the archive, stored name) of each file of the year."""
    for each in EvidenceFile.objects.filter(report__year=year).order_by("pk"):
        yield f"証拠資料/{each.report_id}/{each.pk}_{PurePath(each.name).name}", each.stored_as
    for each in Meeting.objects.filter(year=year).exclude(minutes_stored_as=""):
        yield f"議事録/{each.pk}_{PurePath(each.minutes_name).name}", each.minutes_stored_as
    for each in Pack.objects.filter(year=year).order_by("pk"):
        yield f"配付資料/{each.pk}_{PurePath(each.name).name}", each.stored_as
