"""新旧対照表 and 概要版: page, PDF, Word, list of changes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from progress.pack import printing
from progress.revisions import comparison_pages, fetching, workbook
from progress.revisions.list_pages import way_to
from sakado_dx.files import file_answer
from sakado_dx.records.chain import current_head


@require_GET
def revision_table(request, pk):
    """The table as a page."""
    revision = fetching.revision_for(request.standing, pk)
    paper = comparison_pages.paper_of(revision)
    context = {
        "revision": revision,
        "paper": paper,
        "why_no_pdf": printing.why_not(),
        "page_title": paper.title,
        "breadcrumbs": way_to(revision, (comparison_pages.TITLES[revision.kind], None)),
    }
    return render(request, "progress/revisions/table.html", context)


@require_GET
def revision_summary(request, pk):
    """概要版: one sheet."""
    revision = fetching.revision_for(request.standing, pk)
    context = {
        "revision": revision,
        "paper": comparison_pages.paper_of(revision),
        "page_title": f"{revision}　概要版",
        "breadcrumbs": way_to(revision, ("概要版", None)),
    }
    return render(request, "progress/revisions/summary.html", context)


@require_GET
def revision_table_pdf(request, pk):
    """The table as a PDF; a sentence where this machine cannot make one."""
    paper = comparison_pages.paper_of(fetching.revision_for(request.standing, pk))
    if refusal := printing.why_not():
        return HttpResponse(refusal, status=503, content_type="text/plain; charset=utf-8")
    context = {"paper": paper, "title": paper.title, "city": paper.revision.plan.city}
    own = {"at": timezone.now(), "audit_head": str(current_head() or ""), "is_filed": False}
    sheets = printing.sheets_of("progress/revisions/paper.html", context, {}, **own)
    return file_answer(printing.to_pdf(sheets).content, f"{paper.title}.pdf")


@require_GET
def revision_table_word(request, pk):
    """The table as Word."""
    # Late: a worker that never writes Word need not hold what writes it.
    from progress.revisions.paper_word import to_word

    paper = comparison_pages.paper_of(fetching.revision_for(request.standing, pk))
    return file_answer(to_word(paper, timezone.now()), f"{paper.title}.docx")


@require_GET
def revision_table_list(request, pk):
    """The changes as a list for Excel."""
    paper = comparison_pages.paper_of(fetching.revision_for(request.standing, pk))
    content = workbook.to_list(paper, timezone.now())
    return file_answer(content, f"{paper.title}（変更の一覧）.xlsx")
