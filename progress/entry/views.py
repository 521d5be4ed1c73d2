"""What division staff do: enter, check, submit, withdraw."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress import access
from progress.entry import answers as entry_answers
from progress.entry import (
    cautions,
    content,
    contribution_pages,
    evidence_pages,
    evidence_verbs,
    handover_pages,
    merging,
    notes,
    pages,
    taking,
    tasks,
    verbs,
)
from progress.entry.evidence_forms import files_said
from progress.entry.forms import CautionForm, SubmitForm
from progress.reading.inputs import inputs_of
from progress.reading.reports import last_year, shown_one
from progress.rights import lookups, predicates
from progress.unsent.pages import forget_sent, has_unsent, saved_names, unsent_at
from progress.workflow import posts
from progress.workflow.posts import version_of
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from progress.workflow.table import may
from sakado_dx.clock import format_clock
from sakado_dx.forms import READ
from sakado_dx.organization.keeping import kept_data, typed_in


@require_http_methods(["GET", "POST"])
def report_edit(request, pk):
    report = access.report_to_edit(request.standing, pk)
    if request.method == "POST":
        return _save(request, report)
    if not may(request.standing, report, "save"):
        return _too_late(request, report)
    data = kept_data(request)
    entry = pages.entry_for(request.standing, report, data)
    # Saved as of what its writer had read: what was stored meanwhile is met, not set back.
    as_sent = {"version": version_of(data), READ: data.get(READ, "")} if data else {}
    return _entry_page(request, entry, ask=request.GET.get(taking.ASK, ""), **as_sent)


def _too_late(request, report):
    """Nothing can be entered any more; what was typed before is shown to copy."""
    sentence = f"{report.why_not_editable}ため、入力できません。"
    if has_unsent(request.standing, "report", report.pk):
        messages.warning(request, f"{sentence}入力していた内容は、ここから写せます。")
        return redirect("progress:unsent_list")
    messages.info(request, sentence)
    return redirect("progress:measure_detail", report.measure_id)


def _entry_page(request, entry, status=200, ask="", **more):
    forms = [entry.form, *entry.all_forms]
    unsent = unsent_at(request.standing, "report", entry.report.pk, forms)
    restored = frozenset(each.anchor for each in unsent.restored)
    read = {"version": entry.report.version, READ: unsent.marks}
    context = pages.page_of(entry, restored) | {"unsent": unsent} | read | more
    context["question"] = taking.question_of(entry.report, context["parts"], ask)
    context["breadcrumbs"] = [
        ("担当施策", tasks.my_measures_url()),
        (str(entry.told.measure), entry.told.get_absolute_url()),
        ("進捗の入力", None),
    ]
    return render(request, "progress/entry/edit.html", context, status=status)


def _save(request, report):
    post, took = taking.taken(notes.with_note(request.POST, report), report)
    last = access.last_years_report(report) if "unchanged" in request.POST else None
    data = _chosen(request, report, post)
    if last:
        data = pages.filled_from_last_year(data, last)
    entry = pages.entry_for(request.standing, report, data)
    same = {"is_unchanged": pages.says_what_it_said(entry, last)} if last else {}
    place = pages.place_of_change(entry)
    try:
        verbs.save(
            report,
            by=request.standing,
            version=version_of(request.POST),
            fields=entry.form.storable | same,
            results=entry.results.storable,
            reason=entry.reason,
        )
        place = _change_files(request, entry) or place
    except (Conflict, NotAllowed) as refusal:
        return _conflict(request, refusal, entry, data)
    except Incomplete:
        return _entry_page(request, entry, leaves_files=bool(request.FILES))
    return _took(request, entry, took) if took else _saved(request, entry, place)


def _change_files(request, entry) -> str:
    """Do what the form says of files; where it says something, the place to lead back to. Raises
    Incomplete (on behalf: no reason)."""
    said = files_said(entry.report, request.POST, request.FILES)
    told = {"by": request.standing, "reason": entry.reason, **said}
    for each in evidence_verbs.change_files(entry.report, **told) if said else ():
        messages.error(request, each)
    return "evidence" if said else ""


def _took(request, entry, took: taking.Taken):
    """The form again, saved, at the field into which another division's answer went."""
    messages.info(request, took.said)
    answer = _saved(request, entry)
    return redirect(took.way_back(entry.report)) if entry.is_valid() else answer


def _chosen(request, report, post):
    """The form as sent; where two editors met, with the sender's choice field by field."""
    if version_of(post) != report.version:
        return post
    return merging.chosen_of(post, lambda: pages.entry_for(request.standing, report).all_forms)


def _saved(request, entry, place=""):
    report = entry.report
    stored = [entry.form, *(each for each in entry.all_forms if each.is_valid())]
    forget_sent(request, "report", report.pk, saved_names(stored))
    if not entry.is_valid():
        messages.warning(
            request,
            "誤りのある項目のほかは、下書きに保存しました。誤りを直して、もう一度保存してください。",
        )
        return _entry_page(request, entry)
    if "check" in request.POST:
        return redirect("progress:report_check", report.pk)
    said = f"{format_clock(timezone.now())}に下書きを保存しました。{_of_last_year(request)}"
    messages.success(request, said)
    address = reverse("progress:report_edit", args=[report.pk])
    return redirect(f"{address}#{place}" if place else address)


def _of_last_year(request) -> str:
    if "unchanged" not in request.POST:
        return ""
    return "空欄には、前年度の内容を入れました。実績を入力して、確認に進んでください。"


def _conflict(request, refusal, entry, data):
    """409 with both texts; where nothing differs, the text is stored and all is well: what the
    form says of files is still to be done."""
    current = getattr(refusal, "current", entry.report)
    entry = pages.entry_for(request.standing, current, data)
    differing = pages.differences(entry)
    if not differing and entry.is_valid() and current.is_editable:
        return _saved(request, entry, _change_files(request, entry))
    more = {"refusal": str(refusal), "differences": differing, "has_errors": True}
    more["leaves_files"] = bool(request.FILES)
    return _entry_page(request, entry, status=409, **more)


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
