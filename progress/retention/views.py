"""保存年限: which year is kept how long, and the page where the secretariat sets it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods

from progress import access
from progress.retention import pages, verbs
from progress.retention.forms import RetentionForm
from progress.workflow.refusals import Conflict, NotAllowed
from progress.year.pages import CALENDAR
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data

LIST = (pages.RETENTIONS, reverse_lazy("progress:retention_list"))
MEANWHILE = "開いた後に、ほかの職員がこの年度の保存年限を変えました。今の内容を確かめて、もう一度保存してください。"


@require_GET
def retention_list(request):
    """All years with 文書分類, 保存期間, 起算日 and 満了日."""
    context = {
        "years": pages.kept_years(timezone.localdate()),
        "page_title": pages.RETENTIONS,
        "breadcrumbs": [CALENDAR, (pages.RETENTIONS, None)],
    }
    return render(request, "progress/retention/list.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_required
def retention_set(request, year_id):
    """Set how long a year is kept; nothing is set until the city does."""
    year = access.year_of_page(request, year_id)
    stored = pages.retention_of(year)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = RetentionForm(data, instance=stored)
    if request.method == "POST" and form.is_valid():
        as_of = parse_datetime(request.POST.get("as_of", "")[:40])
        try:
            verbs.set_retention(year, by=request.standing, as_of=as_of, **form.settings())
        except Conflict as conflict:
            stored = conflict.current
            form.add_error(None, MEANWHILE)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{year.label}の保存年限を定めました。")
            return redirect("progress:retention_list")
    context = {
        "year": year,
        "form": form,
        "stored": stored,
        "as_of": stored.at.isoformat() if stored else "",
        "has_errors": form.is_bound and bool(form.errors),
        "page_title": f"{pages.RETENTIONS}（{year.label}）",
        "breadcrumbs": [CALENDAR, LIST, (year.label, None)],
    }
    return render(request, "progress/retention/set.html", context)
