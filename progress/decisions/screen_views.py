"""The projector: it shows what 画面に反映 put on it, and asks every two seconds for more."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from progress import access
from progress.decisions import screen_verbs
from progress.decisions.screen_pages import kept_screen_page
from progress.meetings.pages import items_of
from progress.meetings.verbs import why_closed
from progress.workflow.refusals import NotAllowed
from sakado_dx.organization.access import secretariat_required


@require_GET
def meeting_screen(request, pk):
    """The item that is on the screen; before the first the meeting's name."""
    meeting = access.meeting_for(request.standing, pk)
    items = items_of(meeting.pk)
    item = next((each for each in items if each.pk == meeting.current_item_id), None)
    if item is not None:
        item.meeting = meeting
    context = {
        "meeting": meeting,
        "shown": kept_screen_page(request.standing, item) if item else None,
        "first": items[0] if items else None,
        "is_secretariat": request.standing.is_secretariat and not why_closed(meeting.year),
        "page_title": f"投影（{meeting.kind}）",
    }
    return render(request, "progress/decisions/screen.html", context)


@require_GET
def screen_version(request, pk):
    """How often the screen changed: what the projector asks for, every 2 s."""
    meeting = access.meeting_for(request.standing, pk)
    return JsonResponse({"version": meeting.screen_version})


@require_POST
@secretariat_required
def item_show(request, pk, item_pk):
    """画面に反映; back to the page that the button stands on."""
    item = access.agenda_item_for(request.standing, pk, item_pk)
    try:
        screen_verbs.show_on_screen(item, by=request.standing)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        if request.POST.get("from") == "screen":
            return redirect("progress:meeting_screen", pk)
        messages.success(request, "この議題を画面に反映しました。")
    return redirect("progress:meeting_project", pk, item_pk)
