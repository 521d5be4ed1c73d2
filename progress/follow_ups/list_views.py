"""指摘事項と対応 as a list."""

from django.views.decorators.http import require_GET

from progress.follow_ups import list_pages
from progress.models import ReviewYear
from sakado_dx import lists
from sakado_dx.lists import Listing

TITLE = "指摘事項と対応"


@require_GET
def follow_up_list(request):
    """What meetings asked of divisions, as far as this person may read it."""
    standing, years = request.standing, ReviewYear.objects.newest_first().only("fiscal_year")
    form = list_pages.FollowUpFilter(request.GET, years=years, today=standing.day)
    rows = list_pages.Readable(standing)
    listing = Listing(TITLE, list_pages.COLUMNS, rows, form, request.GET)
    return lists.answer(request, listing, {}, "progress/follow_ups/list.html")
