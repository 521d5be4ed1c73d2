"""The secretariat's desk of a year: who has reported, and what goes back after its evaluation."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from progress import access
from progress.desk import pages, verbs
from progress.desk.forms import QueueFilter, ReopenForm
from progress.desk.next_steps import next_steps
from progress.models import ProgressReport
from progress.reading.reports import title_of
from progress.workflow import posts
from sakado_dx import fiscal
from sakado_dx.organization.access import secretariat_required

PER_PAGE = 100
ON_THE_DESK = (ProgressReport.State.SUBMITTED, ProgressReport.State.CONFIRMED)


@require_GET
@secretariat_required
def queue(request, year_id):
    year = access.year_at_all(year_id)
    today = timezone.localdate()
    rows = pages.queue_rows(year, today)
    divisions = pages.by_division(rows, year)
    form = QueueFilter(request.GET, divisions=[(each.division_id, each.name) for each in divisions])
    shown = pages.in_desk_order(form.narrowed(rows))
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "year": year,
        "rows": page.object_list,
        "page_obj": page,
        "total": len(rows),
        "divisions": divisions,
        "states": ProgressReport.State.choices,
        "form": form,
        "today": today,
        "deadline": pages.deadline_of(year, today),
        "steps": next_steps(request.standing, year),
        "page_title": f"事務局確認（{fiscal.label_name(year.fiscal_year)}）",
    }
    return render(request, "progress/desk/queue.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_required
def report_reopen(request, pk):
    """Send an evaluated report back to its division, with a reason."""
    report = access.report_at_all(pk)
    title = title_of(report)
    return posts.with_reason(
        request,
        report,
        title,
        "reopen",
        verbs.reopen,
        ReopenForm,
        template="progress/desk/reopen.html",
        title="評価を取り消して差し戻す",
        said=f"「{title}」を差し戻しました。所管課が直せます。",
    )
