"""What every page shows around its content: the plan, the years, the main menu.

Each is worked out only where a template asks for it: a page without the shell pays nothing.
"""

from datetime import date
from typing import Any

from django.db.models import Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from measures.models import Plan
from progress.entry import tasks
from progress.models import ReviewYear
from progress.rights import predicates

MOST_YEAR_LINKS = 10
MINE, START = "progress:my_measures", "progress:desk_start"
# Two years may be open side by side: what the switch of years keeps, so that it says where one is.
OF_A_YEAR = {"progress:queue", "progress:reminder_list", "progress:meeting_list"}


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """plan, year_links, is_sample and nav_items; 2 queries where all are shown."""
    years = SimpleLazyObject(lambda: _years(request))
    return {
        "plan": SimpleLazyObject(Plan.objects.current),
        "year_links": SimpleLazyObject(lambda: year_links(request, years)),
        "is_sample": SimpleLazyObject(lambda: shows_sample(years)),
        "nav_items": SimpleLazyObject(lambda: nav_items(request, years)),
    }


def _years(request: HttpRequest) -> list[ReviewYear]:
    """The newest years, each with `owed`: what the person's divisions owe over all of them."""
    years = ReviewYear.objects.newest_first().select_related("plan")
    standing = getattr(request, "standing", None)  # a page of an error may come before it
    owed = tasks.owed_number(standing) if standing and standing.divisions else Value(0)
    return list(years.annotate(owed=owed)[:MOST_YEAR_LINKS])


def year_links(request: HttpRequest, years: list[ReviewYear]) -> list[dict]:
    """Links to the years, newest first: to the same list of another year, where the page is
    such a list, and else to their dashboards."""
    chosen = _chosen_id(request)
    here = request.resolver_match.view_name if request.resolver_match else ""
    page = here if here in OF_A_YEAR else "progress:dashboard"
    return [
        {
            "label": year.short_label,
            "url": reverse(page, args=[year.pk]),
            "current": year.pk == chosen,
        }
        for year in years
    ]


def shows_sample(years: list[ReviewYear]) -> bool:
    """Whether invented figures may stand on a page: wherever one of the years is a sample.

    A page of a real year shows earlier ones too (last year's text, charts), and a demonstration
    in which somebody opens a further year stays one. Rather once too often.
    """
    return any(year.is_sample for year in years)


def nav_items(request: HttpRequest, years: list[ReviewYear]) -> list[dict]:
    """The main menu, at most six entries, by what the person is today."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    here_id = _chosen_id(request)
    return [
        {
            "label": label,
            "url": reverse(name, args=args),
            "current": _is_current(here, name),
            "count": years[0].owed if name == MINE and years else 0,
        }
        for label, name, args in _entries(request.standing, years, here_id)
    ]


def _entries(standing, years: list[ReviewYear], here_id: int | None) -> list[tuple[str, str, list]]:
    if not standing.is_staff:  # no place in the city hall today: nothing else would open
        return []
    entries: list[tuple[str, str, list]] = []
    if standing.is_secretariat:
        entries.append(("事務局トップ", START, []))
    elif standing.divisions:
        entries.append(("担当施策", MINE, []))
    entries.append(("全体の状況", *_dashboard(years, here_id, standing.day)))
    entries.append(("方針と施策", "progress:policy_list", []))
    if standing.is_secretariat and years:
        entries.append(("事務局確認", "progress:queue", [years[0].pk]))
    if predicates.may_read_meetings(standing) and years:
        entries.append(("会議", "progress:meeting_list", [years[0].pk]))
    entries.append(("資料", "measures:library", []))
    return entries


def _dashboard(years: list[ReviewYear], here_id: int | None, day: date) -> tuple[str, list]:
    """Of the year that the page is of, else of the newest that has begun."""
    if not years:
        return "progress:home", []
    begun = [each for each in years if each.opened_on <= day] or years[:1]
    here = [each for each in years if each.pk == here_id]
    return "progress:dashboard", [(here or begun)[0].pk]


# The pages below an entry of the menu: there it is marked as the current one.
BELOW = {
    "progress:policy_list": {
        "progress:policy_detail", "progress:measure_list", "progress:measure_detail",
        "progress:measure_year",
    },
    "progress:my_measures": {
        "progress:report_edit", "progress:report_check", "progress:report_done",
        "progress:report_examples", "progress:part_sheet", "progress:head_check",
        "progress:department_check",
    },
    "progress:desk_start": {
        "progress:my_measures", "progress:year_calendar", "progress:year_open",
    },
    "progress:queue": {
        "progress:report_review", "progress:evaluate_bulk", "progress:confirm_bulk",
        "progress:remind_bulk", "progress:reminder_list", "progress:publish_bulk",
        "progress:letter_list", "progress:letter_detail", "progress:letter_papers",
        "progress:letter_write", "progress:wording_list", "progress:wording_edit",
        "progress:letter_head",
        "progress:report_publication", "progress:correction_places", "progress:correction_new",
        "progress:correction_detail", "progress:report_unlock", "progress:report_reopen",
        "progress:year_close", "progress:year_change",
        "progress:report_contributors", "progress:part_sheet_list",
    },
    "progress:meeting_list": {
        "progress:meeting_detail", "progress:meeting_new", "progress:meeting_edit",
        "progress:meeting_agenda", "progress:meeting_project", "progress:meeting_rest",
        "progress:meeting_drop", "progress:meeting_attendance", "progress:meeting_answer", "progress:meeting_screen",
        "progress:agenda_item_edit",
        "progress:meeting_settle", "progress:decision_drop",
        "progress:decision_edit", "progress:approve_bulk", "progress:report_approve",
        "progress:approval_detail", "progress:approval_change", "progress:content_check_bulk",
    },
    "measures:library": {
        "measures:plan_overview", "measures:chronology_list", "glossary:term_list",
        "systems_inventory:system_list", "progress:publication_list",
        "progress:publication_detail",
    },
}  # fmt: skip


def _is_current(here: str, entry: str) -> bool:
    return here == entry or here in BELOW.get(entry, ())


def _chosen_id(request: HttpRequest) -> int | None:
    """The year that the address names, if it names one."""
    match = request.resolver_match
    return match.kwargs.get("year_id") if match else None
