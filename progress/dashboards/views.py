"""What everybody looks at: the year, its policies, the list of measures."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import pages
from progress.dashboards.agenda_pages import agenda_of
from progress.dashboards.board_pages import board_parts
from progress.dashboards.filters import MeasureFilter
from progress.dashboards.last_time_pages import last_time
from progress.dashboards.list_pages import columns_of
from progress.dashboards.strip_pages import Strip, strip_of
from progress.dashboards.tile_pages import tiles_of
from progress.dashboards.verdict_pages import verdict
from progress.desk.next_steps import next_steps
from progress.follow_ups import pages as follow_ups_pages
from progress.models import ReviewYear
from progress.reading.attention import attention_in
from progress.reading.kept import YearNow, year_now
from progress.reading.live_plan import policy_name
from progress.reading.sittings import sittings_of
from progress.workflow import posts
from sakado_dx import fiscal, lists
from sakado_dx.lists import Listing
from sakado_dx.organization.access import Standing


@require_GET
def home(request):
    """Where a person begins, by what he is today: 事務局トップ, council and CDO's dashboard, the
    division's 担当施策; before the first year, what comes next."""
    standing = request.standing
    if standing.is_secretariat:
        return redirect("progress:desk_start")
    year = access.newest_year()
    oversees = standing.is_council or standing.is_executive
    if standing.divisions and not (oversees and year):
        return redirect("progress:my_measures")
    if year is None:
        return render(request, "progress/dashboards/home_empty.html", {"page_title": "ホーム"})
    return redirect("progress:dashboard", year.pk)


@require_GET
def dashboard(request, year_id):
    year = access.year_of_page(request, year_id)
    pending = access.wants_pending(request.standing, request.GET)
    now = year_now(year, pending=pending)
    context = {
        "year": year,
        "frame": now.read.frame,
        **now.made(board_parts),
        **_council(request.standing, year, now),
        "steps": next_steps(request.standing, now),
        "follow_ups": follow_ups_pages.open_follow_ups(request.standing),
        "deadline": fiscal.format_date(year.report_due),
        "as_of": timezone.now() if year.is_open else None,
        "page_title": fiscal.label_review(year.fiscal_year),
    }
    return render(
        request,
        "progress/dashboards/dashboard.html",
        context | pages.switch_of(request.standing, pending),
    )


def _council(standing: Standing, year: ReviewYear, now: YearNow) -> dict:
    """What a council asks first: the verdict, what to decide, what came of last time."""
    meeting, last = sittings_of(year)
    agenda = agenda_of(standing, year, meeting, now.board, now.read.frame, now.pending)
    return {
        "agenda": agenda,
        "verdict": verdict(year, now.board, agenda, now.pending),
        "last_time": last_time(standing, last, now.rows),
    }


def _year_or_none(request) -> ReviewYear | None:
    """The year that the address names, else the newest one, else none."""
    pk = posts.number(request.GET.get("year", ""))
    return access.newest_year() if pk is None else access.year_of_page(request, pk)


def _of_year(name: str, year: ReviewYear | None) -> str:
    return reverse(name) + (f"?year={year.pk}" if year else "")


@require_GET
def policy_list(request):
    """方針と施策: the plan's policies and directions with their measures."""
    year = _year_or_none(request)
    plan = year.plan if year else access.plan_or_404()
    pending = access.wants_pending(request.standing, request.GET)
    listed = pages.listed_policies(plan, year, pending)
    context = {
        "plan": listed.frame,
        "year": year,
        "policies": listed.policies,
        "is_long": listed.is_long,
        "so_far": pages.so_far(listed.share, pending=pending),
        "page_title": f"{listed.frame.policy_label}と{listed.frame.measure_label}",
    }
    return render(
        request,
        "progress/dashboards/policy_list.html",
        context | pages.switch_of(request.standing, pending),
    )


@require_GET
def policy_detail(request, pk):
    year = _year_or_none(request)
    pending = access.wants_pending(request.standing, request.GET)
    policy = access.policy_at_all(pk)
    listed = pages.listed_policies(policy.plan, year, pending, policy)
    [(shown, directions)] = listed.policies or [(policy_name(policy), [])]
    context = {
        "policy": shown,
        "policy_key": policy.key,
        "plan": listed.frame,
        "year": year,
        "directions": directions,
        "strip": _strip(year, listed, pending, policy=policy.pk) if year else None,
        "tiles": tiles_of(year, listed.frame, listed.rows, pending=pending) if year else None,
        "so_far": pages.so_far(listed.share, pending=pending),
        "page_title": shown.title,
        "breadcrumbs": [
            (listed.frame.policy_label, _of_year("progress:policy_list", year)),
            (shown.title, None),
        ],
    }
    return render(
        request,
        "progress/dashboards/policy_detail.html",
        context | pages.switch_of(request.standing, pending),
    )


def _strip(year: ReviewYear, listed: pages.ListedPolicies, pending: bool, **query) -> Strip:
    """The strip of the measures that the page lists and that have a report."""
    before, rows = year_now(year, pending=pending).before, listed.rows
    attention = attention_in(rows, before)
    query |= {"pending": 1} if pending else {}
    return strip_of(year, listed.frame, rows, attention, before, **query)


@require_GET
def measure_list(request):
    """All measures of a year, filtered by GET."""
    year = _year_or_none(request)
    if year is None:
        return redirect("progress:policy_list")
    pending = access.wants_pending(request.standing, request.GET)
    now = year_now(year, pending=pending)
    frame, form = now.read.frame, MeasureFilter(request.GET, now)
    title = f"{frame.measure_label}の一覧（{fiscal.label_name(year.fiscal_year)}）"
    columns = columns_of(frame, form.attention, now.before if "change" in form.chosen else None)
    context = {
        "year": year,
        "so_far": pages.so_far(now.share, pending=pending),
        "hidden": [("year", year.pk), *([("pending", 1)] if pending else [])],
        **pages.switch_of(request.standing, pending),
    }
    listing = Listing(title, columns, now.rows, form, request.GET)
    return lists.answer(request, listing, context, "progress/dashboards/measure_list.html")
