"""A measure through the years: plan, indicators, reports, history."""

from dataclasses import replace

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from glossary.links import term_index
from progress import access
from progress.charts import pages as charts_pages
from progress.dashboards import pages
from progress.desk import pages as desk_pages
from progress.entry import evidence_pages
from progress.entry.contribution_forms import NoteForm
from progress.entry.contribution_pages import parts_of
from progress.meetings import pages as meetings_pages
from progress.reading.closed_measure import measure_then, reports_then
from progress.reading.measure import measure_years
from progress.rights import predicates
from progress.workflow.table import may
from sakado_dx.organization.keeping import kept_data


@require_GET
def measure_detail(request, pk):
    standing = request.standing
    measure = access.measure_for(standing, pk)
    reports = access.reports_of_measure(standing, measure)
    readable = access.readable_ids(standing, reports)
    report = next(iter(reports), None)
    then = reports_then(reports)
    for each in reports:
        each.shown = then.get(each.pk, each)
        each.may_save = may(standing, each, "save")
    policy = measure.direction.policy
    reads_notes = report is not None and access.may_read_notes(standing, report)
    context = {
        "measure": measure,
        "policy": policy,
        "report": report,
        "is_readable": report is not None and report.pk in readable,
        "parts": parts_of(report) if report and report.pk in readable else None,
        "evidence": evidence_pages.present(report) if report and report.pk in readable else [],
        "earlier": [each for each in reports[1:] if each.pk in readable],
        "history": desk_pages.history_of(measure, readable),
        "reads_notes": reads_notes,
        "notes": list(measure.notes.select_related("by")) if reads_notes else [],
        "note_form": _note_form(request)
        if report and predicates.may_note(standing, report)
        else None,
        "terms": term_index(measure.plan),
        "page_title": str(measure),
        "breadcrumbs": [
            (measure.plan.policy_label, reverse("progress:policy_list")),
            (str(policy), policy.get_absolute_url()),
            (str(measure), None),
        ],
    }
    context |= pages.plan_of_measure(standing, measure) | _rights(standing, report)
    context |= _years(measure, reports, readable, report) | _decided(standing, measure, report)
    return render(request, "progress/dashboards/measure_detail.html", context)


def _note_form(request) -> NoteForm:
    today = {"noted_on": request.standing.day}
    return NoteForm(kept_data(request), initial=today, label_suffix="")


def _decided(standing, measure, report) -> dict:
    """The council's decisions with their follow-ups, and the three judgements on the report."""
    decisions = meetings_pages.decisions_of(standing, measure)
    if report is None:
        return {"decisions": decisions}
    own = [each for each in decisions if each.report_id == report.pk]
    return {
        "decisions": decisions,
        "judgements": meetings_pages.judgements_of(standing, report, own),
    }


def _rights(standing, report) -> dict:
    """The buttons of the newest report."""
    if report is None:
        return {}
    return {
        "may_save": may(standing, report, "save"),
        "may_withdraw": may(standing, report, "withdraw"),
        "may_review": predicates.may_review(standing, report),
        "leads": predicates.leads(standing, report),
    }


def _years(measure, reports, readable, report) -> dict:
    """Boxes and indicators, judged for the newest report's year."""
    year = report.year if report else None
    fiscal_year = year.fiscal_year if year else measure.plan.first_fiscal_year
    years = measure_years(measure, reports, readable, fiscal_year)
    fixed = measure_then(year, measure.pk) if year and not year.is_open else None
    if fixed:
        years = replace(years, indicators=tuple(fixed.indicators))
        return {
            "years": years,
            "indicators": charts_pages.indicators_with_charts(years, year, fixed.plan),
        }
    charts = charts_pages.indicators_with_charts(years, year, measure.plan)
    return {"years": years, "indicators": charts}
