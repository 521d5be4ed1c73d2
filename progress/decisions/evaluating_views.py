"""Evaluating and approving: one report, or many after a page that lists what will happen."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from progress import access
from progress.decisions import evaluating, evaluating_pages
from progress.decisions.forms import ApprovalForm
from progress.reading.reports import title_of
from progress.workflow import many, posts
from progress.workflow.posts import say_outcome, wanted_of
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.records.acting import Door


@require_POST
@secretariat_required
def report_evaluate(request, pk):
    """Take over the meeting's decision for one report; on to the next whose decision stands."""
    report = access.report_to_review(request.standing, pk)
    refused = posts.act(request, report, "evaluate", evaluating.evaluate)
    if refused:
        messages.error(request, refused.sentence)
        return _back(request, report)
    messages.success(request, f"「{title_of(report)}」を評価済みにしました。")
    following = evaluating_pages.next_ready(evaluating_pages.to_evaluate(report.year), report)
    return _back(request, report, following)


def _back(request, report, following=None):
    """To the item of an agenda that the form names, else to the review page of the next."""
    pk = posts.number(request.POST.get("item", ""))
    if pk is not None:
        item = report.agenda_items.filter(pk=pk).first()
        if item is not None:
            return redirect("progress:meeting_project", item.meeting_id, item.pk)
    return redirect("progress:report_review", (following or report).pk)


@require_http_methods(["GET", "POST"])
@secretariat_required
def evaluate_bulk(request, year_id):
    """All reports of the year whose decision stands; what is refused, and why."""
    year = access.year_at_all(year_id)
    prospects = evaluating_pages.to_evaluate(year)
    if request.method == "POST":
        act = partial(_evaluate, request.standing)
        outcome = many.act_on(request.standing, prospects, wanted_of(request.POST), "evaluate", act)
        say_outcome(request, outcome, "を評価済みにしました。")
        return redirect("progress:evaluate_bulk", year_id)
    context = {
        "year": year,
        "prospects": prospects,
        "ticked": {each.row.pk for each in prospects.ready},
        "page_title": f"まとめて評価済みにする（{year.label}実績）",
        "breadcrumbs": _queue_crumbs(year, "まとめて評価済みにする"),
    }
    return render(request, "progress/decisions/evaluate_bulk.html", context)


def _queue_crumbs(year, here: str) -> list:
    return [("事務局確認", reverse("progress:queue", args=[year.pk])), (here, None)]


def _evaluate(standing, report):
    evaluating.evaluate(report, by=standing, version=report.version, door=Door.BULK)


@require_http_methods(["GET", "POST"])
def approve_bulk(request, year_id):
    """決裁 of the evaluated reports of a year, each listed and each chosen by itself."""
    year = access.year_at_all(year_id)
    return _approval(
        request, year, evaluating_pages.to_approve(year), "progress:approve_bulk", year_id
    )


@require_http_methods(["GET", "POST"])
def report_approve(request, pk):
    """決裁 of one report."""
    report = access.report_to_approve(request.standing, pk)
    prospects = evaluating_pages.to_approve(report.year, only=pk)
    return _approval(request, report.year, prospects, "progress:report_approve", pk, door=Door.PAGE)


def _approval(request, year, prospects, name: str, key: int, door: str = Door.BULK):
    """The page of both: executives decide here, the secretariat records what paper says."""
    standing = request.standing
    is_record = request.method == "POST" and "record" in request.POST
    if not _has_page(request, is_record):
        raise Http404
    form = ApprovalForm(request.POST if is_record else kept_data(request))
    if request.method == "POST" and (not is_record or form.is_valid()):
        paper = form.cleaned_data if is_record else {}
        act = partial(_approve, standing, paper | {"door": door})
        wanted = wanted_of(request.POST)
        outcome = many.act_on(standing, prospects, wanted, "approve", act)
        say_outcome(request, outcome, "を決裁済みにしました。")
        return redirect(
            name, _next_to_approve(year, key) if outcome.done and door == Door.PAGE else key
        )
    context = {
        "year": year,
        "prospects": prospects,
        "ticked": _ticked_ids(request, prospects),
        "form": form,
        "may_decide": standing.is_executive,
        "may_record": standing.is_secretariat,
        "page_title": f"決裁（{year.label}実績）",
        "breadcrumbs": [("ホーム", year.get_absolute_url()), ("決裁", None)],
    }
    return render(request, "progress/decisions/approve_bulk.html", context)


def _next_to_approve(year, key: int) -> int:
    """The next report that waits for 決裁 after the one just approved, else that one."""
    report = year.reports.select_related("measure").get(pk=key)
    following = evaluating_pages.next_ready(evaluating_pages.to_approve(year), report)
    return (following or report).pk


def _has_page(request, is_record: bool) -> bool:
    """Both may look; deciding is the executives', recording the secretariat's."""
    standing = request.standing
    if request.method == "GET":
        return standing.is_executive or standing.is_secretariat
    return standing.is_secretariat if is_record else standing.is_executive


def _ticked_ids(request, prospects) -> set[int]:
    """All at first; of a form that comes again, those that were ticked."""
    if request.method != "POST":
        return {each.row.pk for each in prospects.ready}
    return set(wanted_of(request.POST))


def _approve(standing, paper: dict, report):
    evaluating.approve(report, by=standing, version=report.version, **paper)
