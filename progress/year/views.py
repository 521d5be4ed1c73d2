"""Opening a year, changing its dates, and the calendar of all open years."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from progress import access
from progress.models import Contribution, DeadlineExtension, ReviewYear
from progress.workflow import asking, posts
from progress.workflow.refusals import Conflict, NotAllowed
from progress.year import calendar, pages, verbs
from progress.year.contributors import askable
from progress.year.forms import SETTINGS, ChangeYearForm, ExtensionFormSet, OpenYearForm
from progress.year.pages import CALENDAR
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data


@require_http_methods(["GET", "POST"])
@secretariat_required
def year_open(request):
    """All of a new year in one screen: its settings, extensions, measures, contributors."""
    plan = access.plan_or_404()
    data = request.POST if request.method == "POST" else kept_data(request)
    form = OpenYearForm(data, plan=plan, years=ReviewYear.objects.filter(plan=plan))
    extensions = _extensions(None, data)
    if request.method == "POST" and (year := _opened(request, plan, form, extensions)):
        return redirect("progress:queue", year.pk)
    context = {
        "form": form,
        "extensions": extensions,
        "has_errors": form.errors or (extensions.is_bound and not extensions.is_valid()),
        "plan": plan,
        "consequences": asking.OPEN,
        "page_title": "年度を開く",
        "breadcrumbs": [CALENDAR, ("年度を開く", None)],
    }
    return render(request, "progress/year/open.html", context)


def _opened(request, plan, form, extensions) -> ReviewYear | None:
    """The year, once it is open by this click or by an earlier one of the same person."""
    if form.is_valid() and extensions.is_valid():
        try:
            year = _open(request, plan, form, extensions)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            reports, parts = year.reports.count(), Contribution.objects.filter(report__year=year)
            said = f"報告は{reports}件、関係課回答票は全部で{parts.count()}行です。"
            messages.success(request, f"{year.label}を開きました。{said}")
            return year
    year = verbs.opened_by(request.user, plan, posts.number(request.POST.get("fiscal_year", "")))
    if year is not None:
        messages.info(request, f"{year.label}は既に開かれています。")
    return year


def _open(request, plan, form, extensions) -> ReviewYear:
    return verbs.open_year(
        plan,
        by=request.standing,
        fiscal_year=form.cleaned_data["fiscal_year"],
        left_out=form.left_out,
        contributors=form.contributors,
        extensions=_wanted(extensions),
        **vars(form.settings),
    )


@require_http_methods(["GET", "POST"])
@secretariat_required
def year_change(request, year_id):
    year = access.year_of_page(request, year_id)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = ChangeYearForm(data, year=year)
    extensions = _extensions(year, data)
    as_read = verbs.read_mark_of(year) if data is None else data.get("as_read", "")
    meanwhile = None
    if request.method == "POST" and form.is_valid() and extensions.is_valid():
        try:
            _change(request, year, form, extensions, as_read)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except Conflict as conflict:
            stored = conflict.current
            as_read = verbs.read_mark_of(stored)
            meanwhile = pages.meanwhile(stored, form, SETTINGS, _wanted(extensions))
            form.add_error(None, str(conflict))
        else:
            messages.success(request, f"{year.label}の日程を変えました。")
            return redirect("progress:queue", year.pk)
    context = {
        "year": year,
        "form": form,
        "extensions": extensions,
        "as_read": as_read,
        "meanwhile": meanwhile,
        "has_errors": extensions.is_bound and not extensions.is_valid(),
        "page_title": f"日程の変更（{year.label}）",
        "breadcrumbs": [CALENDAR, ("日程の変更", None)],
    }
    return render(request, "progress/year/change.html", context, status=409 if meanwhile else 200)


def _extensions(year: ReviewYear | None, data):
    """The rows of the deadlines that are extended; none of a year that is not open yet."""
    # A form that is sent twice finds its own rows stored: nothing of them is "unchanged".
    stored = year.extensions.all() if year and data is None else []
    initial = [
        {"division": each.division_id, "report_due": each.report_due, "reason": each.reason}
        for each in stored
    ]
    kwargs = {"divisions": askable(timezone.localdate())}
    if data is not None and year is None and "extension-TOTAL_FORMS" not in data:
        data = {"extension-TOTAL_FORMS": "0", "extension-INITIAL_FORMS": "0"}
    return ExtensionFormSet(data, initial=initial, form_kwargs=kwargs, prefix="extension")


def _wanted(extensions) -> list[DeadlineExtension]:
    return [each for row in extensions if (each := row.extension()) is not None]


def _change(request, year, form, extensions, as_read: str) -> None:
    verbs.change_year(
        year,
        by=request.standing,
        settings=form.settings,
        extensions=_wanted(extensions),
        reason=form.cleaned_data["reason"],
        as_read=as_read,
    )


@require_GET
def year_calendar(request):
    """Where each open year stands, and what is next; below them all that are closed."""
    today = timezone.localdate()
    context = {
        "years": calendar.calendars(today),
        "closed": ReviewYear.objects.closed().newest_first(),
        "today": today,
        "page_title": "年度の予定",
        "breadcrumbs": [("ホーム", reverse("progress:home")), ("年度の予定", None)],
    }
    return render(request, "progress/year/calendar.html", context)
