"""Evidence of a report: attach, take off, give out."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress import access, attachments
from progress.entry import evidence_pages, evidence_verbs, tasks
from progress.entry.evidence_forms import EvidenceForm
from progress.reading.reports import title_of
from progress.rights import predicates
from progress.workflow.refusals import Conflict, NotAllowed
from progress.workflow.table import may
from sakado_dx.organization.keeping import kept_data

ON_BEHALF = "証拠資料を、所管課に代わって変えた。"


@require_http_methods(["GET", "POST"])
def evidence_attach(request, pk):
    """The files of a report, and the form that attaches one."""
    report = access.report_to_edit(request.standing, pk)
    on_behalf = predicates.acts_on_behalf(request.standing, report)
    if request.method == "GET":
        kept = kept_data(request) if may(request.standing, report, "save") else None
        return _page(request, report, EvidenceForm(kept, on_behalf=on_behalf))
    form = EvidenceForm(request.POST, request.FILES, on_behalf=on_behalf)
    if not form.is_valid():
        return _page(request, report, form)
    return _attach(request, report, form)


def _attach(request, report, form):
    upload = form.cleaned_data["file"]
    try:
        evidence_verbs.attach_evidence(
            report,
            by=request.standing,
            name=upload.name,
            content=upload.read(),
            reason=form.cleaned_data.get("reason", ""),
        )
    except attachments.Refused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, report, form)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _page(request, access.report_to_edit(request.standing, report.pk), form, status=409)
    messages.success(request, f"「{attachments.clean_name(upload.name)}」を添付しました。")
    return redirect("progress:evidence_attach", report.pk)


def _page(request, report, form, status=200):
    title = title_of(report)
    files, taken_off = evidence_pages.present_and_taken_off(report)
    context = {
        "report": report,
        "form": form,
        "files": files,
        "taken_off": taken_off,
        "may_change": may(request.standing, report, "save"),
        "page_title": f"証拠資料（{title}）",
        "breadcrumbs": [
            ("担当施策", tasks.my_measures_url()),
            (title, report.get_absolute_url()),
            ("証拠資料", None),
        ],
    }
    return render(request, "progress/entry/evidence_attach.html", context, status=status)


@require_POST
def evidence_remove(request, pk):
    """Take a file off; a repeat of the same click finds it gone, which is no refusal."""
    file = evidence_pages.evidence_to_change(request.standing, pk)
    is_off = file.removed_at is not None
    return _changed(request, file, evidence_verbs.detach, is_off, "外しました")


@require_POST
def evidence_return(request, pk):
    """Bring a file back that was taken off; the same of a repeated click."""
    file = evidence_pages.evidence_to_change(request.standing, pk)
    is_on = file.removed_at is None
    return _changed(request, file, evidence_verbs.attach_again, is_on, "もう一度添付しました")


def _changed(request, file, do, is_done, said):
    report = file.report
    try:
        if not (is_done and may(request.standing, report, "save")):
            version = report.version
            do(report, by=request.standing, version=version, evidence=file, reason=ON_BEHALF)
    except (NotAllowed, Conflict) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"「{file.name}」を{said}。")
    return redirect("progress:evidence_attach", report.pk)


@require_GET
def evidence_file(request, pk):
    """The file itself, to who may read the report's content."""
    file = evidence_pages.evidence_to_read(request.standing, pk)
    return attachments.attachment(file.stored_as, file.name)
