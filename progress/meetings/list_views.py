"""The meetings of a year as a list."""

from django.http import Http404
from django.views.decorators.http import require_GET

from progress import access
from progress.meetings import list_pages as pages
from progress.models import Meeting
from progress.rights import predicates
from sakado_dx import lists
from sakado_dx.lists import ListForm, Listing


@require_GET
def meeting_list(request, year_id):
    """The year's meetings, of all bodies."""
    year = access.year_of_page(request, year_id)
    if not predicates.may_read_meetings(request.standing):
        raise Http404
    meetings = list(Meeting.objects.for_year(year).with_counts().select_related("year"))
    title, form = f"会議（{year.label}実績）", ListForm(request.GET)
    listing = Listing(title, pages.COLUMNS, meetings, form, request.GET)
    return lists.answer(request, listing, {"year": year}, "progress/meetings/list.html")
