"""What meetings decide on a review: all at a glance, one, the rest, and a draft dropped."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress.models import MeasureReview, Meeting, PlanReview, ReviewDecision
from progress.reviews import decision_verbs, fetching
from progress.reviews import measure_pages as papers
from progress.reviews.deciding import decided_of, newest_in_force, proposals_of
from progress.reviews.decision_forms import DecideForm, DecideNewForm, DropDecisionForm, RestForm
from progress.reviews.pages import way_to
from progress.rights import predicates
from progress.workflow import posts
from progress.workflow.posts import REFUSALS
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data

TITLE = "会議の決定"


def _meetings(review: PlanReview) -> list[Meeting]:
    """The plan's meetings that have met and are not settled, the newest first."""
    rows = Meeting.objects.filter(year__plan=review.plan, year__closed_at=None, settled_at=None)
    rows = rows.filter(held_on__lte=timezone.localdate())
    return list(rows.select_related("year").order_by("-held_on", "-pk"))


def _errors(form, refusal) -> int:
    """What stands against the verb, beside its field where it has one; the status of the page."""
    missing = getattr(refusal, "missing", ())
    for name, sentence in missing or [(None, str(refusal))]:
        form.add_error(name if name in form.fields else None, sentence)
    return 200 if missing else 409


@require_GET
def review_decisions(request, pk):
    """All 調書 and proposals with 案 and decision, and what その他は事務局案のとおり would sweep."""
    review = fetching.plan_review_for(request.standing, pk)
    if not predicates.reads_all_reviews(request.standing):
        raise Http404
    return _page(request, review, RestForm(meetings=_meetings(review)))


def _page(request, review, form, status=200):
    rows = decided_of(review)
    is_secretariat = request.standing.is_secretariat
    context = {
        "review": review,
        "rows": rows,
        "covered": [each for each in rows if not each.why_not_rest],
        "others": [each for each in rows if each.why_not_rest],
        "proposals": [
            (row, own, newest_in_force(own), [each for each in own if each.is_draft])
            for row, own in proposals_of(review)
        ],
        "may_decide": is_secretariat and review.is_under_way and bool(_meetings(review)),
        "is_secretariat": is_secretariat,
        "form": form,
        "page_title": f"{TITLE}（{review.title}）",
        "breadcrumbs": way_to(review, (TITLE, None)),
    }
    return render(request, "progress/reviews/decisions.html", context, status=status)


@require_POST
@secretariat_required
def review_rest(request, pk):
    """その他は事務局案のとおり, of the 調書 that the page listed."""
    review = fetching.plan_review_for(request.standing, pk)
    form = RestForm(request.POST, meetings=_meetings(review))
    if not form.is_valid():
        return _page(request, review, form)
    versions = posts.versions_of(request.POST)
    meeting = form.cleaned_data["meeting"]
    try:
        made = decision_verbs.decide_rest(
            review, by=request.standing, meeting=meeting, versions=versions
        )
    except REFUSALS as refusal:
        return _page(request, review, form, status=_errors(form, refusal))
    messages.success(request, f"{len(made)}件を、事務局案のとおり継続としました（決定（案））。")
    return redirect("progress:review_decisions", review.pk)


@require_http_methods(["GET", "POST"])
@secretariat_required
def measure_review_decide(request, pk):
    """What a meeting decided on one 調書."""
    row = fetching.measure_review_for(request.standing, pk)
    data = request.POST if request.method == "POST" else kept_data(request)
    form, status = _decide_form(row, data), 200
    if request.method == "POST" and form.is_valid():
        version, told = posts.version_of(request.POST), form.cleaned_data
        try:
            decision_verbs.decide(row, by=request.standing, version=version, **told)
        except REFUSALS as refusal:
            status = _errors(form, refusal)
        else:
            messages.success(request, "会議の決定（案）を記録しました。")
            return redirect("progress:review_decisions", row.review_id)
    title = f"{TITLE}（{row.measure}）"
    context = {
        "review": row.review,
        "row": row,
        "form": form,
        "proposed": row.proposed_outlook,
        "page_title": title,
        "breadcrumbs": way_to(
            row.review, (str(row.measure), row.get_absolute_url()), (TITLE, None)
        ),
    }
    return render(request, "progress/reviews/decide.html", context, status=status)


def _decide_form(row: MeasureReview, data) -> DecideForm:
    return DecideForm(
        data,
        row=row,
        meetings=_meetings(row.review),
        words=papers.outlooks_of(row),
        measures=papers.others_of(row),
    )


@require_http_methods(["GET", "POST"])
@secretariat_required
def new_measure_decide(request, pk):
    """Whether a meeting adopts a proposed measure."""
    row = fetching.new_measure_for(request.standing, pk)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = DecideNewForm(data, meetings=_meetings(row.review), proposed=row.proposed)
    status = 200
    if request.method == "POST" and form.is_valid():
        version, told = posts.version_of(request.POST), form.cleaned_data
        try:
            decision_verbs.decide_new(row, by=request.standing, version=version, **told)
        except REFUSALS as refusal:
            status = _errors(form, refusal)
        else:
            messages.success(request, "会議の決定（案）を記録しました。")
            return redirect("progress:review_decisions", row.review_id)
    context = {
        "review": row.review,
        "row": row,
        "form": form,
        "proposed": row.get_proposed_display(),
        "page_title": f"{TITLE}（{row.name}）",
        "breadcrumbs": way_to(row.review, (row.name, row.get_absolute_url()), (TITLE, None)),
    }
    return render(request, "progress/reviews/decide.html", context, status=status)


@require_http_methods(["GET", "POST"])
@secretariat_required
def review_decision_drop(request, pk):
    """Take a draft back, with a reason."""
    decision = get_object_or_404(ReviewDecision.objects.with_words(), pk=pk)
    row = decision.measure_review or decision.new_measure
    review = fetching.plan_review_for(request.standing, row.review_id)
    form = DropDecisionForm(request.POST if request.method == "POST" else kept_data(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            decision_verbs.drop(decision, by=request.standing, **form.cleaned_data)
        except REFUSALS as refusal:
            status = _errors(form, refusal)
        else:
            messages.success(request, "決定（案）を取り下げました。")
            return redirect("progress:review_decisions", review.pk)
    context = {
        "review": review,
        "decision": decision,
        "form": form,
        "page_title": f"決定（案）の取下げ（{row}）",
        "breadcrumbs": way_to(review, ("決定（案）の取下げ", None)),
    }
    return render(request, "progress/reviews/drop_decision.html", context, status=status)
