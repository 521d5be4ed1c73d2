"""Evaluating: one report, or many after a page that lists what will happen."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from progress import access
from progress.decisions import evaluating, evaluating_pages
from progress.reading.reports import title_of
from progress.workflow import asking, many, posts
from progress.workflow.posts import say_outcome, wanted_of
from sakado_dx.organization.access import secretariat_required
from sakado_dx.records.acting import Door


@require_http_methods(["GET", "POST"])
@secretariat_required
def report_evaluate(request, pk):
    """Take over the meeting's decision for one report, once its consequences were read; on to
    the next whose decision stands."""
    report = access.report_to_review(request.standing, pk)
    if request.method == "GET":
        return _ask(request, report)
    refused = posts.act(request, report, "evaluate", evaluating.evaluate)
    if refused:
        messages.error(request, refused.sentence)
        return _back(request, report)
    messages.success(request, f"「{title_of(report)}」を評価済みにしました。")
    ids = evaluating_pages.ids_to_evaluate(report.year)
    following = evaluating_pages.next_ready(ids, report)
    return _back(request, report, following)


def _ask(request, report):
    """What the evaluation would take over, and what follows from it."""
    decision = evaluating.decision_in_force(report)
    taken = (
        f"{decision.meeting}の決定（{decision.judgement}、{decision.outlook}）" if decision else ""
    )
    asked = asking.EVALUATE
    item = request.GET.get("item", "")
    context = {
        "year": report.year,
        "lead": f"{title_of(report)}　{taken}",
        "asking": asking.Asking(
            asked.items,
            asked.way_back,
            "この決定により評価済みにする",
            reverse("progress:report_review", args=[report.pk]),
        ),
        "refusal": evaluating_pages.against_evaluation(report, decision),
        "version": report.version,
        "hidden": {"item": item} if item else {},
        "page_title": f"評価済みにする（{report.year.label}）",
        "breadcrumbs": _queue_crumbs(report.year, "評価済みにする"),
    }
    return render(request, "progress/workflow/ask.html", context)


def _back(request, report, following=None):
    """To the item of an agenda that the form names, else to the review page of the next."""
    pk = posts.number(request.POST.get("item", ""))
    if pk is not None:
        item = report.agenda_items.filter(pk=pk).first()
        if item is not None:
            return redirect("progress:meeting_project", item.meeting_id, item.pk)
    return redirect("progress:report_review", following or report.pk)


@require_http_methods(["GET", "POST"])
@secretariat_required
def evaluate_bulk(request, year_id):
    """All reports of the year whose decision stands; what is refused, and why."""
    year = access.year_of_page(request, year_id)
    if request.method == "POST":
        act, wanted = partial(_evaluate, request.standing), wanted_of(request.POST)
        prospects = evaluating_pages.to_evaluate(year, wanted)
        outcome = many.act_on(request.standing, prospects, wanted, "evaluate", act)
        say_outcome(request, outcome, "を評価済みにしました。")
        return redirect("progress:evaluate_bulk", year_id)
    context = {
        "year": year,
        "prospects": evaluating_pages.page_to_evaluate(year, request.GET.get("page")),
        "ticked": set(),
        "consequences": asking.EVALUATE,
        "page_title": f"まとめて評価済みにする（{year.label}実績）",
        "breadcrumbs": _queue_crumbs(year, "まとめて評価済みにする"),
    }
    return render(request, "progress/decisions/evaluate_bulk.html", context)


def _queue_crumbs(year, here: str) -> list:
    return [("事務局確認", reverse("progress:queue", args=[year.pk])), (here, None)]


def _evaluate(standing, report):
    evaluating.evaluate(report, by=standing, version=report.version, door=Door.BULK)
