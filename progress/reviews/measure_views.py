"""施策見直し調書: read, fill in, hand in, take back, send back, 事務局案."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress import access
from progress.entry import merging
from progress.entry.menu_pages import asking_for_menu
from progress.reviews import fetching, measure_verbs, pages
from progress.reviews import measure_pages as papers
from progress.reviews.indicators import asked_targets
from progress.reviews.measure_forms import OnBehalfForm, ProposalForm, SendBackForm
from progress.rights import predicates
from progress.unsent.pages import forget_sent, has_unsent, saved_names, unsent_at
from progress.workflow import posts
from progress.workflow.posts import version_of
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from sakado_dx.forms import READ
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data

FORM = "measure-review"  # as unsent input names it
Verb = measure_verbs.Verb


def crumbs(row, last: str | None = None) -> list[tuple]:
    """The way from the list of reviews to a 調書."""
    here = [(str(row.measure), row.get_absolute_url() if last else None)]
    return pages.way_to(row.review, *here, *([(last, None)] if last else []))


@require_GET
def measure_review(request, pk):
    """A 調書 with the measure's years, and what this person may do."""
    row = fetching.measure_review_for(request.standing, pk)
    papers.ask_ahead(row, asking_for_menu(request))
    return _page(request, row)


def _page(request, row, *, status=200, refusal="", **forms):
    standing = request.standing
    acts, history = papers.acts_of(standing, row), papers.history_of(row)
    line, _ = papers.line_of(row)
    may_judge = acts["may_judge"]
    words, others = (papers.outlooks_of(row), papers.others_of(row)) if may_judge else ((), ())
    proposal = ProposalForm(row=row, words=words, measures=others) if may_judge else None
    sent = next(iter(forms.values()), None)
    context = {
        "row": row,
        "line": line,
        "cells": [(each, pages.cell_words(each)) for each in line.years],
        "reasons": pages.reasons_of(line),
        "said": papers.said_in(row, asked_targets(row)),
        "shows_proposal": row.proposed_at and predicates.reads_all_reviews(standing),
        **papers.trail_of(standing, row),
        "missing": papers.missing_for(row),
        "deadline": row.review.deadline(standing.day),
        "history": history,
        "returned": papers.last_return(row, history),
        **acts,
        "behalf": forms.get("behalf") or (OnBehalfForm() if acts["on_behalf"] else None),
        "send_back": forms.get("send_back") or SendBackForm(),
        "proposal": forms.get("proposal") or proposal,
        "form": sent,
        "refusal": refusal,
        "has_errors": bool(refusal),
        "page_title": f"施策見直し調書（{row.measure}）",
        "breadcrumbs": crumbs(row),
    }
    return render(request, "progress/reviews/measure.html", context, status=status)


@require_http_methods(["GET", "POST"])
def measure_review_edit(request, pk):
    """The form of a 調書."""
    row = access.measure_review_to_fill(request.standing, pk)
    if request.method == "POST":
        return _save(request, row)
    if not row.is_editable:
        return _too_late(request, row)
    papers.ask_ahead(row, asking_for_menu(request))
    data = kept_data(request)
    as_sent = {"version": version_of(data), READ: data.get(READ, "")} if data else {}
    return _form_page(request, papers.paper_of(request.standing, row, data), **as_sent)


def _too_late(request, row):
    """Nothing can be entered any more; what was typed before is shown to copy."""
    sentence = f"この調書は「{row.get_state_display()}」のため、記入できません。"
    if not row.review.is_under_way:
        sentence = measure_verbs.TAKEN_OVER
    if has_unsent(request.standing, FORM, row.pk):
        messages.warning(request, f"{sentence}入力していた内容は、ここから写せます。")
        return redirect("progress:unsent_list")
    messages.info(request, sentence)
    return redirect(row)


def _form_page(request, paper, status=200, **more):
    row = paper.row
    unsent = unsent_at(request.standing, FORM, row.pk, paper.all_forms)
    line, _ = papers.line_of(row)
    history = papers.history_of(row)
    context = {
        "row": row,
        "paper": paper,
        "form": paper.form,
        "more_forms": paper.all_forms,
        "has_errors": any(each.errors for each in paper.all_forms),
        "unsent": unsent,
        "cells": [(each, pages.cell_words(each)) for each in line.years],
        "line": line,
        "reasons": pages.reasons_of(line),
        "returned": papers.last_return(row, history),
        "saved": next((each for each in history if each.verb == Verb.SAVE), None),
        "deadline": row.review.deadline(request.standing.day),
        "version": row.version,
        READ: unsent.marks,
        "page_title": f"調書の記入（{row.measure}）",
        "breadcrumbs": crumbs(row, "記入"),
    } | more
    return render(request, "progress/reviews/measure_edit.html", context, status=status)


def _save(request, row):
    standing, version = request.standing, version_of(request.POST)
    data = request.POST
    if version == row.version:
        data = merging.chosen_of(data, lambda: papers.paper_of(standing, row).all_forms)
    paper = papers.paper_of(standing, row, data)
    if version == row.version and merging.unanswered(request.POST):
        stored = papers.paper_of(standing, row).form
        paper.form.is_valid()
        asked = merging.asked_of(request.POST, papers.differences(paper, stored))
        return _both_texts(request, paper, merging.UNCHOSEN, asked)
    try:
        told = {"fields": paper.form.storable, "reason": paper.reason}
        measure_verbs.save(row, by=standing, version=version, **told)
    except (Conflict, NotAllowed) as refusal:
        return _conflict(request, refusal, row, data)
    except Incomplete:
        return _form_page(request, paper)
    forget_sent(request, FORM, row.pk, saved_names(paper.all_forms))
    if not paper.is_valid():
        messages.warning(request, "誤りのある項目のほかは、下書きに保存しました。")
        return _form_page(request, papers.paper_of(standing, row, data), version=row.version)
    if "check" in request.POST:
        return redirect(row)
    messages.success(request, "下書きを保存しました。")
    return redirect("progress:measure_review_edit", row.pk)


def _conflict(request, refusal, row, data):
    """409 with both texts; where nothing differs, the text is stored and all is well."""
    current = access.measure_review_to_fill(request.standing, row.pk)
    paper = papers.paper_of(request.standing, current, data)
    paper.form.is_valid()
    differing = papers.differences(paper, papers.paper_of(request.standing, current).form)
    if not differing and current.is_editable and paper.is_valid():
        forget_sent(request, FORM, row.pk, saved_names(paper.all_forms))
        return redirect("progress:measure_review_edit", row.pk)
    return _both_texts(request, paper, str(refusal), differing)


def _both_texts(request, paper, refusal, differing):
    more = {"refusal": refusal, "differences": differing, "has_errors": True}
    return _form_page(request, paper, status=409, **more)


def _act(request, row, verb, do, said, form=None, name="", **told):
    """A verb on the version that was read; refused, the page comes with what was typed."""
    if form is not None and not form.is_valid():
        return _page(request, row, **{name: form})
    refused = posts.act(request, row, verb, do, **told)
    if refused is None:
        messages.success(request, said)
        return redirect(row)
    if form is not None and refused.missing:
        for each in refused.missing:
            form.add_error(each.field if each.field in form.fields else None, each.sentence)
        return _page(request, row, **{name: form})
    current = fetching.measure_review_for(request.standing, row.pk)
    typed = {name: form} if form is not None else {}
    return _page(request, current, status=409, refusal=refused.sentence, **typed)


def _on_behalf(request, row) -> tuple[OnBehalfForm | None, dict]:
    """The reason of who acts for a division, and as the verb is told it."""
    if not papers.acts_of(request.standing, row)["on_behalf"]:
        return None, {}
    form = OnBehalfForm(request.POST)
    return form, {"reason": form.cleaned_data["reason"] if form.is_valid() else ""}


@require_POST
def measure_review_submit(request, pk):
    """Hand the 調書 in."""
    row = access.measure_review_to_fill(request.standing, pk)
    form, told = _on_behalf(request, row)
    said = "調書を提出しました。"
    return _act(request, row, Verb.SUBMIT, measure_verbs.submit, said, form, "behalf", **told)


@require_POST
def measure_review_withdraw(request, pk):
    """Take it back to mend it."""
    row = access.measure_review_to_fill(request.standing, pk)
    form, told = _on_behalf(request, row)
    said = "調書を引き戻しました。直して、もう一度提出してください。"
    return _act(request, row, Verb.WITHDRAW, measure_verbs.withdraw, said, form, "behalf", **told)


@require_POST
@secretariat_required
def measure_review_send_back(request, pk):
    """Ask the division to mend it."""
    row = fetching.measure_review_for(request.standing, pk)
    form = SendBackForm(request.POST)
    told = {"reason": form.cleaned_data["reason"]} if form.is_valid() else {}
    said = "調書を差し戻しました。"
    return _act(
        request, row, Verb.SEND_BACK, measure_verbs.send_back, said, form, "send_back", **told
    )


@require_POST
@secretariat_required
def measure_review_propose(request, pk):
    """事務局案 on a 調書."""
    row = fetching.measure_review_for(request.standing, pk)
    words, others = papers.outlooks_of(row), papers.others_of(row)
    form = ProposalForm(request.POST, row=row, words=words, measures=others)
    said = "事務局案を保存しました。"
    told = form.cleaned_data if form.is_valid() else {}
    return _act(request, row, Verb.PROPOSE, measure_verbs.propose, said, form, "proposal", **told)
