"""操作の記録: who has changed what, when, by which door and why."""

from django.http import Http404
from django.views.decorators.http import require_GET

from progress.audit.forms import RecordFilter
from progress.audit.list_pages import COLUMNS, told
from progress.audit.reading import may_read, readable_records, readable_tables
from sakado_dx import lists
from sakado_dx.lists import Listing

PER_PAGE = 50
TITLE = "操作の記録"


@require_GET
def record_list(request):
    """The records that this person may read, newest first, in words."""
    if not may_read(request.standing):
        raise Http404
    form = RecordFilter(request.GET, tables=readable_tables(request.user))
    records = readable_records(request.user)
    listing = Listing(TITLE, COLUMNS, records, form, request.GET, per_page=PER_PAGE, told=told)
    order = "" if listing.sort else "新しい順です。"
    context = {
        "has_errors": bool(form.errors),
        "subject": form.subject,
        "count_words": f"{listing.count:,}件の記録があります。{order}",
    }
    return lists.answer(request, listing, context, "progress/audit/list.html")
