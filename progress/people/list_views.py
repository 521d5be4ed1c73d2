"""People and their places as a list."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_GET

from progress.people import list_pages as pages
from sakado_dx import lists
from sakado_dx.lists import Listing

TITLE = "利用者と所属"


@require_GET
def person_list(request):
    """For the secretariat and administrators, who name people and ask who is missing."""
    standing = request.standing
    if not (standing.is_secretariat or standing.is_administrator):
        raise Http404
    lines = pages.places_of_all(standing.day)
    form = pages.PlaceFilter(request.GET, lines)
    listing = Listing(TITLE, pages.COLUMNS, lines, form, request.GET)
    context = {"breadcrumbs": [("資料", reverse("measures:library")), (TITLE, None)]}
    return lists.answer(request, listing, context, "progress/people/list.html")
