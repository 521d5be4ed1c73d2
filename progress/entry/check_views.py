"""The stored answers once more, the words on what is asked about, and the submission."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from progress import access
from progress.entry import answers as entry_answers
from progress.entry import (
    cautions,
    content,
    contribution_pages,
    evidence_pages,
    handover_pages,
    merging,
    tasks,
    verbs,
)
from progress.entry.forms import CautionForm, SubmitForm
from progress.reading.inputs import inputs_of
from progress.reading.reports import last_year, shown_one
from progress.rights import lookups, predicates
from progress.unsent.pages import forget_sent, saved_names, unsent_at
from progress.workflow import posts
from progress.workflow.refusals import NotAllowed
from progress.workflow.table import may
from sakado_dx.organization.keeping import kept_data, typed_in


def _submit_form(request, report, data=None) -> SubmitForm:
    """What is asked of the report as it stands; of one that is handed in all that was sent, so
    that a form sent twice says the same twice."""
    sent = data or {}
    is_back, misses_parts = report.state == report.State.RETURNED, report.misses_parts
    if not report.is_editable:
        is_back, misses_parts = "answer" in sent, "without_parts" in sent
    return SubmitForm(
        data,
        needs_head=lookups.needs_head_record(request.standing, report),
        on_behalf=predicates.acts_on_behalf(request.standing, report),
        answer=report.return_answer if is_back else None,
        misses_parts=misses_parts,
    )


@require_GET
def report_check(request, pk):
    """The stored answers once more, what is missing, and the way to submit."""
    report = access.report_to_edit(request.standing, pk)
    lookups.keep_heads(report)
    found = cautions.cautions_of(report)
    form, answers = _submit_form(request, report), CautionForm(cautions=found)
    if report.is_editable:
        if (typed := kept_data(request, form)) is not None:
            form = _submit_form(request, report, typed)
        answers = CautionForm(kept_data(request, answers), cautions=found)
    return _check_page(request, report, form, answers=answers)


def _chosen_on_check(request, report):
    """The page as sent, with the sender's choice where unsent input met a newer word."""
    return merging.chosen_of(
        request.POST, lambda: [_submit_form(request, report), _caution_form(report)]
    )


def _caution_form(report, data=None) -> CautionForm:
    return CautionForm(data, cautions=cautions.cautions_of(report))


def _check_page(request, report, form, *, answers=None, status=200, refusal="", typed=None):
    answers = answers or _caution_form(report)
    missing = content.missing_for_submission(report) if report.is_editable else []
    told, before = shown_one(report, request.standing.day), last_year(report)
    is_back = report.state == report.State.RETURNED
    last_return = report.changes.last_return() if is_back else None
    said = last_return.said if last_return else None
    sections = entry_answers.compared(report, told, before, said)
    unsent = unsent_at(request.standing, "check", report.pk, [form, answers])
    context = {
        "report": told,
        "form": form,
        "unsent": unsent,
        "missing": missing,
        **_handing_on(request.standing, report, is_complete=not missing),
        "answers": sections,
        "last_year": before,
        "last_return": last_return,
        "mended": entry_answers.mended(sections),
        "parts": contribution_pages.parts_of(
            report, told.edition, inputs_of(report, told.edition).asked
        ),
        "evidence": evidence_pages.present(report),
        "refusal": refusal,
        "cautions": answers,
        "caution_forms": [answers],
        "has_errors": bool(refusal or answers.errors),
        "typed": typed,
        "page_title": f"入力内容の確認（{told.measure}）",
        "breadcrumbs": [("担当施策", tasks.my_measures_url()), ("入力内容の確認", None)],
    }
    return render(request, "progress/entry/check.html", context, status=status)


def _handing_on(standing, report, *, is_complete: bool) -> dict:
    """How the report goes on from here: submitted, or handed to whom."""
    may_submit = may(standing, report, "submit")
    may_ask = may(standing, report, "ask_head") and not predicates.heads_lead(standing, report)
    records_head = may_submit and may_ask and report.year.head_may_be_recorded
    awaits = is_complete and report.is_editable and lookups.awaits_endorsement(standing, report)
    return {
        "may_submit": may_submit and not awaits,
        "may_ask_head": may_ask and (not may_submit or records_head),
        "heads": []
        if may_submit and not records_head
        else lookups.heads_of_lead(report, standing.day),
        "awaits_endorsement": awaits,
        "endorsers": lookups.endorsers(report, standing.day) if awaits else [],
        "gives_both": handover_pages.gives_both(standing, [report]),
    }


@require_POST
def report_submit(request, pk):
    report = access.report_to_edit(request.standing, pk)
    data = _chosen_on_check(request, report)
    form, answers = _submit_form(request, report, data), _caution_form(report, data)
    if not all([form.is_valid(), answers.is_valid()]):
        return _check_page(request, report, form, answers=answers)
    submit = partial(_submit, cautions_answered=answers.cleaned_data)
    refused = posts.act(request, report, "submit", submit, **form.cleaned_data)
    if refused and refused.missing:
        current = access.report_to_edit(request.standing, pk)
        return _check_page(request, current, _submit_form(request, current, request.POST))
    if refused:
        current = access.report_to_edit(request.standing, pk)
        more = {"status": 409, "refusal": refused.sentence, "typed": typed_in(request)}
        return _check_page(request, current, form, answers=answers, **more)
    forget_sent(request, "check", pk, saved_names([form, answers]))
    return redirect("progress:report_done", pk)


def _submit(report, *, by, cautions_answered: dict, **told) -> None:
    """Hand the report in, with the words that answer the soft warnings."""
    if report.is_editable:
        cautions.keep_answers(report, cautions_answered, by=by)
    verbs.submit(report, by=by, **told)


@require_POST
def report_cautions(request, pk):
    """Keep the words that answer the soft warnings."""
    report = access.report_to_edit(request.standing, pk)
    form = _caution_form(report, _chosen_on_check(request, report))
    if not form.is_valid():
        return _check_page(request, report, _submit_form(request, report), answers=form)
    try:
        cautions.keep_answers(report, form.cleaned_data, by=request.standing)
    except NotAllowed as refusal:
        current = access.report_to_edit(request.standing, pk)
        more = {"status": 409, "refusal": str(refusal), "typed": typed_in(request)}
        return _check_page(request, current, _submit_form(request, current), **more)
    forget_sent(request, "check", pk, saved_names([form]))
    messages.success(request, "説明を保存しました。")
    return redirect("progress:report_check", pk)
