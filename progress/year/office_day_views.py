"""開庁日・閉庁日: the calendar by which the answers of other divisions are due."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from progress.workflow.refusals import NotAllowed
from progress.year import office_day_pages, office_day_verbs
from progress.year.office_day_forms import OfficeDayForm
from progress.year.pages import CALENDAR
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data


@require_GET
def office_day_list(request):
    """Which days are closed; the secretariat changes them here."""
    form = OfficeDayForm(kept_data(request)) if request.standing.is_secretariat else None
    return _page(request, form)


def _page(request, form, status=200):
    context = {
        **office_day_pages.page_of(timezone.localdate()),
        "form": form,
        "page_title": "開庁日・閉庁日",
        "breadcrumbs": [CALENDAR, ("開庁日・閉庁日", None)],
    }
    return render(request, "progress/year/office_days.html", context, status=status)


@require_POST
@secretariat_required
def office_day_add(request):
    form = OfficeDayForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        row = office_day_verbs.change_office_day(form.row, by=request.standing)
    except NotAllowed as refusal:
        form.add_error("day", str(refusal))
        return _page(request, form)
    word = "閉庁日" if row.is_closed else "開庁日"
    messages.success(request, f"{format_date(row.day)}を{word}にしました。")
    return redirect("progress:office_day_list")


@require_POST
@secretariat_required
def office_day_restore(request, pk):
    office_day_verbs.restore_office_day(pk, by=request.standing)
    messages.success(request, "登録を取り消しました。この日は、もとの決まりのとおりです。")
    return redirect("progress:office_day_list")
