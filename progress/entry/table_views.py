"""A division's reports in one table, for who has many of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from progress import access
from progress.entry import table_pages, tasks
from progress.entry.forms import behalf_for
from progress.entry.merging import chosen_of
from progress.entry.table_verbs import save_rows
from progress.unsent.pages import forget_rows, saved_names
from progress.workflow import posts
from sakado_dx.organization.access import staff_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.organization.models import Division


@require_http_methods(["GET", "POST"])
@staff_required
def division_table(request, year_id, division_id):
    """The four answers of each of the division's reports, a line a report."""
    year = access.year_of_page(request, year_id)
    division = get_object_or_404(Division, pk=division_id)
    standing = request.standing
    if not (standing.belongs_to(division.pk) or standing.is_secretariat):
        raise PermissionDenied("この表に入力できるのは、この課の職員と事務局です。")
    if not year.is_open:
        messages.info(request, f"{year.label}は締められているため、入力できません。")
        return redirect("progress:dashboard", year.pk)
    if request.method == "POST":
        return _save(request, year, division)
    table = table_pages.table_of(standing, year, division, kept_data(request))
    return _page(request, table, behalf_for(standing, division))


def _save(request, year, division):
    standing = request.standing
    data = chosen_of(request.POST, lambda: table_pages.table_of(standing, year, division).forms)
    table = table_pages.table_of(standing, year, division, data)
    behalf = behalf_for(standing, division, request.POST)
    if behalf and not behalf.is_valid():
        return _page(request, table, behalf)
    reason = behalf.cleaned_data["reason"] if behalf else ""
    forms = [form for form in table.forms if form.is_bound]
    versions = posts.versions_of(request.POST)
    saved, refusals = save_rows(forms, by=standing, versions=versions, reason=reason)
    kept = [form for form in forms if form.report.pk not in refusals]
    forget_rows(
        request,
        table_pages.ROW,
        {form.report.pk: saved_names([form]) for form in kept},
        changed={form.report.pk for form in kept if form.is_touched},
    )
    if saved:
        messages.success(request, table_pages.saved_words(saved))
    fresh = table_pages.after_saving(standing, table, refusals)
    if fresh.has_errors:
        messages.warning(request, "保存できないところは、理由とともに、欄に残しています。")
        return _page(request, fresh, behalf, status=409 if refusals else 200)
    return redirect("progress:division_table", year.pk, division.pk)


def _page(request, table, behalf, status=200):
    table.fill(request.standing)
    context = {
        "table": table,
        "behalf": behalf,
        "has_errors": table.has_errors or bool(behalf and behalf.errors),
        "word_lists": [(name, table.words_of(name)) for name in ("progress", "outlook")],
        "page_title": f"{table.year.short_label}の進捗をまとめて入力（{table.division}）",
        "breadcrumbs": [("担当施策", tasks.my_measures_url()), ("まとめて入力", None)],
    }
    return render(request, "progress/entry/table.html", context, status=status)


@require_GET
def report_table(request, pk):
    """The table in which this report is a line."""
    report = access.report_to_edit(request.standing, pk)
    lead = report.lead_division(request.standing.day)
    if lead is None:
        return redirect("progress:report_edit", pk)
    return redirect("progress:division_table", report.year_id, lead.pk)
