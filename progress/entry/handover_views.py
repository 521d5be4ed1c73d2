"""Hand-over in the portal: ask the head, check and submit one or many, 部長確認."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress import access
from progress.entry import handover_pages, handover_verbs, tasks, verbs
from progress.models import StatusChange
from progress.reading.reports import shown_one
from progress.workflow import many, posts
from progress.workflow.table import may
from sakado_dx.organization.access import HEADING_ROLES
from sakado_dx.records.acting import Door

Verb = StatusChange.Verb


@require_POST
def report_ask_head(request, pk):
    """Hand a draft to the head."""
    report = access.report_to_edit(request.standing, pk)
    refused = posts.act(request, report, "ask_head", handover_verbs.ask_head)
    if refused:
        messages.error(request, refused.sentence)
        return redirect("progress:report_check", pk)
    messages.success(request, "所属長に確認を依頼しました。所属長の「担当施策」に並びます。")
    return redirect("progress:report_done", pk)


@require_GET
def report_done(request, pk):
    report = access.report_to_edit(request.standing, pk)
    told = shown_one(report, request.standing.day)
    context = {
        "report": told,
        "may_withdraw": may(request.standing, report, "withdraw"),
        "next": tasks.following(request.standing, report.pk),
        "page_title": f"{_done_words(report)}（{told.measure}）",
    }
    return render(request, "progress/entry/done.html", context)


def _done_words(report) -> str:
    """What has just been done with the report, as far as it stands."""
    if report.state in report.HANDED_IN_STATES:
        return "提出しました"
    return "所属長に依頼しました" if report.asked_at else "報告の状態"


@require_POST
def report_withdraw(request, pk):
    report = access.report_to_edit(request.standing, pk)
    refused = posts.act(request, report, "withdraw", verbs.withdraw)
    if refused:
        messages.error(request, refused.sentence)
        return redirect(report)
    messages.success(request, "提出を取り消し、下書きに戻しました。")
    return redirect("progress:report_edit", pk)


@require_http_methods(["GET", "POST"])
def head_check(request):
    """所属長の確認待ち: the drafts of my divisions, read one after the other, then handed in."""
    if not any(roles & HEADING_ROLES for roles in request.standing.divisions.values()):
        raise Http404
    prospects = handover_pages.to_submit(request.standing)
    if request.method == "POST":
        act = partial(_submit, request.standing)
        outcome = _act(request, prospects, Verb.SUBMIT, act)
        posts.say_outcome(request, outcome, "の報告を提出しました。")
        return redirect("progress:head_check" if outcome.refusals else "progress:my_measures")
    rows = [each.row for each in prospects.ready]
    more = {"gives_both": handover_pages.gives_both(request.standing, rows)}
    return _page(request, prospects, "所属長の確認待ち", "submit", **more)


@require_http_methods(["GET", "POST"])
def department_check(request):
    """部長確認: the drafts of the divisions in my 部, where the year asks for it."""
    if not request.standing.readable_division_ids - request.standing.divisions.keys():
        raise Http404
    prospects = handover_pages.to_endorse(request.standing)
    if request.method == "POST":
        act = partial(_endorse, request.standing)
        outcome = _act(request, prospects, Verb.ENDORSE, act)
        posts.say_outcome(request, outcome, "の部長確認を記録しました。")
        return redirect("progress:my_measures")
    return _page(request, prospects, "部長確認", "endorse")


def _act(request, prospects, verb: str, act) -> many.Outcome:
    return many.act_on(request.standing, prospects, posts.wanted_of(request.POST), verb, act)


def _submit(standing, report) -> None:
    verbs.submit(report, by=standing, version=report.version, door=Door.BULK)


def _endorse(standing, report) -> None:
    handover_verbs.endorse(report, by=standing, version=report.version, door=Door.BULK)


def _page(request, prospects, title: str, act: str, **more):
    context = {
        "prospects": prospects,
        "act": act,
        "page_title": title,
        "breadcrumbs": [("担当施策", tasks.my_measures_url()), (title, None)],
    }
    return render(request, "progress/entry/handover.html", context | more)
