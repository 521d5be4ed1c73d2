"""The 公表日 of a decided revision, and taking its effect back on the same day."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from progress.models import PlanEdition
from progress.revisions import effect_pages, effect_verbs, fetching
from progress.revisions.effect_forms import PublishForm, UndecideForm, UndoEffectForm
from progress.revisions.list_pages import way_to
from progress.workflow import posts
from sakado_dx.fiscal import format_date
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.records.models import AuditRecord


def _ask(request, revision, asking, form, title: str, lead: str, refusal: str = ""):
    context = {
        "asking": asking,
        "form": form,
        "version": revision.version,
        "lead": lead,
        "refusal": "" if form.is_bound else refusal,
        "page_title": f"{title}（{revision}）",
        "breadcrumbs": way_to(revision, (title, None)),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "progress/workflow/ask.html", context, status=status)


def _data(request):
    return request.POST if request.method == "POST" else kept_data(request)


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_publish(request, pk):
    """The day from which citizens see the plan as it is after a revision."""
    revision = fetching.revision_for(request.standing, pk)
    asking = effect_pages.asking_to_publish(revision)
    form = PublishForm(_data(request), initial={"published_on": revision.published_on})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["published_on"]
        told = {"version": posts.version_of(request.POST), "published_on": day}
        try:
            revision = effect_verbs.publish(revision, by=request.standing, **told)
        except posts.REFUSALS as refusal:
            if revision.published_on != day:
                form.add_error(None, str(refusal))
        if not form.errors:
            messages.success(request, f"公表日を{format_date(day)}にしました。")
            return redirect(revision)
    refusal = effect_verbs.against_publishing(revision, None, timezone.localdate())
    lead = f"「{revision}」を、市民に公表する日を決めます。"
    return _ask(request, revision, asking, form, "公表日", lead, refusal)


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_undecide(request, pk):
    """What taking the decision back would do, and doing it."""
    revision = fetching.revision_for(request.standing, pk)
    asking = effect_pages.asking_to_undecide(revision)
    refusal = effect_verbs.against_undeciding(revision)
    form = UndecideForm(_data(request))
    if request.method == "POST" and form.is_valid():
        told = {"version": posts.version_of(request.POST), **form.cleaned_data}
        try:
            effect_verbs.undecide(revision, by=request.standing, **told)
        except posts.REFUSALS as against:
            if revision.was_done("undecide", request.user, version=told["version"]):
                return redirect(revision)
            form.add_error(None, str(against))
        else:
            messages.success(request, f"「{revision}」の決定を取り消しました。")
            return redirect(revision)
    lead = f"「{revision}」の決定を取り消します。"
    return _ask(request, revision, asking, form, "決定の取消し", lead, refusal)


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_undo(request, pk, edition_pk):
    """What taking its effect back would do, and doing it."""
    revision = fetching.revision_for(request.standing, pk)
    edition = revision.editions.select_related("plan", "revision").filter(pk=edition_pk).first()
    if edition is None:
        return _gone(request, revision, edition_pk)
    asking, refusal = effect_pages.asking_to_undo(edition)
    form = UndoEffectForm(_data(request))
    if request.method == "POST" and form.is_valid():
        told = {"version": posts.version_of(request.POST), **form.cleaned_data}
        try:
            effect_verbs.undo_effect(edition, by=request.standing, **told)
        except posts.REFUSALS as against:
            form.add_error(None, str(against))
        else:
            messages.success(request, f"{edition.name}の施行を取り消しました。")
            return redirect(revision)
    lead = f"「{edition.name}」を、施行の前に戻します。"
    return _ask(request, revision, asking, form, "施行の取消し", lead, refusal)


def _gone(request, revision, edition_pk: int):
    """Of an edition that this person took back by an earlier click."""
    if not AuditRecord.objects.tells_deleted(PlanEdition, edition_pk, by=request.user):
        raise Http404
    messages.info(request, "この施行は、既に取り消しています。")
    return redirect(revision)
