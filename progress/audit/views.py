"""操作の記録: who has changed what, when, by which door and why."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from progress.audit.forms import RecordFilter
from progress.audit.reading import may_read, readable_records, readable_tables
from progress.audit.words import in_words

PER_PAGE = 50


@require_GET
def record_list(request):
    """The records that this person may read, newest first, in words."""
    if not may_read(request.standing):
        raise Http404
    form = RecordFilter(request.GET, tables=readable_tables(request.user))
    records = form.narrowed(readable_records(request.user))
    page = Paginator(records, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": "操作の記録",
        "form": form,
        "has_errors": bool(form.errors),
        "subject": form.subject,
        "page_obj": page,
        "lines": in_words(page.object_list),
    }
    return render(request, "progress/audit/list.html", context)
