"""Reports on A4 and as Word files: one, or all of a division."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from progress import access
from progress.entry import paper_pages, tasks
from sakado_dx.files import file_answer
from sakado_dx.organization.access import staff_required
from sakado_dx.organization.models import Division


@require_GET
def report_paper(request, pk, kind=""):
    """One report as it is filed, with last year beside it."""
    report = access.report_to_read(request.standing, pk, whole=True)
    sheets = paper_pages.sheets_of(request.standing, report.year, [report])
    title = f"{report.year.short_label}進捗報告 {sheets[0].title}"
    return _answer(request, report.year, sheets, title, kind)


@require_GET
@staff_required
def division_paper(request, year_id, division_id, kind=""):
    """All reports that a division leads in a year, a sheet each."""
    year = access.year_of_page(request, year_id)
    division = get_object_or_404(Division, pk=division_id)
    standing = request.standing
    if not (standing.is_secretariat or division.pk in standing.readable_division_ids):
        raise PermissionDenied(
            "課の進捗報告をまとめて印刷できるのは、その課と部の職員、事務局です。"
        )
    reports = paper_pages.reports_on(standing, year, division)
    sheets = paper_pages.sheets_of(standing, year, reports)
    return _answer(request, year, sheets, f"{year.short_label}進捗報告 {division.name}", kind)


def _answer(request, year, sheets, title, kind):
    if kind:
        from progress.entry.paper_word import to_word  # late: it loads python-docx

        return file_answer(to_word(sheets, title, timezone.now()), f"{title}.docx")
    context = {
        "year": year,
        "sheets": sheets,
        "marking": paper_pages.MARKING,
        "printed_at": timezone.now(),
        "word_url": f"{request.path.removesuffix('/')}.docx",
        "page_title": title,
        "breadcrumbs": [("担当施策", tasks.my_measures_url()), ("印刷用の控え", None)],
    }
    return render(request, "progress/entry/paper.html", context)
