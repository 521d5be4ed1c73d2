"""操作記録の出力: the whole record of a measure or a year as one file (情報公開)."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from progress.audit import exporting, subjects
from progress.audit.export_forms import SubjectForm
from progress.audit.reading import may_read, readable_records
from sakado_dx.files import file_answer


@require_GET
def record_export(request):
    """Choose a measure or a year; chosen, the file."""
    if not may_read(request.standing):
        raise Http404
    form = SubjectForm(request.GET if "measure" in request.GET or "year" in request.GET else None)
    if form.is_bound and form.is_valid():
        return _file(request, form.subject)
    context = {
        "form": form,
        "page_title": "操作記録の出力",
        "breadcrumbs": [
            ("操作の記録", reverse("progress:record_list")),
            ("操作記録の出力", None),
        ],
    }
    return render(request, "progress/audit/export.html", context)


def _file(request, subject):
    """A zip of the records that this person may read, oldest first."""
    records = readable_records(request.user).filter(subjects.of(subject)).order_by("pk")
    content = exporting.to_zip(exporting.files_of(subject, list(records)))
    return file_answer(content, f"{exporting.name_of(subject)}.zip")
