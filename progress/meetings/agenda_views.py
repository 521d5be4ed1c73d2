"""The agenda of a meeting: filled by the rule, then by hand."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from progress import access
from progress.meetings import pages, verbs
from progress.meetings.forms import AddToAgendaForm
from progress.models import AgendaItem, ProgressReport
from progress.reading.reports import measures_of, title_of
from progress.workflow import posts
from progress.workflow.refusals import NotAllowed
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data


@require_GET
@secretariat_required
def meeting_agenda(request, pk):
    """The agenda with what can be done to it."""
    meeting = access.meeting_for(request.standing, pk)
    return _page(request, meeting, _add_form(meeting, kept_data(request)))


def _add_form(meeting, data=None) -> AddToAgendaForm:
    listed = set(meeting.agenda.values_list("report_id", flat=True))
    reports = ProgressReport.objects.for_year(meeting.year).select_related("measure", "year")
    others = [each for each in reports.in_plan_order() if each.pk not in listed]
    measures = measures_of(others)
    choices = [(each, measures[each.pk]) for each in others]
    return AddToAgendaForm(data, reports=choices, listed=listed)


def _page(request, meeting, form, status=200):
    context = {
        "meeting": meeting,
        "lines": pages.agenda_lines(request.standing, meeting),
        "form": form,
        "page_title": f"議題を決める（{meeting.kind}）",
        "breadcrumbs": pages.crumbs(meeting, ("議題を決める", None)),
    }
    return render(request, "progress/meetings/agenda.html", context, status=status)


@require_POST
@secretariat_required
def agenda_fill(request, pk):
    meeting = access.meeting_for(request.standing, pk)
    try:
        number = verbs.fill_agenda(meeting, by=request.standing)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        said = f"{number}件を議題に加えました。" if number else "加える施策はありませんでした。"
        messages.success(request, f"規則に当てはまる施策のうち、{said}")
    return redirect("progress:meeting_agenda", pk)


@require_POST
@secretariat_required
def agenda_add(request, pk):
    meeting = access.meeting_for(request.standing, pk)
    form = _add_form(meeting, request.POST)
    if not form.is_valid():
        return _page(request, meeting, form)
    try:
        number = verbs.add_to_agenda(meeting, by=request.standing, **form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, meeting, form, status=409)
    messages.success(request, f"{number}件を議題に加えました。")
    return redirect("progress:meeting_agenda", pk)


@require_POST
@secretariat_required
def agenda_remove(request, pk, item_pk):
    """Take an item off; a repeat of the same click finds it gone, which is no refusal."""
    meeting = access.meeting_for(request.standing, pk)
    item = AgendaItem.objects.filter(pk=item_pk).first()
    if item is None:
        return redirect("progress:meeting_agenda", pk)
    if item.meeting_id != pk:
        raise Http404
    item.meeting = meeting
    try:
        verbs.remove_from_agenda(item, by=request.standing)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{title_of(item.report)}」を議題から外しました。")
    return redirect("progress:meeting_agenda", pk)


@require_POST
@secretariat_required
def agenda_place(request, pk, item_pk):
    """Move an item to the place that the button names."""
    item = access.agenda_item_for(request.standing, pk, item_pk)
    place = posts.number(request.POST.get("place", ""))
    if place is not None:
        try:
            verbs.place_on_agenda(item, by=request.standing, place=place)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
    return redirect("progress:meeting_agenda", pk)
