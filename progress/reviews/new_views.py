"""新規施策の提案: propose, read, change, take back, 事務局案."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from measures.models import Direction
from progress.models import PlanReview
from progress.reviews import fetching, new_verbs, pages
from progress.reviews.measure_forms import amount_words
from progress.reviews.new_forms import DropForm, HandlingForm, NewMeasureForm
from progress.workflow import posts
from progress.workflow.posts import REFUSALS
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.organization.models import Division


def _directions(review: PlanReview) -> list[Direction]:
    rows = Direction.objects.filter(policy__plan=review.plan).select_related("policy")
    return list(rows.order_by("policy__number", "number"))


def _divisions(standing) -> list[Division]:
    """Those in whose name this person may propose: his own; the secretariat in all."""
    rows = Division.objects.in_force(standing.day).exclude(kind=Division.Kind.COLLECTIVE)
    if not standing.is_secretariat:
        rows = rows.filter(pk__in=standing.divisions)
    return list(rows.order_by("order", "pk"))


def _refused(form, refusal) -> None:
    """What stands against the verb, beside its field where it has one."""
    for each in getattr(refusal, "missing", ()) or [(None, str(refusal))]:
        name, sentence = each
        form.add_error(name if name in form.fields else None, sentence)


@require_http_methods(["GET", "POST"])
def new_measure_add(request, pk):
    """Propose a new measure."""
    standing = request.standing
    review = fetching.plan_review_for(standing, pk)
    divisions = _divisions(standing)
    if not divisions or not review.is_under_way:
        raise PermissionDenied("新規施策を提案できるのは、課の職員と事務局です。")
    data = request.POST if request.method == "POST" else kept_data(request)
    told = {"directions": _directions(review), "divisions": divisions}
    form = NewMeasureForm(data, **told, own=tuple(standing.divisions))
    if request.method == "POST" and form.is_valid():
        try:
            row = new_verbs.propose_measure(
                review,
                by=standing,
                division=form.cleaned_data["division"],
                fields=form.told,
                behalf_reason=form.cleaned_data.get("behalf_reason", ""),
            )
        except REFUSALS as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, "新規施策を提案しました。")
            return redirect(row)
    title = "新規施策の提案"
    context = {
        "review": review,
        "form": form,
        "page_title": title,
        "breadcrumbs": pages.way_to(review, (title, None)),
    }
    return render(request, "progress/reviews/new_edit.html", context)


def _may_change(standing, row) -> bool:
    own = standing.belongs_to(row.division_id) or standing.is_secretariat
    return own and row.review.is_under_way and not row.proposed


@require_GET
def new_measure(request, pk):
    """A proposal, with what this person may do."""
    return _page(request, fetching.new_measure_for(request.standing, pk))


def _page(request, row, *, handling=None, drop=None, status=200, refusal=""):
    initial = {"proposed": row.proposed, "note": row.proposed_note}
    context = {
        "row": row,
        "amount": amount_words(row),
        "may_change": _may_change(request.standing, row),
        "may_handle": request.standing.is_secretariat and row.review.is_under_way,
        "handling": handling or HandlingForm(initial=initial),
        "drop": drop or DropForm(),
        "form": handling or drop,
        "refusal": refusal,
        "has_errors": bool(refusal),
        "page_title": f"新規施策の提案（{row.name}）",
        "breadcrumbs": pages.way_to(row.review, (row.name, None)),
    }
    return render(request, "progress/reviews/new.html", context, status=status)


@require_http_methods(["GET", "POST"])
def new_measure_edit(request, pk):
    """Other words for a proposal; where another was faster, what stands is shown."""
    standing = request.standing
    row = fetching.new_measure_for(standing, pk)
    if not _may_change(standing, row):
        raise PermissionDenied("この提案は、今は変えられません。")
    data = request.POST if request.method == "POST" else kept_data(request)
    form = NewMeasureForm(
        data, directions=_directions(row.review), own=tuple(standing.divisions), row=row
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        told = {"fields": form.told, "behalf_reason": form.cleaned_data.get("behalf_reason", "")}
        version = posts.version_of(request.POST)
        try:
            new_verbs.change_proposal(row, by=standing, version=version, **told)
        except REFUSALS as refusal:
            _refused(form, refusal)
            status = 200 if getattr(refusal, "missing", ()) else 409
            row = fetching.new_measure_now(standing, row)
        else:
            messages.success(request, "提案を変更しました。")
            return redirect(row)
    title = f"提案の変更（{row.name}）"
    context = {
        "review": row.review,
        "row": row,
        "is_refused": status == 409,
        "form": form,
        "page_title": title,
        "breadcrumbs": pages.way_to(row.review, ("提案の変更", None)),
    }
    return render(request, "progress/reviews/new_edit.html", context, status=status)


@require_POST
def new_measure_drop(request, pk):
    """Take a proposal back."""
    row = fetching.new_measure_for(request.standing, pk)
    if not _may_change(request.standing, row):
        raise PermissionDenied("この提案は、今は取り下げられません。")
    form, review = DropForm(request.POST), row.review
    if not form.is_valid():
        return _page(request, row, drop=form)
    try:
        new_verbs.drop_proposal(
            row, by=request.standing, version=posts.version_of(request.POST), **form.cleaned_data
        )
    except REFUSALS as refusal:
        current = fetching.new_measure_now(request.standing, row)
        return _page(request, current, drop=form, status=409, refusal=str(refusal))
    messages.success(request, "提案を取り下げました。")
    return redirect(review)


@require_POST
@secretariat_required
def new_measure_handle(request, pk):
    """事務局案 on a proposal."""
    row = fetching.new_measure_for(request.standing, pk)
    form = HandlingForm(request.POST)
    if not form.is_valid():
        return _page(request, row, handling=form)
    version = posts.version_of(request.POST)
    try:
        new_verbs.handle_proposal(row, by=request.standing, version=version, **form.cleaned_data)
    except REFUSALS as refusal:
        _refused(form, refusal)
        if getattr(refusal, "missing", ()):
            return _page(request, row, handling=form)
        current = fetching.new_measure_now(request.standing, row)
        return _page(request, current, handling=form, status=409, refusal=str(refusal))
    messages.success(request, "事務局案を保存しました。")
    return redirect(row)
