"""The entry form of a report: what division staff type, and how it is saved."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from progress import access
from progress.entry import (
    evidence_verbs,
    merging,
    notes,
    pages,
    taking,
    tasks,
    verbs,
)
from progress.entry.evidence_forms import files_said
from progress.unsent.pages import forget_sent, has_unsent, saved_names, unsent_at
from progress.workflow.posts import version_of
from progress.workflow.refusals import Conflict, Gone, Incomplete, NotAllowed
from progress.workflow.table import may
from sakado_dx.clock import format_clock
from sakado_dx.forms import READ
from sakado_dx.organization.keeping import kept_data


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
    return redirect(report)


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
    if version_of(request.POST) == report.version and merging.unanswered(request.POST):
        return _unchosen(request, entry)
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
    is_stored = not differing and not isinstance(refusal, Gone)
    if is_stored and entry.is_valid() and current.is_editable:
        return _saved(request, entry, _change_files(request, entry))
    more = {"other": entry.last_change} if isinstance(refusal, Conflict) else {}
    return _both_texts(request, entry, str(refusal), differing, **more)


def _unchosen(request, entry):
    """The choices again that were left open, with those that were made; nothing is saved."""
    asked = merging.asked_of(request.POST, pages.differences(entry))
    return _both_texts(request, entry, merging.UNCHOSEN, asked)


def _both_texts(request, entry, refusal, differing, **more):
    more |= {"refusal": refusal, "differences": differing, "has_errors": True}
    more["leaves_files"] = bool(request.FILES)
    return _entry_page(request, entry, status=409, **more)
