"""指摘事項と対応 as a list."""

from django.views.decorators.http import require_GET

from progress.follow_ups import list_pages, pages
from progress.models import FollowUp, ReviewYear
from sakado_dx import lists
from sakado_dx.lists import Listing

TITLE = "指摘事項と対応"


@require_GET
def follow_up_list(request):
    """What meetings asked of divisions, as far as this person may read it."""
    standing, years = request.standing, list(ReviewYear.objects.newest_first())
    lines = pages.readable_follow_ups(standing, FollowUp.objects.asked())
    form = list_pages.FollowUpFilter(request.GET, years=years, today=standing.day)
    listing = Listing(TITLE, list_pages.COLUMNS, lines, form, request.GET)
    return lists.answer(request, listing, {}, "progress/follow_ups/list.html")
