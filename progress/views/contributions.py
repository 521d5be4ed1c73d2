"""What others add: a contributing division's part, notes to a measure, whom to ask."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from progress import access, tasks, workflow
from progress.forms import ContributionForm, ContributorsForm, NoteForm
from progress.models import Contribution
from progress.views.entry import version_of
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.organization.models import Division


def _contribution_for(standing, pk: int) -> Contribution:
    contributions = Contribution.objects.select_related("division")
    contribution = get_object_or_404(contributions, pk=pk)
    contribution.report = access.report_at_all(contribution.report_id)
    if not standing.belongs_to(contribution.division_id):
        raise PermissionDenied("この記載を入力できるのは、その課の職員です。")
    return contribution


@require_http_methods(["GET", "POST"])
def contribution_edit(request, pk):
    contribution = _contribution_for(request.standing, pk)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = ContributionForm(data, contribution=contribution)
    if request.method == "POST" and form.is_valid():
        return _contribute(request, contribution, form)
    return _page(request, contribution, form)


def _contribute(request, contribution, form):
    version = version_of(request.POST)
    try:
        workflow.contribute(contribution, by=request.standing, version=version, **form.cleaned_data)
    except workflow.Incomplete as refusal:
        for each in refusal.missing:
            form.add_error(each.field, each.sentence)
        return _page(request, contribution, form)
    except (workflow.Conflict, workflow.NotAllowed) as refusal:
        current = _contribution_for(request.standing, contribution.pk)
        return _page(request, current, form, refusal=str(refusal), status=409)
    messages.success(request, "関係課としての記載を保存しました。")
    return redirect("progress:my_measures")


def _page(request, contribution, form, refusal="", status=200):
    report = contribution.report
    context = {
        "contribution": contribution,
        "report": report,
        "form": form,
        "refusal": refusal,
        "page_title": f"関係課としての記載（{report.measure}）",
        "breadcrumbs": [("担当施策", tasks.my_measures_url()), ("関係課としての記載", None)],
    }
    return render(request, "progress/contribution_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@secretariat_required
def report_contributors(request, pk):
    """Whom the secretariat asks for a part; 全課 is one click."""
    report = access.report_at_all(pk)
    choices = Division.objects.in_force(timezone.localdate()).exclude(kind="collective")
    chosen = report.contributions.values_list("division_id", flat=True)
    form = ContributorsForm(request.POST or None, choices=choices, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        divisions = choices if "everybody" in request.POST else form.cleaned_data["divisions"]
        try:
            workflow.name_contributors(report, by=request.standing, divisions=divisions)
        except workflow.NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "関係課を決めました。")
            return redirect("progress:report_review", pk)
    context = {"report": report, "form": form, "page_title": f"関係課（{report.measure}）"}
    return render(request, "progress/report_contributors.html", context)


@require_POST
def note_add(request, pk):
    """Add a 経過メモ to a measure."""
    measure = access.measure_for(request.standing, pk)
    report = next(iter(access.reports_of_measure(request.standing, measure)), None)
    form = NoteForm(request.POST, label_suffix="")
    if report is None or not form.is_valid():
        context = {"measure": measure, "form": form, "page_title": f"経過メモ（{measure}）"}
        return render(request, "progress/note_add.html", context)
    try:
        workflow.add_note(measure, report, by=request.standing, **form.cleaned_data)
    except workflow.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, "経過メモを書きました。")
    return redirect(measure)
