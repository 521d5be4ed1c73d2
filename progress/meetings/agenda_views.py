"""The agenda of a meeting: filled by the rule, then by hand."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress import access
from progress.meetings import pages, topic_verbs, verbs
from progress.meetings.forms import AddToAgendaForm, ItemForm, MatterForm
from progress.meetings.open_pages import while_open
from progress.models import AgendaItem, ProgressReport
from progress.reading.reports import measures_of, title_of
from progress.workflow import posts
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data


@require_GET
@secretariat_required
@while_open
def meeting_agenda(request, pk):
    """The agenda with what can be done to it."""
    meeting = access.meeting_for(request.standing, pk)
    return _page(request, meeting, _add_form(meeting, kept_data(request)))


def _add_form(meeting, data=None) -> AddToAgendaForm:
    listed = set(meeting.agenda.values_list("report_id", flat=True))
    reports = (
        ProgressReport.objects.for_year(meeting.year).select_related("measure", "year").with_names()
    )
    others = [each for each in reports.in_plan_order() if each.pk not in listed]
    measures = measures_of(others)
    choices = [(each, measures[each.pk]) for each in others]
    return AddToAgendaForm(data, reports=choices, listed=listed)


def _page(request, meeting, form, matter=None, status=200):
    context = {
        "meeting": meeting,
        "lines": pages.agenda_lines(request.standing, meeting),
        "form": form,
        "matter": matter or MatterForm(),
        "matters": [matter] if matter else [],
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
def agenda_matter(request, pk):
    """Add a matter that is no report's."""
    meeting = access.meeting_for(request.standing, pk)
    matter = MatterForm(request.POST)
    if not matter.is_valid():
        return _page(request, meeting, _add_form(meeting), matter)
    try:
        topic_verbs.add_matter(meeting, by=request.standing, **matter.cleaned_data)
    except NotAllowed as refusal:
        matter.add_error(None, str(refusal))
        return _page(request, meeting, _add_form(meeting), matter, status=409)
    messages.success(request, f"「{matter.cleaned_data['title']}」を議題に加えました。")
    return redirect("progress:meeting_agenda", pk)


@require_http_methods(["GET", "POST"])
@secretariat_required
@while_open
def agenda_item_edit(request, pk, item_pk):
    """How an item is handled and what it turns on; of another matter also what came of it."""
    item, current = access.agenda_item_for(request.standing, pk, item_pk), None
    data = request.POST if request.method == "POST" else kept_data(request)
    as_read = topic_verbs.read_mark_of(item) if data is None else data.get("as_read")
    form = ItemForm(data, instance=item)
    title = item.title or title_of(item.report)
    if request.method == "POST" and form.is_valid():
        try:
            told = {"as_read": as_read, **form.cleaned_data}
            topic_verbs.change_item(item, by=request.standing, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except Conflict as refusal:
            current = refusal.current
            as_read = topic_verbs.read_mark_of(current)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "議題の内容を直しました。")
            return redirect("progress:meeting_agenda", pk)
    context = {
        "meeting": item.meeting,
        "form": form,
        "current": current,
        "as_read": as_read,
        "title": title,
        "page_title": f"議題の内容（{title}）",
        "breadcrumbs": pages.crumbs(item.meeting, ("議題の内容", None)),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "progress/meetings/item_edit.html", context, status=status)


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
        title = item.title or title_of(item.report)
        messages.success(request, f"「{title}」を議題から外しました。")
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
