"""担当施策: where division staff begin."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from progress.entry import tasks
from progress.unsent.lists import number_of


@require_GET
def my_measures(request):
    """What my divisions owe, in the order of its date, and their measures."""
    context = {
        "tasks": tasks.tasks_for(request.standing),
        "measures": tasks.measures_for(request.standing),
        "unsent": number_of(request.standing),
        "page_title": "担当施策",
    }
    return render(request, "progress/entry/my_measures.html", context)
