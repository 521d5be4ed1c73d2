"""三年目の見直し: the list of reviews, one with all measures side by side, begin and change it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from progress import access
from progress.entry.menu_pages import MOST_YEARS
from progress.models import NewMeasureProposal, PlanReview
from progress.reviews import fetching, pages, verbs
from progress.reviews.forms import OpenReviewForm, of_review
from progress.reviews.side_by_side import side_by_side
from progress.rights import predicates
from progress.workflow import posts
from progress.workflow.posts import REFUSALS
from sakado_dx import lists
from sakado_dx.lists import Listing
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data


@require_GET
def plan_review_list(request):
    """All reviews, newest first; for who reads all of them, and for members of divisions."""
    standing = request.standing
    if not (predicates.reads_all_reviews(standing) or standing.divisions):
        raise Http404
    context = {
        "reviews": PlanReview.objects.select_related("plan").newest_first(),
        "may_open": standing.is_secretariat,
        "page_title": pages.TITLE,
        "breadcrumbs": pages.way(),
    }
    return render(request, "progress/reviews/list.html", context)


@require_GET
def plan_review(request, pk):
    """The workspace: each measure with its years side by side, and its 調書."""
    standing = request.standing
    review = fetching.plan_review_for(standing, pk)
    pending = access.wants_pending(standing, request.GET)
    papers = pages.papers_of(standing, review)
    told = side_by_side(review, papers, pending=pending, known=request.years_of_menu[:MOST_YEARS])
    form = pages.ReviewFilter(request.GET, told.lines)
    listing = Listing(review.title, pages.columns_of(standing, told), told.lines, form, request.GET)
    reads_all = predicates.reads_all_reviews(standing)
    context = {
        "review": review,
        "told": told,
        "lines": [pages.shown_line(standing, each) for each in listing.shown],
        "counts": pages.counts_of(told.lines),
        "deadline": review.deadline(standing.day),
        "new_measures": _new_measures(standing, review),
        "reads_all": reads_all,
        "may_see_revision": standing.is_secretariat,
        "may_change": standing.is_secretariat and review.is_under_way,
        "may_add": review.is_under_way and (standing.is_secretariat or bool(standing.divisions)),
        "pending": pending,
        "may_see_pending": predicates.may_see_pending(standing),
        "hidden": [("pending", 1)] if pending else [],
        "breadcrumbs": pages.way_to(review),
    }
    return lists.answer(request, listing, context, "progress/reviews/workspace.html")


def _new_measures(standing, review) -> list[NewMeasureProposal]:
    rows = review.new_measures.select_related("division", "direction__policy")
    return [each for each in rows if predicates.may_read_new_measure(standing, each.division_id)]


@require_http_methods(["GET", "POST"])
@secretariat_required
def plan_review_open(request):
    """Begin a review."""
    plan = access.plan_or_404()
    data = request.POST if request.method == "POST" else kept_data(request)
    form = OpenReviewForm(data, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            review = verbs.open_review(plan, by=request.standing, **form.cleaned_data)
        except REFUSALS as refusal:
            for each in getattr(refusal, "missing", ()):
                form.add_error(each.field if each.field in form.fields else None, each.sentence)
            if not getattr(refusal, "missing", ()):
                form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{review.title}を始めました。各課の「担当施策」に表示されます。"
            )
            return redirect(review)
    context = {
        "form": form,
        "page_title": "三年目の見直しを始める",
        "breadcrumbs": pages.way(("始める", None)),
    }
    return render(request, "progress/reviews/open.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_required
def plan_review_change(request, pk):
    """Another due day, title or word; where another was faster, what stands is shown."""
    review = fetching.plan_review_for(request.standing, pk)
    data = request.POST if request.method == "POST" else kept_data(request)
    form, status = of_review(review, data), 200
    if request.method == "POST" and form.is_valid():
        version = posts.version_of(request.POST)
        try:
            verbs.change_review(review, by=request.standing, version=version, **form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            status, review = 409, fetching.plan_review_for(request.standing, pk)
        else:
            messages.success(request, "見直しの内容を変更しました。")
            return redirect(review)
    context = {
        "review": review,
        "form": form,
        "is_refused": status == 409,
        "page_title": f"見直しの変更（{review.title}）",
        "breadcrumbs": pages.way_to(review, ("変更", None)),
    }
    return render(request, "progress/reviews/change.html", context, status=status)
