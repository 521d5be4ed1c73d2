"""決裁: recording a 起案 for one report or for many, mending it; and the executives' 内容確認."""

from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from progress import access
from progress.approvals import pages, verbs
from progress.approvals.forms import ApprovalChangeForm, ApprovalForm
from progress.decisions.evaluating_pages import next_ready
from progress.reading.reports import title_of
from progress.workflow import asking, many, posts
from progress.workflow.posts import say_outcome, wanted_of
from sakado_dx.organization.access import secretariat_required, staff_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.records.acting import Door


@require_http_methods(["GET", "POST"])
@secretariat_required
def approve_bulk(request, year_id):
    """One 起案 for the evaluated reports of a year, each listed and each chosen by itself."""
    year = access.year_of_page(request, year_id)
    page = partial(pages.page_to_approve, year, request.GET.get("page"))
    chosen = partial(pages.to_approve, year)
    return _recording(request, year, page, chosen, lambda outcome: ("approve_bulk", year_id))


@require_http_methods(["GET", "POST"])
@secretariat_required
def report_approve(request, pk):
    """A 起案 for one report; on to the next that waits for one."""
    report = access.report_at_all(pk)
    own = partial(pages.to_approve, report.year, [pk])
    following = partial(_next_to_approve, report)
    return _recording(request, report.year, own, lambda _: own(), following, door=Door.PAGE)


def _next_to_approve(report, outcome: many.Outcome) -> tuple[str, int]:
    following = next_ready(pages.ids_to_approve(report.year), report) if outcome.done else None
    return "report_approve", following or report.pk


def _recording(request, year, page, chosen, following, door: str = Door.BULK):
    """The page of both: what can be put under a 起案, what cannot (`page` reads them, and `chosen`
    those of a form), and what the 起案 says."""
    form = ApprovalForm(request.POST if request.method == "POST" else kept_data(request))
    if request.method == "POST" and form.is_valid():
        act = partial(_approve, request.standing, form.paper() | {"door": door})
        wanted = wanted_of(request.POST)
        outcome = many.act_on(request.standing, chosen(wanted), wanted, "approve", act)
        if outcome.done:
            say_outcome(request, outcome, "の報告の決裁を記録しました。")
            name, key = following(outcome)
            return redirect(f"progress:{name}", key)
        for sentence in _why_nothing(outcome):
            form.add_error(None, sentence)
    context = {
        "year": year,
        "prospects": page(),
        "ticked": set(wanted_of(request.POST)),
        "consequences": asking.APPROVE,
        "form": form,
        "has_errors": form.is_bound and bool(form.errors),
        "approvals": pages.approvals_in(year),
        "page_title": f"決裁の記録（{year.label}実績）",
        "breadcrumbs": _crumbs(year, "決裁の記録"),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "progress/approvals/approve_bulk.html", context, status=status)


def _approve(standing, paper: dict, report) -> None:
    verbs.approve(report, by=standing, version=report.version, **paper)


def _why_nothing(outcome: many.Outcome) -> list[str]:
    """What stands against all that was chosen; what was typed stays in the form."""
    if outcome.changed:
        return [
            *outcome.refusals,
            "選んだ報告は、一覧を開いた後に変わりました。選び直してください。",
        ]
    return outcome.refusals or ["報告が選ばれていないため、記録していません。"]


def _crumbs(year, here: str) -> list:
    return [(str(year), year.get_absolute_url()), (here, None)]


@require_GET
@staff_required
def approval_detail(request, pk):
    """What a 起案 says, and the reports under it."""
    approval = access.approval_for(request.standing, pk)
    context = {
        "approval": approval,
        "year": approval.year,
        "covered": pages.covered_by(approval),
        "may_change": request.standing.is_secretariat,
        "page_title": f"決裁：{approval}",
        "breadcrumbs": _crumbs(approval.year, "決裁"),
    }
    return render(request, "progress/approvals/detail.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_required
def approval_change(request, pk):
    """Mend what is recorded of a 起案, or add its 後閲日."""
    approval = access.approval_for(request.standing, pk)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = ApprovalChangeForm(data, instance=approval)
    as_of = data.get("as_of", "") if data else approval.at.isoformat()
    is_stale = False
    if request.method == "POST" and form.is_valid():
        told = form.paper() | {"reason": form.cleaned_data["reason"], "as_of": _moment(as_of)}
        refused = posts.attempt(request, approval, "change", verbs.change_approval, **told)
        if not refused:
            messages.success(request, "決裁の記録を直しました。")
            return redirect(approval)
        form.add_error(None, refused.sentence)
        approval = refused.current
        is_stale, as_of = as_of != approval.at.isoformat(), approval.at.isoformat()
    context = {
        "approval": approval,
        "form": form,
        "as_of": as_of,
        "is_stale": is_stale,
        "has_errors": form.is_bound and bool(form.errors),
        "page_title": f"決裁の記録を直す：{approval}",
        "breadcrumbs": _crumbs(approval.year, "決裁の記録を直す"),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "progress/approvals/change.html", context, status=status)


def _moment(text: str) -> datetime | None:
    """A time that a form of ours carried; None for what cannot be one."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def content_check_bulk(request, year_id):
    """The evaluated reports that this executive has not read yet, each chosen by itself."""
    year = access.year_to_check(request.standing, year_id)
    if request.method == "POST":
        wanted = wanted_of(request.POST)
        prospects = pages.to_check(year, request.user, wanted)
        before = partial(pages.checked_before, request.user)
        act = partial(_check, request.standing, Door.BULK)
        outcome = many.act_on(request.standing, prospects, wanted, "", act, done_before=before)
        say_outcome(request, outcome, "の報告を内容確認済みにしました。")
        return redirect("progress:content_check_bulk", year_id)
    context = {
        "year": year,
        "prospects": pages.page_to_check(year, request.user, request.GET.get("page")),
        "ticked": set(),
        "consequences": asking.CHECK,
        "page_title": f"内容確認（{year.label}実績）",
        "breadcrumbs": _crumbs(year, "内容確認"),
    }
    return render(request, "progress/approvals/content_check_bulk.html", context)


def _check(standing, door: str, report) -> None:
    verbs.check_content(report, by=standing, version=report.version, door=door)


@require_http_methods(["GET", "POST"])
def report_content_check(request, pk):
    """内容確認 of one report, from the page where it was read, once its meaning was read too."""
    report = access.report_to_review(request.standing, pk)
    if not request.standing.is_executive:
        raise Http404
    if request.method == "GET":
        return _ask_check(request, report)
    refused = posts.act(request, report, "check_content", verbs.check_content)
    if refused and not report.content_checks.current().filter(by=request.user).exists():
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"「{title_of(report)}」の内容確認を記録しました。")
    return redirect("progress:report_review", pk)


def _ask_check(request, report):
    asked = asking.CHECK
    is_evaluated = report.state == report.State.EVALUATED
    context = {
        "year": report.year,
        "lead": title_of(report),
        "asking": asking.Asking(
            asked.items,
            asked.way_back,
            "読んだことを記録する（内容確認）",
            reverse("progress:report_review", args=[report.pk]),
        ),
        "refusal": "" if is_evaluated else "内容確認ができるのは、評価済みの報告です。",
        "version": report.version,
        "page_title": f"内容確認（{report.year.label}）",
        "breadcrumbs": _crumbs(report.year, "内容確認"),
    }
    return render(request, "progress/workflow/ask.html", context)
