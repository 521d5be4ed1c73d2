"""課の改組: one form for the division that ends, who takes over, its measures and its people."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from progress.people import reorganization_pages as pages
from progress.people import reorganization_verbs as verbs
from progress.people.reorganization_forms import ReorganizationForm
from progress.workflow.refusals import NotAllowed
from sakado_dx.organization.access import administrator_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.organization.models import Division

TITLE = "課の改組"


@require_GET
@administrator_required
def reorganization_list(request):
    """Which division is to end."""
    context = {
        "divisions": pages.divisions_to_change(),
        "page_title": TITLE,
        "breadcrumbs": [("利用者と所属", reverse("progress:person_list")), (TITLE, None)],
    }
    return render(request, "progress/people/reorganization_list.html", context)


@require_http_methods(["GET", "POST"])
@administrator_required
def reorganization(request, pk):
    """What shall become of a division; what that would do; and, after the yes, doing it."""
    division = get_object_or_404(Division, pk=pk)
    form = ReorganizationForm(division, request.POST or kept_data(request))
    if request.method != "POST" or not form.is_valid() or "mend" in request.POST:
        return _form(request, form)
    told = form.reorganization
    if verbs.was_done(told):
        return _already(request, division)
    as_read = request.POST.get("as_read", "")
    if "confirmed" not in request.POST:
        return _check(request, form, told, as_read)
    reason = form.told_reason
    try:
        verbs.reorganize(told, by=request.standing, reason=reason, as_read=as_read)
    except NotAllowed as refusal:
        if verbs.was_done(told):
            return _already(request, division)
        form.add_error(None, str(refusal))
        return _form(request, form, status=409)
    messages.success(request, f"「{division}」の改組を登録しました。")
    return redirect("progress:reorganization_list")


def _already(request, division: Division):
    """The answer to a double click."""
    messages.info(request, f"「{division}」の改組は、既に登録されています。")
    return redirect("progress:reorganization_list")


def _check(request, form: ReorganizationForm, told: verbs.Reorganization, as_read: str):
    """The page that asks, of what is possible."""
    for sentence in verbs.against(told, request.standing):
        form.add_error(None, sentence)
    if form.errors:
        return _form(request, form)
    context = _context(form.division) | {
        "asking": pages.asking_of(told),
        "measures": pages.measure_lines(told),
        "people": pages.person_lines(told),
        "reason": form.told_reason,
        "sent": [(each.html_name, each.value() or "") for each in form],
        "as_read": as_read,
    }
    return render(request, "progress/people/reorganization_check.html", context)


def _form(request, form: ReorganizationForm, status: int = 200):
    context = _context(form.division) | {
        "form": form,
        "as_read": verbs.read_mark_of(form.division),
        "refusal": "" if form.is_bound else _refusal(form.division),
    }
    return render(request, "progress/people/reorganization.html", context, status=status)


def _refusal(division: Division) -> str:
    if division.is_collective:
        return f"「{division}」は総称のため、改組できません。"
    return f"「{division}」には、既に廃止日があります。" if division.last_day else ""


def _context(division: Division) -> dict:
    list_url = reverse("progress:reorganization_list")
    return {
        "division": division,
        "page_title": f"{TITLE}（{division}）",
        "breadcrumbs": [(TITLE, list_url), (str(division), None)],
    }
