"""Who attends a meeting, and what members answer in writing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from progress import access
from progress.meetings import member_verbs, pages
from progress.meetings.forms import AnswerForm, MemberForm
from progress.meetings.list_pages import agenda_of
from progress.meetings.open_pages import while_open
from progress.workflow.posts import version_of
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data


@require_http_methods(["GET", "POST"])
@secretariat_required
@while_open
def meeting_attendance(request, pk):
    """All members in one form; where another was faster, what stands is beside what was typed."""
    meeting = access.meeting_for(request.standing, pk)
    data = request.POST if request.method == "POST" else kept_data(request)
    forms, refusal = _forms(meeting, data), ""
    if request.method == "POST" and _all_valid(forms):
        told = {each.member.pk: each.told for each in forms}
        try:
            member_verbs.record_attendance(
                meeting, by=request.standing, version=version_of(request.POST), members=told
            )
        except (NotAllowed, Conflict) as error:
            refusal = str(error)
        else:
            messages.success(request, "出欠と回答を記録しました。")
            return redirect(meeting)
    context = {
        "meeting": access.meeting_for(request.standing, pk),
        "forms": forms,
        "refusal": refusal,
        "has_errors": bool(refusal) or any(each.errors for each in forms),
        "page_title": f"出欠と回答（{meeting.kind}）",
        "breadcrumbs": pages.crumbs(meeting, ("出欠と回答", None)),
    }
    status = 409 if refusal else 200
    return render(request, "progress/meetings/attendance.html", context, status=status)


def _all_valid(forms: list[MemberForm]) -> bool:
    """Each is asked, so that each says what it lacks."""
    return all([each.is_valid() for each in forms])  # noqa: C419


def _forms(meeting, data) -> list[MemberForm]:
    with_proxy = member_verbs.allows_proxy(meeting)
    rows = meeting.memberships.select_related("user", "meeting")
    return [MemberForm(data, member=each, allows_proxy=with_proxy) for each in rows]


@require_http_methods(["GET", "POST"])
def meeting_answer(request, pk):
    """The member's own answer to a meeting held in writing."""
    meeting = access.meeting_to_answer(request.standing, pk)
    own = meeting.memberships.get(user=request.user)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = AnswerForm(data, initial={"answer": own.answer, "comment": own.comment})
    if request.method == "POST" and form.is_valid():
        try:
            member_verbs.answer_in_writing(meeting, by=request.standing, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "回答を記録しました。")
            return redirect(meeting)
    lines = pages.agenda_lines(request.standing, meeting)
    context = {
        "meeting": meeting,
        "lines": lines,
        "agenda": agenda_of(meeting, lines, is_secretariat=False),
        "form": form,
        "page_title": f"書面開催への回答（{meeting.kind}）",
        "breadcrumbs": pages.crumbs(meeting, ("書面開催への回答", None)),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "progress/meetings/answer.html", context, status=status)
