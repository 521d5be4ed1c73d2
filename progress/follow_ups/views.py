"""指摘事項と対応: the list, one with its thread, ask, answer, ask again, accept."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from progress import access
from progress.follow_ups import pages, verbs
from progress.follow_ups.forms import AnswerForm, AskAgainForm, FollowUpFilter
from progress.models import FollowUp, ReviewYear
from progress.reading.reports import measures_of
from progress.rights import predicates
from progress.workflow.posts import version_of
from progress.workflow.refusals import Conflict, NotAllowed
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data, typed_in


@require_GET
def follow_up_list(request):
    """What meetings asked of divisions, filtered by GET; at first what is not finished."""
    years = list(ReviewYear.objects.newest_first())
    form = FollowUpFilter(request.GET or {"state": FollowUpFilter.OPEN}, years=years)
    context = {
        "form": form,
        "rows": pages.readable_follow_ups(request.standing, **form.chosen),
        "page_title": "指摘事項と対応",
    }
    return render(request, "progress/follow_ups/list.html", context)


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
    report = follow_up.decision.report
    measure = measures_of([report])[report.pk]
    context = {
        "follow_up": follow_up,
        "decision": follow_up.decision,
        "measure": measure,
        "due": pages.due_words(follow_up, standing.day),
        "thread": pages.thread_of(follow_up),
        "may_answer": may_answer,
        "may_judge": may_judge,
        "typed": typed_in(request) if refusal and not (may_answer or may_judge) else None,
        "answer": answer or _form(request, AnswerForm, is_first and may_answer),
        "ask_again": ask_again or _form(request, AskAgainForm, is_first and may_judge),
        "form": answer or ask_again,
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
    return form_class(kept, label_suffix="")


def _act(request, follow_up, act: Callable[[int], object], said: str, **forms):
    """A step on the version that was read; refused, the page comes with what was typed."""
    version = version_of(request.POST)
    verb = act.__name__
    try:
        act(version)
    except (Conflict, NotAllowed) as refusal:
        current = access.follow_up_for(request.standing, follow_up.pk)
        if not _is_repeat(request, current, verb, version):
            return _page(request, current, status=409, refusal=str(refusal), **forms)
    messages.success(request, said)
    return redirect(follow_up)


def _is_repeat(request, current: FollowUp, verb: str, version: int) -> bool:
    """Whether the newest step is this person's same one on this version: a double click."""
    last = current.entries.order_by("-at", "-pk").first()
    same = last is not None and (last.verb, last.by_id) == (verb, request.user.pk)
    return same and current.version == version + 1


@require_POST
def follow_up_answer(request, pk):
    follow_up = access.follow_up_for(request.standing, pk)
    form = AnswerForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, follow_up, answer=form)

    def answer(version: int):
        verbs.answer(follow_up, by=request.standing, version=version, **form.cleaned_data)

    return _act(request, follow_up, answer, "回答しました。", answer=form)


@require_POST
@secretariat_required
def follow_up_ask_again(request, pk):
    follow_up = access.follow_up_for(request.standing, pk)
    form = AskAgainForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, follow_up, ask_again=form)

    def ask_again(version: int):
        verbs.ask_again(follow_up, by=request.standing, version=version, **form.cleaned_data)

    return _act(request, follow_up, ask_again, "再度お願いしました。", ask_again=form)


@require_POST
@secretariat_required
def follow_up_accept(request, pk):
    follow_up = access.follow_up_for(request.standing, pk)

    def accept(version: int):
        verbs.accept(follow_up, by=request.standing, version=version)

    return _act(request, follow_up, accept, "完了にしました。")
