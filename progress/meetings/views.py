"""Meetings: one with its agenda, its data, its minutes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from progress import access, attachments
from progress.meetings import minutes_verbs, pages, verbs
from progress.meetings.detail_pages import sitting_of
from progress.meetings.forms import (
    DropMeetingForm,
    MeetingForm,
    MinutesForm,
    invited_people,
)
from progress.meetings.list_pages import agenda_of
from progress.meetings.open_pages import while_open
from progress.models import Meeting
from progress.workflow.posts import version_of
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx import lists
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.records.models import AuditRecord


@require_GET
def meeting_detail(request, pk):
    """The agenda with what is said and decided on each item; or the agenda alone as a file."""
    meeting = access.meeting_for(request.standing, pk)
    if kind := request.GET.get(lists.FILE):
        lines = pages.agenda_lines(request.standing, meeting)
        return lists.file_of(request, _agenda(request, meeting, lines), kind)
    return detail_page(request, meeting)


def _agenda(request, meeting, lines):
    stand_ins = request.GET.get(lists.STAND_INS, "")
    is_secretariat = request.standing.is_secretariat
    return agenda_of(meeting, lines, is_secretariat=is_secretariat, stand_ins=stand_ins)


def detail_page(request, meeting, *, minutes=None, status=200):
    """The meeting's kit in one place; `minutes` is the form where it was refused."""
    sitting = sitting_of(request.standing, meeting)
    own = next((each for each in sitting.members if each.user_id == request.user.pk), None)
    context = {
        "meeting": meeting,
        "year": meeting.year,
        "sitting": sitting,
        "own": own if meeting.is_written and not meeting.is_settled else None,
        "minutes": minutes or MinutesForm(kept_data(request)),
        "form": minutes or MinutesForm(),
        "page_title": str(meeting),
        "breadcrumbs": [pages.list_crumb(meeting.year), (str(meeting), None)],
    }
    return render(request, "progress/meetings/detail.html", context, status=status)


def _kinds(year) -> list[str]:
    """The names of the plan's bodies."""
    return list(year.plan.meeting_kinds.values_list("name", flat=True))


@require_http_methods(["GET", "POST"])
@secretariat_required
def meeting_new(request, year_id):
    year = access.year_of_page(request, year_id)
    data = request.POST if request.method == "POST" else kept_data(request)
    people = invited_people(request.standing.day)
    form = MeetingForm(data, kinds=_kinds(year), people=people)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = verbs.plan_meeting(year, by=request.standing, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{meeting}を登録しました。続けて議題を決めてください。")
            return redirect("progress:meeting_agenda", meeting.pk)
    context = {
        "form": form,
        "year": year,
        "page_title": "会議の登録",
        "breadcrumbs": [pages.list_crumb(year), ("会議の登録", None)],
    }
    return render(request, "progress/meetings/edit.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_required
@while_open
def meeting_edit(request, pk):
    meeting, current = access.meeting_for(request.standing, pk), None
    data = request.POST if request.method == "POST" else kept_data(request)
    people = invited_people(request.standing.day, meeting.members.all())
    form = MeetingForm(data, kinds=_kinds(meeting.year), people=people, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            told = {"version": version_of(request.POST), **form.cleaned_data}
            verbs.change_meeting(meeting, by=request.standing, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except Conflict as refusal:
            current = refusal.current
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "会議の内容を直しました。")
            return redirect(meeting)
    context = {
        "form": form,
        "meeting": current or meeting,
        "current": current,
        "members": current and list(current.members.all()),
        "year": meeting.year,
        "page_title": "会議の変更",
        "breadcrumbs": pages.crumbs(meeting, ("会議の変更", None)),
    }
    status = 409 if current else 200
    return render(request, "progress/meetings/edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def meeting_minutes(request, pk):
    """GET gives the minutes out as a file; POST attaches them."""
    meeting = access.meeting_for(request.standing, pk)
    if request.method == "POST":
        return _attach(request, meeting)
    if not meeting.minutes_stored_as:
        raise Http404("議事録はまだ添付されていません。")
    return attachments.attachment(meeting.minutes_stored_as, meeting.minutes_name)


@secretariat_required
def _attach(request, meeting):
    form = MinutesForm(request.POST, request.FILES)
    if not form.is_valid():
        return detail_page(request, meeting, minutes=form)
    upload = form.cleaned_data["file"]
    try:
        minutes_verbs.attach_minutes(
            meeting,
            by=request.standing,
            name=upload.name,
            content=upload.read(),
            replacing=request.POST.get("replacing", ""),
        )
    except (attachments.Refused, NotAllowed) as refusal:
        form.add_error("file", str(refusal))
        status = 409 if isinstance(refusal, NotAllowed) else 200
        return detail_page(request, meeting, minutes=form, status=status)
    messages.success(request, "議事録を添付しました。")
    return redirect(meeting)


@require_http_methods(["GET", "POST"])
@secretariat_required
@while_open
def meeting_drop(request, pk):
    """What goes with the meeting, then the act; a meeting that decided something stays."""
    try:
        meeting = access.meeting_for(request.standing, pk)
    except Http404:
        if not (request.method == "POST" and _has_dropped(request.user, pk)):
            raise
        messages.info(request, "この会議は、既に取り消しています。")
        return redirect("progress:home")
    form = DropMeetingForm(request.POST if request.method == "POST" else kept_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.drop_meeting(meeting, by=request.standing, **form.cleaned_data)
        except NotAllowed as refusal:
            if _has_dropped(request.user, pk):
                return redirect("progress:meeting_list", meeting.year_id)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{meeting}を取り消しました。")
            return redirect("progress:meeting_list", meeting.year_id)
    context = {
        "meeting": meeting,
        "form": form,
        "items": meeting.agenda.count(),
        "decided": meeting.has_decided,
        "page_title": f"会議の取消し（{meeting.kind}）",
        "breadcrumbs": pages.crumbs(meeting, ("会議の取消し", None)),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "progress/meetings/drop.html", context, status=status)


def _has_dropped(user, pk: int) -> bool:
    """Whether this person dropped the meeting by an earlier click."""
    return AuditRecord.objects.tells_deleted(Meeting, pk, by=user)
