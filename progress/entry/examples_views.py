"""他課の記載例: a page beside the form, to read while writing."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from progress import access
from progress.entry import examples_pages, tasks
from progress.reading.reports import title_of


@require_GET
def report_examples(request, pk):
    """Confirmed reports of other measures, for who may write this one."""
    report = access.report_to_edit(request.standing, pk)
    context = {
        "report": report,
        "examples": examples_pages.examples_for(request.standing, report),
        "page_title": f"他課の記載例（{title_of(report)}）",
        "breadcrumbs": [("担当施策", tasks.my_measures_url()), ("他課の記載例", None)],
    }
    return render(request, "progress/entry/examples.html", context)
