"""The end of drafts: drop a decision, or settle the meeting's result."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from progress import access
from progress.decisions import settling_pages, settling_verbs
from progress.decisions.settling_forms import DropDecisionForm, SettleForm
from progress.meetings import pages as meetings_pages
from progress.reading.reports import title_of
from progress.workflow import posts
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data


@require_http_methods(["GET", "POST"])
@secretariat_required
def meeting_settle(request, pk):
    """All decisions of the meeting with 議長の確認, then the act."""
    meeting = access.meeting_for(request.standing, pk)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = SettleForm(data, meeting=access.meeting_for(request.standing, pk))
    if request.method == "POST" and form.is_valid():
        told = {**_shown(request.POST), **form.cleaned_data}
        refused = posts.attempt(request, meeting, "settle", settling_verbs.settle, **told)
        if refused is None:
            messages.success(request, "会議結果を確定しました。続けて、報告を評価済みにできます。")
            return redirect(meeting)
        form.add_error(None, refused.sentence)
    context = {
        "meeting": meeting,
        "result": settling_pages.result_of(meeting),
        "form": form,
        "page_title": f"会議結果を確定する（{meeting.kind}）",
        "breadcrumbs": meetings_pages.crumbs(meeting, ("会議結果を確定する", None)),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "progress/decisions/settle.html", context, status=status)


def _shown(sent) -> dict[str, list[int]]:
    """The decisions that the page showed, on reports and on a review."""
    names = {"decision_ids": "decision", "review_decision_ids": "review_decision"}
    return {name: posts.numbers(sent.getlist(field)) for name, field in names.items()}


@require_http_methods(["GET", "POST"])
@secretariat_required
def decision_drop(request, pk, report_pk):
    """What goes with the draft, then the act; a repeat finds it gone, which is no refusal."""
    meeting, report = access.meeting_for(request.standing, pk), access.report_at_all(report_pk)
    decision, title = meeting.decisions.with_words().filter(report=report).first(), title_of(report)
    if decision is None:
        messages.warning(request, f"「{title}」の、この会議の決定（案）はありません。")
        return redirect(meeting)
    form = DropDecisionForm(request.POST if request.method == "POST" else kept_data(request))
    if request.method == "POST" and form.is_valid():
        told = {"decision": decision, **form.cleaned_data}
        refused = posts.act(request, report, "drop_decision", settling_verbs.drop_decision, **told)
        if refused is None:
            messages.success(request, f"「{title}」の決定（案）を取り下げました。")
            return redirect(meeting)
        form.add_error(None, refused.sentence)
    context = {
        "decision": decision,
        "meeting": meeting,
        "report": report,
        "title": title,
        "asked": list(decision.follow_ups.select_related("division")),
        "form": form,
        "page_title": f"決定（案）の取下げ（{title}）",
        "breadcrumbs": meetings_pages.crumbs(meeting, ("決定（案）の取下げ", None)),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "progress/decisions/drop.html", context, status=status)
