"""Take what was decided over into one revision."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from progress.reviews import fetching, taking_verbs
from progress.reviews.pages import way_to
from progress.workflow import posts
from progress.workflow.posts import REFUSALS
from sakado_dx.organization.access import secretariat_required

CONSEQUENCES = (
    "計画の見直しの案が一つでき、案の行はどれも、もとの調書か提案を名乗ります。",
    "調書、事務局案、決定は、変えられなくなります。",
)
WAY_BACK = "見直しには戻せません。直すときは、計画の見直しの案を直すか、取り下げます。"


@require_http_methods(["GET", "POST"])
@secretariat_required
def review_take_over(request, pk):
    """What the revision will hold, and what it leaves, then the act."""
    review, refusal = fetching.plan_review_for(request.standing, pk), ""
    if request.method == "POST":
        version = posts.version_of(request.POST)
        try:
            revision = taking_verbs.take_over(review, by=request.standing, version=version)
        except REFUSALS as refused:
            refusal = str(refused)
        else:
            messages.success(request, f"計画の見直しの案「{revision}」を作りました。")
            return redirect(review)
    taken = taking_verbs.taken_of(review) if review.is_under_way else None
    subjects: dict[str, int] = {}
    for line in taken.lines if taken else ():
        name = str(line.measure_review.measure if line.measure_review else line.new_measure)
        subjects[name] = subjects.get(name, 0) + 1
    context = {
        "review": review,
        "subjects": list(subjects.items()),
        "left": taken.left if taken else [],
        "consequences": CONSEQUENCES,
        "way_back": WAY_BACK,
        "refusal": refusal,
        "has_errors": bool(refusal),
        "page_title": f"計画の見直しの案への引継ぎ（{review.title}）",
        "breadcrumbs": way_to(review, ("引継ぎ", None)),
    }
    status = 409 if refusal else 200
    return render(request, "progress/reviews/take_over.html", context, status=status)
