"""The files of a meeting and of a year: what was made, and a form to make another."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from progress import access, attachments
from progress.meetings.pages import crumbs, list_crumb
from progress.models import Pack
from progress.pack import pages, verbs
from progress.pack.forms import OrderForm
from progress.rights import predicates


@require_http_methods(["GET", "POST"])
def meeting_pack(request, pk):
    """会議資料一式 and 審議結果記入票 of a meeting."""
    meeting = access.meeting_for(request.standing, pk)
    return _packs(request, meeting.year, meeting, crumbs(meeting, ("配付資料", None)))


@require_http_methods(["GET", "POST"])
def year_pack(request, year_id):
    """The papers of a year, without a meeting."""
    year = access.year_of_page(request, year_id)
    if not predicates.may_read_meetings(request.standing):
        raise Http404
    return _packs(request, year, None, [list_crumb(year), ("配付資料", None)])


def _packs(request, year, meeting, breadcrumbs):
    """The list for who reads meetings; for the secretariat the form, too."""
    is_secretariat = request.standing.is_secretariat
    if request.method == "POST" and not is_secretariat:
        raise Http404
    form = OrderForm(request.POST or None, year=year, meeting=meeting) if is_secretariat else None
    if request.method == "POST" and form.is_valid():
        job = verbs.order_pack(form.order, by=request.standing)
        if job.is_done:
            messages.success(request, "できています。データが同じ間は、同じものを作り直しません。")
            return redirect(job.back)
        return redirect(job)
    context = {
        "year": year,
        "meeting": meeting,
        "packs": pages.packs_of(year, meeting),
        "form": form,
        "page_title": f"配付資料（{meeting.kind if meeting else '年度'}）",
        "breadcrumbs": breadcrumbs,
    }
    return render(request, "progress/pack/list.html", context)


@require_GET
def pack_file(request, pk):
    """The file as it was handed out, for who reads meetings."""
    pack = get_object_or_404(Pack, pk=pk)
    if not predicates.may_read_meetings(request.standing):
        raise Http404
    return attachments.attachment(pack.stored_as, pack.name)
