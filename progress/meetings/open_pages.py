"""Pages that change a meeting: of a closed year they say so, and lead back to the meeting."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect

from progress import access
from progress.meetings.verbs import why_closed


def while_open(view: Callable) -> Callable:
    """A view of a meeting (`pk`) that is looked at only while the meeting can be changed."""

    @wraps(view)
    def guarded(request, pk, *args, **kwargs):
        if request.method == "GET":
            meeting = access.meeting_for(request.standing, pk)
            if closed := why_closed(meeting.year):
                messages.info(request, closed)
                return redirect(meeting)
        return view(request, pk, *args, **kwargs)

    return guarded
