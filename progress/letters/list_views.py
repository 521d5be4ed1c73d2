"""The log of letters."""

from django.urls import reverse
from django.views.decorators.http import require_GET

from progress.letters import list_pages as pages
from progress.letters.forms import LetterFilter
from progress.models import Letter, ReviewYear
from sakado_dx import lists
from sakado_dx.lists import Listing
from sakado_dx.organization.access import secretariat_required
from sakado_dx.records import mail

PER_PAGE = 50


@require_GET
@secretariat_required
def letter_list(request):
    """What was sent to whom, when and how, newest first."""
    form = LetterFilter(request.GET)
    letters = Letter.objects.select_related("division", "year").newest_first()
    listing = Listing(pages.LOG, pages.COLUMNS, letters, form, request.GET, per_page=PER_PAGE)
    order = "" if listing.sort else "新しい順です。"
    year = form.chosen.get("year") or ReviewYear.objects.open().newest()
    context = {
        "written_in": year if year and year.takes_changes else None,
        "count_words": f"{listing.count}通の文書があります。{order}",
        "waiting": listing.found.to_hand_over().count(),
        "uses_mail": mail.is_used(),
        "query": pages.query_of(request.GET, way="waiting"),
        "breadcrumbs": [("ホーム", reverse("progress:home")), (pages.LOG, None)],
    }
    return lists.answer(request, listing, context, "progress/letters/list.html")
