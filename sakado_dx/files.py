"""Answers that are files to keep."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "zip": "application/zip",
}


def file_answer(content: bytes | str, name: str, kind: str = "") -> HttpResponse:
    """A file under a name, whose ending tells its type where `kind` does not."""
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, kind or TYPES[name.rpartition(".")[2].lower()], headers=headers)
