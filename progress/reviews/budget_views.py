"""予算要求用の一覧 of a review."""

from django.http import Http404
from django.views.decorators.http import require_GET

from progress.reviews import budget_pages as pages
from progress.reviews import fetching
from progress.reviews.pages import way_to
from progress.rights import predicates
from sakado_dx import lists
from sakado_dx.lists import Listing


@require_GET
def review_budget(request, pk):
    """What 調書 and proposals ask of the next budget, for who reads all of a review."""
    review = fetching.plan_review_for(request.standing, pk)
    if not predicates.reads_all_reviews(request.standing):
        raise Http404
    lines = pages.lines_of(review, request.standing.day)
    form = pages.BudgetFilter(request.GET, lines)
    mark = "（案）" if review.is_under_way else ""
    title = f"予算要求用の一覧{mark}（{review.title}）"
    listing = Listing(title, pages.COLUMNS, lines, form, request.GET, css="table--many")
    context = {
        "review": review,
        "breadcrumbs": way_to(review, ("予算要求用の一覧", None)),
    }
    return lists.answer(request, listing, context, "progress/reviews/budget.html")
