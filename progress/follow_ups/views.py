"""指摘事項と対応: one with its thread, ask, answer, ask again, accept."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress import access
from progress.follow_ups import pages, verbs
from progress.follow_ups.forms import AnswerForm, AskAgainForm, ChangeForm
from progress.models import FollowUp, FollowUpEntry
from progress.models.follow_ups import ITS_REPORT
from progress.reading.reports import measures_of, reports_of
from progress.rights import predicates
from progress.unsent.pages import forget_sent, saved_names, unsent_of
from progress.workflow import posts
from progress.workflow.posts import Refused
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data, typed_in

Verb = FollowUpEntry.Verb


@require_GET
def follow_up_detail(request, pk):
    follow_up = access.follow_up_for(request.standing, pk)
    return _page(request, follow_up, is_first=True)


def _page(
    request, follow_up, *, is_first=False, answer=None, ask_again=None, status=200, refusal=""
):
    standing = request.standing
    may_answer = follow_up.is_open and predicates.may_answer(standing, follow_up)
    may_judge = standing.is_secretariat and follow_up.state == FollowUp.State.ANSWERED
    [report], sent = reports_of([follow_up], ITS_REPORT), answer or ask_again
    measure = measures_of([report])[report.pk]
    answer = answer or _answer_form(request, follow_up, is_first and may_answer)
    ask_again = ask_again or _form(request, AskAgainForm, is_first and may_judge)
    unsent = unsent_of(standing, follow_up.pk, {"answer": [answer], "ask-again": [ask_again]})
    context = {
        "follow_up": follow_up,
        "unsent_answer": unsent["answer"],
        "unsent_ask_again": unsent["ask-again"],
        "decision": follow_up.decision,
        "measure": measure,
        "due": pages.due_words(follow_up, standing.day),
        "thread": pages.thread_of(follow_up),
        "may_answer": may_answer,
        "may_judge": may_judge,
        "may_change": standing.is_secretariat and follow_up.is_open,
        "typed": typed_in(request) if refusal and not (may_answer or may_judge) else None,
        "answer": answer,
        "ask_again": ask_again,
        "form": sent,
        "refusal": refusal,
        "has_errors": bool(refusal),
        "page_title": f"指摘事項（{measure}）",
        "breadcrumbs": [
            ("指摘事項と対応", reverse("progress:follow_up_list")),
            (measure.title, None),
        ],
    }
    return render(request, "progress/follow_ups/detail.html", context, status=status)


def _form(request, form_class, may_come_back: bool):
    """A form of the page, with what came back to it after a login."""
    kept = kept_data(request, form_class()) if may_come_back else None
    return form_class(kept)


def _answer_form(request, follow_up, may_come_back: bool) -> AnswerForm:
    """The same of an answer, which says why where it is given on behalf."""
    on_behalf = predicates.acts_for_division(request.standing, follow_up.division_id)
    kept = kept_data(request, AnswerForm(on_behalf=on_behalf)) if may_come_back else None
    return AnswerForm(kept, on_behalf=on_behalf)


def _answer(request, follow_up, refused: Refused | None, said: str, **forms):
    """Refused, the page comes as the follow-up stands now, with what was typed."""
    if refused:
        current = access.follow_up_for(request.standing, follow_up.pk)
        return _page(request, current, status=409, refusal=refused.sentence, **forms)
    messages.success(request, said)
    return redirect(follow_up)


@require_POST
def follow_up_answer(request, pk):
    follow_up = access.follow_up_for(request.standing, pk)
    on_behalf = predicates.acts_for_division(request.standing, follow_up.division_id)
    form = AnswerForm(request.POST, on_behalf=on_behalf)
    if not form.is_valid():
        return _page(request, follow_up, answer=form)
    refused = posts.act(request, follow_up, Verb.ANSWER, verbs.answer, **form.cleaned_data)
    if not refused:
        forget_sent(request, "answer", pk, saved_names([form]))
    return _answer(request, follow_up, refused, "回答しました。", answer=form)


@require_POST
@secretariat_required
def follow_up_ask_again(request, pk):
    follow_up = access.follow_up_for(request.standing, pk)
    form = AskAgainForm(request.POST)
    if not form.is_valid():
        return _page(request, follow_up, ask_again=form)
    refused = posts.act(request, follow_up, Verb.ASK_AGAIN, verbs.ask_again, **form.cleaned_data)
    if not refused:
        forget_sent(request, "ask-again", pk, saved_names([form]))
    return _answer(request, follow_up, refused, "再度お願いしました。", ask_again=form)


@require_POST
@secretariat_required
def follow_up_accept(request, pk):
    follow_up = access.follow_up_for(request.standing, pk)
    refused = posts.act(request, follow_up, Verb.ACCEPT, verbs.accept)
    return _answer(request, follow_up, refused, "完了にしました。")


@require_http_methods(["GET", "POST"])
@secretariat_required
def follow_up_change(request, pk):
    """Other words or another day, with the reason; where another was faster, what stands is shown."""
    follow_up = access.follow_up_for(request.standing, pk)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = ChangeForm(data, initial={"what": follow_up.what, "due": follow_up.due})
    status = 200
    if request.method == "POST" and form.is_valid():
        refused = posts.act(request, follow_up, Verb.CHANGE, verbs.change, **form.cleaned_data)
        if refused is None:
            messages.success(request, "指摘事項を変更しました。")
            return redirect(follow_up)
        form.add_error(None, refused.sentence)
        status, follow_up = 409, access.follow_up_for(request.standing, pk)
    context = {
        "follow_up": follow_up,
        "form": form,
        "is_refused": status == 409,
        "page_title": "指摘事項の変更",
        "breadcrumbs": [
            ("指摘事項と対応", reverse("progress:follow_up_list")),
            ("指摘事項の変更", None),
        ],
    }
    return render(request, "progress/follow_ups/change.html", context, status=status)
