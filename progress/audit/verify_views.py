"""改ざん有無の確認: whether the record is as it was sealed, in words."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from progress.audit.reading import may_read
from progress.workflow import posts
from sakado_dx.records.checking import MOST_AT_ONCE, MOST_NAMED, look, look_at_data, sealed_now
from sakado_dx.records.heads import UnreadableHead

RECORDS = ("操作の記録", "progress:record_list")


@require_GET
def record_verify(request):
    """What there is to look at; asked with a number to look after, what was found."""
    if not may_read(request.standing):
        raise Http404
    after = posts.number(request.GET.get("after", ""))
    context = {
        "most": MOST_AT_ONCE,
        "most_named": MOST_NAMED,
        "at": timezone.now(),
        "page_title": "改ざん有無の確認",
        "breadcrumbs": [(RECORDS[0], reverse(RECORDS[1])), ("改ざん有無の確認", None)],
    }
    try:
        context["sealed"] = sealed_now()
        context["part"] = part = look(after) if after is not None else None
        # Once the chain is as it was sealed, what it says is compared with the data.
        context["differing"] = look_at_data() if part and part.is_rest else []
    except UnreadableHead as error:
        context["unreadable"] = str(error)
    return render(request, "progress/audit/verify.html", context)
