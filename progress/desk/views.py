"""The secretariat's desk of a year: who has reported, and what goes back after its evaluation."""

from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from progress import access
from progress.desk import queue_pages, verbs
from progress.desk.forms import ReopenForm
from progress.desk.next_steps import being_compiled, next_steps
from progress.models import ProgressReport
from progress.reading.reports import title_of
from progress.workflow import posts
from sakado_dx import fiscal, lists
from sakado_dx.lists import Listing
from sakado_dx.organization.access import secretariat_required


@require_GET
@secretariat_required
def queue(request, year_id):
    """Who has reported, and the reports as the desk takes them up."""
    year = access.year_of_page(request, year_id)
    today = timezone.localdate()
    board = queue_pages.queue_of(year, today)
    form = queue_pages.QueueFilter(request.GET, board.divisions, being_compiled(year))
    title = f"事務局確認（{fiscal.label_name(year.fiscal_year)}）"
    listing = Listing(title, queue_pages.COLUMNS, board.rows, form, request.GET)
    context = {
        "year": year,
        "divisions": board.divisions,
        "states": ProgressReport.State.choices,
        "today": today,
        "deadline": queue_pages.deadline_of(year, today),
        "steps": next_steps(request.standing, board),
    }
    return lists.answer(request, listing, context, "progress/desk/queue.html")


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
