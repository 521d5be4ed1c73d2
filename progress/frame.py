"""What every page shows around its content: the plan, the years, the main menu.

Each is worked out only where a template asks for it: a page without the shell pays nothing.
"""

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template import Context, Library
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from measures.models import Plan
from progress.entry.menu_pages import (
    MOST_YEARS,
    asked_for_menu,
    year_in_address,
    year_of_menu,
    years_with_owed,
)
from progress.models import MeasureReview, PlanReview, ReviewYear
from progress.rights import predicates
from sakado_dx import fiscal
from sakado_dx.addresses import reverse

register = Library()

MINE, START = "progress:my_measures", "progress:desk_start"
BOARD, POLICIES = "progress:dashboard", "progress:policy_list"
QUEUE, MEETINGS = "progress:queue", "progress:meeting_list"
# What a page is about, by its name in the context, and where that says its year.
SUBJECTS = {
    "year": attrgetter("pk"),
    "report": attrgetter("year.pk"),
    "meeting": attrgetter("year_id"),
    "correction": attrgetter("report.year_id"),
    "approval": attrgetter("year_id"),
    "follow_up": attrgetter("decision.report.year_id"),
    "publication": attrgetter("report.year_id"),
    "letter": attrgetter("year_id"),
}
# Pages that show another year by ?year=
BY_QUERY = {
    POLICIES, "progress:policy_detail", "progress:measure_list", "progress:measure_detail",
    "progress:letter_list",
}  # fmt: skip
# What answers a form alone: a link leads to the list that it belongs to.
FORMS_ALONE = {"progress:year_publish_on"}


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """plan, is_sample and frame_years (`menu_pages`); 2 queries where all are shown."""
    own = SimpleLazyObject(lambda: years_with_owed(*asked_for_menu(request)))
    years = getattr(request, "years_of_menu", own)  # an error may come before the middleware
    return {
        "plan": SimpleLazyObject(Plan.objects.current),
        "frame_years": years,
        "is_sample": SimpleLazyObject(lambda: shows_sample(years)),
    }


class MenuYearsMiddleware:
    """Puts `request.years_of_menu` on each request: read once, and only where it is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.years_of_menu = SimpleLazyObject(lambda: years_with_owed(*asked_for_menu(request)))
        return self.get_response(request)


@register.inclusion_tag("progress/reviews/_notice.html", takes_context=True)
def review_notice(context: Context) -> dict[str, Any]:
    """The 三年目の見直し that is under way, with how many 調書 this person's divisions, of the
    secretariat all, have yet to hand in. Where none is under way, nothing is asked for."""
    years, standing = context["frame_years"], context["request"].standing
    pk = next((each.review_pk for each in years if each.review_pk), None)
    if pk is None or not (standing.is_secretariat or standing.divisions):
        return {}
    rows = MeasureReview.objects.filter(review=OuterRef("pk"))
    if not standing.is_secretariat:
        rows = rows.led_by(standing.divisions, standing.day)
    waiting = rows.exclude(state=MeasureReview.State.SUBMITTED)
    numbers = {"total": _number_of(rows), "waiting": _number_of(waiting)}
    review = PlanReview.objects.annotate(**numbers).get(pk=pk)
    said = {"review": review, "deadline": review.deadline(standing.day)}
    return said | {"total": review.total, "waiting": review.waiting}


def _number_of(rows: QuerySet[MeasureReview]) -> Coalesce:
    """How many of these there are of a review, as a column."""
    counted = rows.order_by().values("review").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


@register.simple_tag(takes_context=True)
def page_navigation(context: Context) -> dict[str, list[dict]]:
    """nav_items and year_links of a page, in the year that the page is of; `has_more` where there
    may be older years than these."""
    request, years, here = context["request"], context["frame_years"], year_id_of(context)
    year_of_menu(request, years, here)
    return {
        "nav_items": nav_items(request, years, here),
        "year_links": year_links(request, years, here),
        "has_more": len(years) >= MOST_YEARS,
    }


@register.simple_tag(takes_context=True)
def year_mark(context: Context) -> str:
    """The year of a page whose title does not name it, to stand behind the title."""
    found, title = _year_of(context), str(context.get("page_title", ""))
    names = (found.short_label, fiscal.label_name(found.fiscal_year)) if found else ()
    return "" if not found or any(name in title for name in names) else f"　{names[0]}実績"


@register.simple_tag(takes_context=True)
def disposed_mark(context: Context) -> str:
    """What a page of a disposed year says above its content; blank for all others."""
    found = _year_of(context)
    if found is None or found.done_at is None:
        return ""
    day = fiscal.format_date(timezone.localdate(found.done_at))
    return (
        f"{found.label}の文書は、保存期間が満了し、廃棄済みです（{found.document_number}、{day}）。"
        "数値と判定は残り、文章、資料、操作の記録の中身は残っていません。"
    )


def _year_of(context: Context) -> ReviewYear | None:
    years = context.get("frame_years")
    return year_of_menu(context["request"], years, year_id_of(context)) if years else None


def year_id_of(context: Context) -> int | None:
    """The year that a page is of: which its address names, its subject's, or which it was asked
    for by ?year=; none where it is of all."""
    request = context.get("request")
    match = request.resolver_match if request else None
    if match and "year_id" in match.kwargs:
        return year_in_address(request)
    for name, year_of in SUBJECTS.items():
        if subject := context.get(name):
            return year_of(subject)
    return year_in_address(request) if request else None


def year_links(request: HttpRequest, years: list[ReviewYear], here: int | None) -> list[dict]:
    """Links to the years, newest first: to the same page of another year, where there is one,
    else to the list that it lies below, else to their dashboards."""
    return [
        {
            "label": year.short_label,
            "url": _in_year(request, year),
            "current": year.pk == here,
        }
        for year in years
    ]


def _in_year(request: HttpRequest, year: ReviewYear) -> str:
    match = request.resolver_match
    name = match.view_name if match else ""
    if match and name in BY_QUERY:
        return f"{request.path}?year={year.pk}"
    if match and set(match.kwargs) == {"year_id"} and name not in FORMS_ALONE:
        return reverse(name, args=[year.pk])
    if name in ("progress:measure_year", "progress:measure_brief", "progress:division_year"):
        return reverse(name, list((match.kwargs | {"year_id": year.pk}).values()))
    lists = [QUEUE] if request.standing.is_secretariat else []
    lists += [MEETINGS] if predicates.may_read_meetings(request.standing) else []
    above = next((each for each in lists if _is_current(name, each)), BOARD)
    return reverse(above, args=[year.pk])


def shows_sample(years: list[ReviewYear]) -> bool:
    """Whether invented figures may stand on a page: wherever one of the years is a sample.

    A page of a real year shows earlier ones too (last year's text, charts), and a demonstration
    in which somebody opens a further year stays one. Rather once too often.
    """
    return any(year.is_sample for year in years)


def nav_items(request: HttpRequest, years: list[ReviewYear], here: int | None) -> list[dict]:
    """The main menu, at most six entries, by what the person is today; it stays in the year of
    the page."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {
            "label": label,
            "url": url,
            "current": _is_current(page, name),
            "count": years[0].owed if name == MINE and years else 0,
        }
        for label, name, url in _entries(request.standing, years, here)
    ]


def _entries(standing, years: list[ReviewYear], here: int | None) -> list[tuple[str, str, str]]:
    if not standing.is_staff:  # no place in the city hall today: nothing else would open
        return []
    year = _year_of_menu(years, here, standing.day)
    asked = f"?year={here}" if year and year.pk == here else ""
    entries: list[tuple[str, str, str]] = []
    if standing.is_secretariat:
        entries.append(("事務局トップ", START, reverse(START)))
    elif standing.divisions:
        entries.append(("担当施策", MINE, reverse(MINE)))
    board = reverse(BOARD, args=[year.pk]) if year else reverse("progress:home")
    entries.append(("全体の状況", BOARD, board))
    entries.append(("方針と施策", POLICIES, reverse(POLICIES) + asked))
    if standing.is_secretariat and year:
        entries.append(("事務局確認", QUEUE, reverse(QUEUE, args=[year.pk])))
    if predicates.may_read_meetings(standing) and year:
        entries.append(("会議", MEETINGS, reverse(MEETINGS, args=[year.pk])))
    entries.append(("資料", "measures:library", reverse("measures:library")))
    return entries


def _year_of_menu(years: list[ReviewYear], here: int | None, day: date) -> ReviewYear | None:
    """The year that the page is of, else the newest that has begun."""
    begun = [each for each in years if each.opened_on <= day] or years
    return next((each for each in years if each.pk == here), next(iter(begun), None))


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
        "progress:decision_list", "progress:meeting_pack", "progress:year_pack",
        "progress:meeting_detail", "progress:meeting_new", "progress:meeting_edit",
        "progress:meeting_agenda", "progress:meeting_project", "progress:meeting_rest",
        "progress:meeting_drop", "progress:meeting_attendance", "progress:meeting_answer", "progress:meeting_screen",
        "progress:agenda_item_edit",
        "progress:meeting_settle", "progress:decision_drop",
        "progress:decision_edit", "progress:approve_bulk", "progress:report_approve",
        "progress:approval_detail", "progress:approval_change", "progress:content_check_bulk",
    },
    "measures:library": {
        "progress:revision_list", "progress:revision_new", "progress:revision_detail",
        "progress:revision_impact", "progress:revision_publish",
        "progress:revision_choose", "progress:revision_measure", "progress:revision_indicator",
        "progress:revision_change", "progress:revision_step", "progress:revision_line",
        "progress:revision_share", "progress:revision_decide", "progress:revision_withdraw",
        "measures:plan_overview", "measures:chronology_list", "glossary:term_list",
        "systems_inventory:system_list", "progress:publication_list", "progress:system_detail",
        "progress:system_overview", "progress:timeline", "progress:term_use",
        "progress:abbreviation_list", "progress:plan_review_list", "progress:plan_review",
        "progress:plan_review_open", "progress:plan_review_change", "progress:measure_review",
        "progress:measure_review_edit", "progress:new_measure", "progress:new_measure_add",
        "progress:new_measure_edit", "progress:review_decisions", "progress:measure_review_decide",
        "progress:new_measure_decide", "progress:review_decision_drop",
        "progress:review_take_over", "progress:review_budget",
        "progress:publication_detail", "progress:person_list",
        "progress:edition_list", "progress:edition_detail", "progress:plan_as_of",
    },
}  # fmt: skip


def _is_current(here: str, entry: str) -> bool:
    return here == entry or here in BELOW.get(entry, ())
