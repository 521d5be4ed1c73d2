"""Whom the secretariat asks for a part of a report, and notes to a measure."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from progress import access
from progress.entry import contribution_pages, contribution_verbs
from progress.entry.contribution_forms import ContributorsForm, NoteForm
from progress.models.contributions import parts_due
from progress.reading.measure import reports_of_measure
from progress.reading.reports import title_of
from progress.unsent.pages import forget_sent, saved_names
from progress.workflow.refusals import NotAllowed
from progress.year.contributors import askable
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.organization.office_days import office_days


@require_http_methods(["GET", "POST"])
@secretariat_required
def report_contributors(request, pk):
    """Whom the secretariat asks for a part; 全課 is one click."""
    report = access.report_at_all(pk)
    choices = askable(timezone.localdate())
    chosen = report.contributions.values_list("division_id", flat=True)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = ContributorsForm(data, choices=choices, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        divisions = choices if "everybody" in request.POST else form.cleaned_data["divisions"]
        try:
            made = contribution_verbs.name_contributors(
                report, by=request.standing, divisions=divisions
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"関係課を決めました。関係課回答票に{made}行を加えました。")
            return redirect("progress:report_review", pk)
    title = title_of(report)
    context = {
        "report": report,
        "title": title,
        "all_rows": contribution_pages.all_rows(report, choices, request.standing.day),
        "due": parts_due(report.due, report.year, office_days()),
        "form": form,
        "page_title": f"関係課（{title}）",
        "breadcrumbs": [
            ("事務局確認", reverse("progress:queue", args=[report.year_id])),
            (title, reverse("progress:report_review", args=[report.pk])),
            ("関係課", None),
        ],
    }
    return render(request, "progress/entry/contributors.html", context)


@require_POST
def note_add(request, pk):
    """Add a 経過メモ to a measure."""
    measure = access.measure_at_all(pk)
    report = next(iter(reports_of_measure(measure)), None)
    form = NoteForm(request.POST)
    if report is None or not form.is_valid():
        context = {"measure": measure, "form": form, "page_title": f"経過メモ（{measure}）"}
        return render(request, "progress/entry/note_add.html", context)
    try:
        contribution_verbs.add_note(measure, report, by=request.standing, **form.cleaned_data)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    forget_sent(request, "note", pk, saved_names([form]))
    messages.success(request, "経過メモを書きました。")
    return redirect(measure)
