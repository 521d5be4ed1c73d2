"""What the secretariat does: see who has reported, read, comment, return, confirm."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from measures.models import PlanWord
from progress import access
from progress.desk import back_pages, pages, verbs
from progress.desk.forms import AloneForm, CommentForm, QueueFilter, ReopenForm, SendBackForm
from progress.desk.next_steps import next_steps
from progress.entry import answers, cautions, contribution_pages, evidence_pages, merging
from progress.meetings import pages as meetings_pages
from progress.models import ProgressReport
from progress.reading.inputs import inputs_of
from progress.reading.reports import last_year, shown_one, title_of
from progress.rights import lookups, predicates
from progress.unsent.pages import forget_sent, saved_names, unsent_of
from progress.workflow import posts
from progress.workflow.posts import Refused
from progress.workflow.table import may
from sakado_dx import fiscal
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data

PER_PAGE = 100
ON_THE_DESK = (ProgressReport.State.SUBMITTED, ProgressReport.State.CONFIRMED)


@require_GET
@secretariat_required
def queue(request, year_id):
    year = access.year_at_all(year_id)
    today = timezone.localdate()
    rows = pages.queue_rows(year, today)
    divisions = pages.by_division(rows, year)
    form = QueueFilter(request.GET, divisions=[(each.division_id, each.name) for each in divisions])
    shown = pages.in_desk_order(form.narrowed(rows))
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "year": year,
        "rows": page.object_list,
        "page_obj": page,
        "total": len(rows),
        "divisions": divisions,
        "states": ProgressReport.State.choices,
        "form": form,
        "today": today,
        "deadline": pages.deadline_of(year, today),
        "steps": next_steps(request.standing, year),
        "page_title": f"事務局確認（{fiscal.label_name(year.fiscal_year)}）",
    }
    return render(request, "progress/desk/queue.html", context)


@require_GET
def report_review(request, pk):
    report = access.report_to_review(request.standing, pk)
    return _review_page(request, report, is_first=True)


def _review_page(request, report, *, is_first=False, status=200, refusal="", **typed):
    """The report as it stands; `typed` are the forms as they were sent."""
    told, authors = shown_one(report, request.standing.day), lookups.author_ids(report)
    may_send_back = report.state in ON_THE_DESK or bool(typed)
    send_back, comment = _forms(request, report, is_first and may_send_back)
    wrote = request.user.pk in authors
    forms = {"send_back": send_back, "comment": comment, "alone": AloneForm() if wrote else None}
    forms |= typed
    unsent = unsent_of(
        request.standing,
        report.pk,
        {
            "comment": [forms["comment"]],
            "send-back": [forms["send_back"]],
            "confirm": [forms["alone"]] if forms["alone"] else [],
        },
    )
    context = {
        **_told(request.standing, report, told),
        **_acts(request.standing, report, authors),
        **forms,
        "unsent_comment": unsent["comment"],
        "unsent_send_back": unsent["send-back"],
        "unsent_confirm": unsent["confirm"],
        "may_send_back": may_send_back,
        "is_author": wrote,
        "other_forms": [each for each in (forms["comment"], forms["alone"]) if each],
        "refusal": refusal,
        "has_errors": bool(refusal) or any(each.errors for each in forms.values() if each),
        "page_title": f"報告の確認（{told.measure}）",
        "breadcrumbs": [
            ("事務局確認" if request.standing.is_secretariat else "ホーム", _desk(request, report)),
            (str(told.measure), None),
        ],
    }
    return render(request, "progress/desk/review.html", context, status=status)


def _told(standing, report, told) -> dict:
    """What the report says, beside last year, and what was said and decided of it."""
    before = last_year(report) if access.may_read_last_year(standing, report) else None
    decisions = meetings_pages.decisions_of(standing, report.measure)
    own = [each for each in decisions if each.report_id == report.pk]
    asked = inputs_of(report, told.edition).asked
    thread = pages.thread_of(report)
    last_return = next((each for each in thread if each.is_return), None)
    said = last_return.said if last_return else None
    sections = answers.compared(report, told, before, said)
    return {
        "report": told,
        "shown_state": report.shown_state,
        "answers": sections,
        "last_return": last_return,
        "mended": answers.mended(sections),
        "return_answer": pages.answer_to(last_return, thread),
        "last_year": before,
        "parts": contribution_pages.parts_of(report, told.edition, asked),
        "cautions": cautions.cautions_of(report),
        "evidence": evidence_pages.present(report),
        "findings": pages.findings_of(report),
        "decisions": decisions,
        "judgements": meetings_pages.judgements_of(standing, report, told, own),
        "approvals": list(report.approvals.with_paper()),
        "checks": list(report.content_checks.with_names()),
        "thread": thread,
        "is_handed_in": report.state in ProgressReport.HANDED_IN_STATES,
    }


def _acts(standing, report, authors: set[int]) -> dict:
    """What this person may do with it now."""
    may_confirm = may(standing, report, "confirm")
    return {
        "may_answer": standing.is_secretariat and report.is_editable,
        "may_evaluate": may(standing, report, "evaluate"),
        "may_approve": may(standing, report, "approve"),
        "may_check": _may_check(standing, report),
        "may_confirm": may_confirm,
        "unconfirming": back_pages.unconfirming(standing, report),
        "confirmers": [] if may_confirm else lookups.confirmers(authors, standing.day),
        "is_same_division": predicates.is_same_division(standing, report),
    }


def _may_check(standing, report) -> bool:
    """Whether this person may still say that he has read it (内容確認)."""
    if not predicates.may_check_content(standing, report):
        return False
    return not report.content_checks.current().filter(by=standing.user).exists()


def _forms(request, report, may_come_back: bool) -> tuple[SendBackForm, CommentForm]:
    """The forms of the page, with what came back to one of them after a login."""
    words = list(PlanWord.objects.filter(plan=report.year.plan_id))
    forms = SendBackForm(), CommentForm(report=report, words=words)
    if not may_come_back or not request.standing.is_secretariat:
        return forms
    reason, note = (kept_data(request, each) for each in forms)
    return SendBackForm(reason), CommentForm(note, report=report, words=words)


def _desk(request, report) -> str:
    """Where this person came from: executives have no 事務局確認."""
    name = "queue" if request.standing.is_secretariat else "dashboard"
    return reverse(f"progress:{name}", args=[report.year_id])


def _answer(request, report, refused: Refused | None, said: str, **forms):
    """On to the next report in line; refused, the page comes again with what was typed."""
    if refused:
        page = {"status": 409, "refusal": refused.sentence}
        return _review_page(request, refused.current, **page, **forms)
    messages.success(request, f"「{title_of(report)}」{said}")
    return _next(request, report)


def _next(request, report):
    following = pages.next_in_line(report, request.standing)
    if following is None:
        messages.info(request, "あなたの確認を待っている報告は、ほかにありません。")
        return redirect(_desk(request, report))
    return redirect("progress:report_review", following.pk)


@require_POST
def report_confirm(request, pk):
    report = access.report_to_review(request.standing, pk)
    form = AloneForm(request.POST)
    alone = predicates.confirms_alone(request.standing, lookups.author_ids(report))
    if alone and not form.is_valid():
        return _review_page(request, report, alone=form)
    told = form.cleaned_data if alone else {}
    refused = posts.act(request, report, "confirm", verbs.confirm, **told)
    if not refused:
        forget_sent(request, "confirm", pk)
    return _answer(
        request, report, refused, "を確認しました。", **({"alone": form} if alone else {})
    )


@require_POST
def report_send_back(request, pk):
    report = access.report_to_review(request.standing, pk)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _review_page(request, report, send_back=form)
    refused = posts.act(request, report, "send_back", verbs.send_back, **form.cleaned_data)
    if not refused:
        forget_sent(request, "send-back", pk, saved_names([form]))
    return _answer(request, report, refused, "を差し戻しました。", send_back=form)


@require_POST
def report_comment(request, pk):
    report = access.report_to_review(request.standing, pk)
    words = list(PlanWord.objects.filter(plan=report.year.plan_id))
    data = merging.chosen_of(request.POST, lambda: [CommentForm(report=report, words=words)])
    form = CommentForm(data, report=report, words=words)
    if not form.is_valid():
        return _review_page(request, report, comment=form)
    refused = posts.act(request, report, "comment", verbs.comment, **form.cleaned_data)
    if refused:
        page = {"status": 409, "refusal": refused.sentence}
        return _review_page(request, refused.current, comment=form, **page)
    forget_sent(request, "comment", pk, saved_names([form]))
    messages.success(request, "所見を保存しました。")
    return redirect("progress:report_review", pk)


@require_http_methods(["GET", "POST"])
@secretariat_required
def report_reopen(request, pk):
    """Send an evaluated report back to its division, with a reason."""
    report = access.report_at_all(pk)
    title = title_of(report)
    return posts.with_reason(
        request,
        report,
        title,
        "reopen",
        verbs.reopen,
        ReopenForm,
        template="progress/desk/reopen.html",
        title="評価を取り消して差し戻す",
        said=f"「{title}」を差し戻しました。所管課が直せます。",
    )
