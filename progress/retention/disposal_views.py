"""廃棄 and 移管 of a year: what will go, the proposal, and the second person's decision."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress import access, attachments
from progress.retention import contents, disposal_pages, disposal_verbs, pages
from progress.retention.disposal_forms import DecisionForm, DisposalForm
from progress.workflow.refusals import NotAllowed
from progress.year.pages import CALENDAR
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data

LIST = (pages.RETENTIONS, reverse_lazy("progress:retention_list"))


@require_http_methods(["GET", "POST"])
@secretariat_required
def disposal_new(request, year_id):
    """What a disposal would remove, counted; and proposing it."""
    year = access.year_of_page(request, year_id)
    if standing := disposal_pages.disposal_of(year):
        return redirect(standing)
    form = DisposalForm(request.POST if request.method == "POST" else kept_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            told = form.cleaned_data
            disposal = disposal_verbs.propose_disposal(year, by=request.standing, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "申し出ました。別の職員が確認すると行われます。")
            return redirect(disposal)
    context = {
        "year": year,
        "form": form,
        "why_not": disposal_verbs.why_not(year),
        **disposal_pages.removed_context(year),
        "stays": contents.STAYS,
        "has_errors": form.is_bound and bool(form.errors),
        "page_title": f"廃棄・移管の申出（{year.label}）",
        "breadcrumbs": [CALENDAR, LIST, ("廃棄・移管の申出", None)],
    }
    return render(request, "progress/retention/disposal_new.html", context)


@require_GET
@secretariat_required
def disposal_detail(request, pk):
    """A proposal for the second person, or what was done."""
    return _page(request, disposal_pages.disposal_or_404(pk))


def _page(request, disposal, form=None, refusal="", status=200):
    context = {
        "disposal": disposal,
        "year": disposal.year,
        "form": form or DecisionForm(kept_data(request), disposal=disposal),
        "refusal": refusal,
        "may_decide": disposal.proposed_by_id != request.user.pk,
        **(
            disposal_pages.removed_context(disposal.year, disposal.with_publications)
            if disposal.is_waiting
            else {}
        ),
        "stays": contents.STAYS,
        "has_errors": bool(refusal or (form and form.errors)),
        "page_title": f"{disposal}",
        "breadcrumbs": [CALENDAR, LIST, (str(disposal), None)],
    }
    return render(request, "progress/retention/disposal_detail.html", context, status=status)


@require_POST
@secretariat_required
def disposal_decide(request, pk):
    """Decide as the second person: then it is carried out."""
    disposal = disposal_pages.disposal_or_404(pk)
    form = DecisionForm(request.POST, disposal=disposal)
    if not form.is_valid():
        return _page(request, disposal, form)
    if disposal_pages.was_decided(disposal, request.user, form.cleaned_data["document_number"]):
        return redirect(disposal)
    try:
        disposal_verbs.dispose(disposal, by=request.standing, **form.cleaned_data)
    except NotAllowed as refusal:
        return _page(request, disposal_pages.disposal_or_404(pk), form, str(refusal), 409)
    messages.success(request, f"{disposal}を行いました。")
    return redirect(disposal)


@require_POST
@secretariat_required
def disposal_drop(request, pk):
    disposal = disposal_pages.disposal_or_404(pk)
    if disposal.dropped_at is not None:
        return redirect("progress:retention_list")
    try:
        disposal_verbs.drop_disposal(disposal, by=request.standing)
    except NotAllowed as refusal:
        return _page(request, disposal_pages.disposal_or_404(pk), refusal=str(refusal), status=409)
    messages.success(request, "申出を取りやめました。")
    return redirect("progress:retention_list")


@require_GET
@secretariat_required
def disposal_archive(request, pk):
    """The archive that is handed over, while the proposal waits."""
    disposal = disposal_pages.disposal_or_404(pk)
    if not (disposal.archive and disposal.is_waiting):
        raise Http404
    return attachments.attachment(disposal.archive, f"{disposal.year.short_label}_archive.zip")
