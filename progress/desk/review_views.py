"""The review: one report after the other, read, commented, returned, confirmed by one form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from progress import access
from progress.desk import pages, review_forms, review_pages, verbs
from progress.desk.review_forms import AloneForm, CommentForm, ReviewForms, SendBackForm
from progress.entry import merging
from progress.entry.menu_pages import asking_for_menu
from progress.reading.reports import shown_one, title_of
from progress.rights import lookups, predicates
from progress.unsent.pages import forget_sent, saved_names, unsent_at
from progress.workflow import posts
from progress.workflow.table import may
from sakado_dx.organization.keeping import kept_data


@require_GET
def report_review(request, pk):
    report = access.report_to_review(request.standing, pk)
    review_pages.ask_ahead(request.standing, report, asking_for_menu(request))
    authors = report.authors_read = lookups.author_ids(report)
    forms = _as_kept(request, report, predicates.confirms_alone(request.standing, authors))
    return _review_page(request, report, forms, authors)


def _as_kept(request, report, wrote: bool) -> ReviewForms:
    """The form as it is stored, with what came back to it after a login."""
    words = review_forms.words_of(report)
    forms = CommentForm(report=report, words=words), SendBackForm(), AloneForm()
    if not may(request.standing, report, "comment"):  # nothing takes it: the page gives it back
        return ReviewForms(forms[0], forms[1], forms[2] if wrote else None)
    note, reason, alone = (kept_data(request, each) for each in forms)
    comment = CommentForm(note, report=report, words=words)
    return ReviewForms(comment, SendBackForm(reason), AloneForm(alone) if wrote else None)


def _review_page(request, report, forms, authors, *, status=200, **more):
    """The report as it stands, with the form as it was sent, or as it is stored."""
    standing, told = request.standing, shown_one(report, request.standing.day)
    is_typed = any(each.is_bound for each in forms.all)
    writes = is_typed or may(standing, report, "comment")
    unsent = unsent_at(standing, "comment", report.pk, forms.all if writes else [])
    content = review_pages.told_of(standing, report, told)
    context = {
        **content,
        **review_pages.acts_of(standing, report, authors, content["approvals"]),
        "line": pages.line_of(report, standing) if standing.is_secretariat else None,
        "forms": forms,
        "unsent": unsent,
        "is_typed": is_typed,
        "has_errors": bool(more.get("refusal")) or forms.has_errors,
        "page_title": f"報告の確認（{told.measure}）",
        "breadcrumbs": [
            ("事務局確認" if standing.is_secretariat else "ホーム", _desk(request, report)),
            (str(told.measure), None),
        ],
    }
    return render(request, "progress/desk/review.html", context | more, status=status)


def _desk(request, report) -> str:
    """Where this person came from: executives have no 事務局確認."""
    name = "queue" if request.standing.is_secretariat else "dashboard"
    return reverse(f"progress:{name}", args=[report.year_id])


@require_POST
def report_confirm(request, pk):
    said = "「{}」を確認しました。"
    return _act(request, pk, "confirm", verbs.confirm, ("comment", "alone"), said)


@require_POST
def report_send_back(request, pk):
    said = "「{}」を差し戻しました。"
    return _act(request, pk, "send_back", verbs.send_back, ("comment", "send_back"), said)


@require_POST
def report_comment(request, pk):
    return _act(request, pk, "comment", verbs.comment, ("comment",), "所見を保存しました。")


def _act(request, pk, verb, do, parts, said):
    """Do what the button says with the parts of the form that belong to it; what is refused comes
    again with all that was typed."""
    report = access.report_to_review(request.standing, pk)
    authors = lookups.author_ids(report)
    if not predicates.confirms_alone(request.standing, authors):
        parts = tuple(each for each in parts if each != "alone")
    words, post = review_forms.words_of(report), request.POST
    stored = CommentForm(report=report, words=words)
    if posts.version_of(post) == report.version:
        post = merging.chosen_of(post, lambda: [stored])
        if merging.unanswered(post):
            forms = review_forms.sent(report, words, request.POST, verb, *parts)
            return _both_texts(request, report, forms, authors, stored, merging.UNCHOSEN)
    forms = review_forms.sent(report, words, post, verb, *parts)
    if forms.has_errors:
        return _review_page(request, report, forms, authors)
    refused = posts.act(request, report, verb, do, **forms.told)
    if refused:
        stored = CommentForm(report=refused.current, words=words)
        return _both_texts(request, refused.current, forms, authors, stored, refused.sentence)
    forget_sent(request, "comment", pk, saved_names(forms.needed))
    messages.success(request, said.format(title_of(report)))
    return redirect("progress:report_review", pk) if verb == "comment" else _next(request, report)


def _both_texts(request, report, forms, authors, stored, refusal):
    """409: what was typed beside what is stored by now."""
    differing = list(review_forms.differences(forms.comment, stored))
    more = {"refusal": refusal, "differences": differing, "other": report.changes.last()}
    return _review_page(request, report, forms, authors, status=409, **more)


def _next(request, report):
    """On to the next report that this person can act on."""
    following = pages.line_of(report, request.standing).following
    if following is None:
        messages.info(request, "あなたの確認を待っている報告は、ほかにありません。")
        return redirect(_desk(request, report))
    return redirect("progress:report_review", following)
