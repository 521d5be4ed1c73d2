"""担当施策: where division staff begin."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from progress.entry import my_pages
from progress.unsent.lists import number_of
from sakado_dx.addresses import wants_all_years


@require_GET
def my_measures(request):
    """What my divisions owe, in the order of its date, and their measures."""
    is_whole = wants_all_years(request.GET)
    mine = my_pages.mine_of(request.standing, is_whole=is_whole)
    lists = {
        my_pages.OWED: mine.tasks.owed,
        my_pages.DONE: mine.tasks.done,
        my_pages.MEASURES: mine.measures,
    }
    context = {
        "tasks": mine.tasks,
        **{key: my_pages.paged(rows, key, request.GET) for key, rows in lists.items()},
        "unsent": number_of(request.standing),
        "page_title": "担当施策",
    }
    return render(request, "progress/entry/my_measures.html", context)
