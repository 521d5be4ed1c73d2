"""A measure through the years: plan, indicators, reports, history."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import measure_pages
from progress.entry.contribution_forms import NoteForm
from progress.entry.menu_pages import asking_for_menu
from progress.judging.shown_years import first_shown
from progress.rights import predicates
from progress.unsent.pages import unsent_at
from progress.workflow import posts
from sakado_dx.addresses import wants_all_years
from sakado_dx.organization.keeping import kept_data


@require_GET
def measure_detail(request, pk):
    standing = request.standing
    measure = access.measure_at_all(pk)
    asked = posts.number(request.GET.get("year", ""))
    is_whole = wants_all_years(request.GET)
    rows = measure_pages.rows_on_page(measure, asked, is_whole=is_whole)
    newest = measure_pages.chosen_of(rows, asked, standing.day)
    if newest is not None and newest.year_id == asked and not newest.year.is_open:
        return redirect(newest)
    since = first_shown(newest.year.fiscal_year) if newest and not is_whole else 0
    reports = measure_pages.reports_on_page(standing, rows, since)
    menu = asking_for_menu(request)
    measure_pages.ask_ahead(standing, measure, newest, since, menu)
    page = measure_pages.page_of(standing, measure, reports, newest, asked, since)
    plan = page["plan"]
    in_year = f"?year={newest.year_id}" if newest else ""
    reads_notes = newest is not None and access.may_read_notes(standing, newest)
    form = _note_form(request) if newest and predicates.may_note(standing, newest) else None
    context = {
        **page,
        "reads_notes": reads_notes,
        "notes": measure_pages.note_rows(measure.pk) if reads_notes else [],
        "note_form": form,
        "unsent": unsent_at(standing, "note", measure.pk, [form]) if form else None,
        "page_title": plan.title,
        "breadcrumbs": [
            (page["frame"].policy_label, reverse("progress:policy_list") + in_year),
            (plan.policy.title, plan.policy.get_absolute_url() + in_year),
            (plan.title, None),
        ],
    }
    return render(request, "progress/dashboards/measure_detail.html", context)


def _note_form(request) -> NoteForm:
    today = {"noted_on": request.standing.day}
    return NoteForm(kept_data(request), initial=today)
