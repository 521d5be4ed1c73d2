"""A measure through the years: plan, indicators, reports, history."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from progress import access
from progress.dashboards import measure_pages
from progress.entry.contribution_forms import NoteForm
from progress.rights import predicates
from progress.unsent.pages import unsent_at
from sakado_dx.organization.keeping import kept_data


@require_GET
def measure_detail(request, pk):
    standing = request.standing
    measure = access.measure_at_all(pk)
    reports = measure_pages.reports_on_page(standing, measure)
    newest = reports[0].row if reports else None
    policy = measure.direction.policy
    reads_notes = newest is not None and access.may_read_notes(standing, newest)
    form = _note_form(request) if newest and predicates.may_note(standing, newest) else None
    context = {
        **measure_pages.page_of(standing, measure, reports),
        "reads_notes": reads_notes,
        "notes": list(measure.notes.select_related("by")) if reads_notes else [],
        "note_form": form,
        "unsent": unsent_at(standing, "note", measure.pk, [form]) if form else None,
        "page_title": measure.title,
        "breadcrumbs": [
            (measure.plan.policy_label, reverse("progress:policy_list")),
            (policy.title, policy.get_absolute_url()),
            (measure.title, None),
        ],
    }
    return render(request, "progress/dashboards/measure_detail.html", context)


def _note_form(request) -> NoteForm:
    today = {"noted_on": request.standing.day}
    return NoteForm(kept_data(request), initial=today)
