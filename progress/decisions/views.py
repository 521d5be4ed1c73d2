"""What a meeting looks at and decides: one item, or all the rest."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from measures.models import PlanWord
from progress import access
from progress.decisions import verbs
from progress.decisions.forms import DecisionForm
from progress.follow_ups import verbs as follow_ups
from progress.follow_ups.forms import (
    RequestForm,
    RequestForms,
    requests_of,
)
from progress.meetings import agenda
from progress.meetings import pages as meetings_pages
from progress.meetings.item_pages import item_page, kept_item_page
from progress.workflow import posts
from progress.workflow.posts import versions_of
from progress.workflow.refusals import Incomplete, NotAllowed
from progress.workflow.table import may
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.organization.members import mannings
from sakado_dx.organization.models import Division


@require_GET
def meeting_project(request, pk, item_pk):
    """One item in big type: finding, chart, issues, proposal, earlier decisions."""
    item = access.agenda_item_for(request.standing, pk, item_pk)
    if item.report_id is None:
        return _matter_page(request, item)
    shown = kept_item_page(request.standing, item)
    context = {
        "meeting": item.meeting,
        "shown": shown,
        "report": shown.report,
        "is_secretariat": request.standing.is_secretariat,
        "may_evaluate": may(request.standing, shown.row, "evaluate"),
        "page_title": str(shown.report.measure),
        "breadcrumbs": meetings_pages.crumbs(item.meeting, (str(shown.report.measure), None)),
    }
    return render(request, "progress/decisions/project.html", context)


def _matter_page(request, item):
    """A matter that is no report's: nothing is decided on it here but what the minutes say."""
    context = {
        "meeting": item.meeting,
        "item": item,
        "steps": agenda.steps_of(item),
        "page_title": item.title,
        "breadcrumbs": meetings_pages.crumbs(item.meeting, (item.title, None)),
    }
    return render(request, "progress/decisions/matter.html", context)


def request_kwargs(standing, lead: Division | None) -> dict:
    """What a form needs that asks something of a division; 2 queries."""
    divisions = Division.objects.in_force(standing.day).filter(kind=Division.Kind.DIVISION)
    manned = {pk for pk, each in mannings(standing.day).items() if each.roles}
    return {"divisions": list(divisions), "manned": manned, "lead": lead}


@require_http_methods(["GET", "POST"])
@secretariat_required
def decision_edit(request, pk, item_pk):
    """Record the decision on one item; once it stands, show it and take further requests."""
    item = access.report_item_for(request.standing, pk, item_pk)
    shown = item_page(request.standing, item)
    if request.method == "POST":
        return _decide(request, item, shown)
    if shown.decision is not None:
        return _decided_page(request, item, shown)
    form, requests = _forms(request, shown, kept_data(request))
    return _decision_page(request, item, shown, form, requests)


def _forms(request, shown, data=None):
    report = shown.row
    words = list(PlanWord.objects.filter(plan=report.year.plan_id))
    proposal = agenda.proposal_of(report, shown.item.meeting)
    form = DecisionForm(data, year=report.year, words=words, proposal=proposal)
    form_kwargs = request_kwargs(request.standing, report.lead_division(request.standing.day))
    return form, RequestForms(data, prefix="request", form_kwargs=form_kwargs)


def _decision_page(request, item, shown, form, requests, status=200, refusal=""):
    has_errors = bool(refusal or form.errors or any(requests.errors))
    context = {
        "meeting": item.meeting,
        "shown": shown,
        "report": shown.report,
        "form": form,
        "requests": requests,
        "refusal": refusal,
        "has_errors": has_errors,
        "page_title": f"決定の記録（{shown.report.measure}）",
        "breadcrumbs": meetings_pages.crumbs(item.meeting, ("決定の記録", None)),
    }
    return render(request, "progress/decisions/edit.html", context, status=status)


def _decide(request, item, shown):
    form, requests = _forms(request, shown, request.POST)
    if not (form.is_valid() and requests.is_valid()):
        return _decision_page(request, item, shown, form, requests)
    told = {"requests": requests_of(requests), **form.cleaned_data}
    refused = posts.act(request, item, "decide", _decide_item, **told)
    if refused and refused.missing:
        for each in refused.missing:
            form.add_error(each.field if each.field in form.fields else None, each.sentence)
        return _decision_page(request, item, shown, form, requests)
    if refused:
        page = {"status": 409, "refusal": refused.sentence}
        return _decision_page(request, item, shown, form, requests, **page)
    messages.success(request, f"「{shown.report.measure}」の決定を記録しました。")
    return redirect("progress:meeting_project", item.meeting_id, item.pk)


def _decide_item(item, **told) -> None:
    verbs.decide(item.meeting, item.report, **told)


def _decided_page(request, item, shown):
    given = request_kwargs(request.standing, shown.row.lead_division(request.standing.day))
    form = RequestForm(kept_data(request, RequestForm(**given)), **given)
    return decided_page(request, item, shown, form)


def decided_page(request, item, shown, form, status=200):
    """A decision that stands, with the form that asks something more of a division."""
    context = {
        "meeting": item.meeting,
        "shown": shown,
        "report": shown.report,
        "form": form,
        "may_evaluate": may(request.standing, shown.row, "evaluate"),
        "page_title": f"会議の決定（{shown.report.measure}）",
        "breadcrumbs": meetings_pages.crumbs(item.meeting, ("会議の決定", None)),
    }
    return render(request, "progress/decisions/detail.html", context, status=status)


@require_http_methods(["GET", "POST"])
@secretariat_required
def meeting_rest(request, pk):
    """その他は事務局案のとおり了承: first what it covers, then the act."""
    meeting = access.meeting_for(request.standing, pk)
    refusal = ""
    if request.method == "POST":
        try:
            made = verbs.decide_rest(
                meeting, by=request.standing, versions=versions_of(request.POST)
            )
        except NotAllowed as error:
            refusal = str(error)
        else:
            messages.success(
                request, f"その他{len(made)}件を、事務局案のとおり了承と記録しました。"
            )
            return redirect(meeting)
    rest = agenda.rest_of(meeting)
    context = {
        "meeting": meeting,
        "rest": rest,
        "refusal": refusal,
        "has_errors": bool(refusal),
        "page_title": "その他は事務局案のとおり了承",
        "breadcrumbs": meetings_pages.crumbs(meeting, ("その他の了承", None)),
    }
    return render(request, "progress/decisions/rest.html", context, status=409 if refusal else 200)


@require_POST
@secretariat_required
def follow_up_ask(request, pk):
    """Ask something more after the decision `pk`."""
    decision = access.decision_at_all(pk)
    item = get_object_or_404(decision.meeting.agenda, report=decision.report_id)
    item.meeting = decision.meeting
    shown = item_page(request.standing, item)
    lead = shown.row.lead_division(request.standing.day)
    form = RequestForm(request.POST, **request_kwargs(request.standing, lead))
    if form.is_valid():
        try:
            follow_ups.ask(decision, by=request.standing, request=form.request)
        except Incomplete as refusal:
            for each in refusal.missing:
                form.add_error(each.field, each.sentence)
        else:
            messages.success(request, "指摘事項を加えました。")
            return redirect("progress:decision_edit", item.meeting_id, item.pk)
    return decided_page(request, item, shown, form)
