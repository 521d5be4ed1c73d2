"""What is done with a draft: its facts, its steps, 庁内照会, 決定, 取下げ."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from progress.models import PlanRevision
from progress.revisions import (
    deciding,
    effect_verbs,
    fetching,
    impact_pages,
    renewing,
    step_pages,
    verbs,
)
from progress.revisions.forms import RevisionForm
from progress.revisions.list_pages import way_to
from progress.revisions.step_forms import (
    DecideForm,
    LineForm,
    ShareForm,
    StepForm,
    WithdrawForm,
)
from progress.workflow import posts
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data


def _form(request, form_class, **kwargs):
    return form_class(request.POST if request.method == "POST" else kept_data(request), **kwargs)


def acted(request, revision, verb: str, do, form, said: str, row=None, **told) -> bool:
    """Whether a verb was done with what a form says; what stands against it is said in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    refused = posts.act(request, row or revision, verb, do, **(told or form.cleaned_data))
    if refused:
        form.add_error(None, refused.sentence)
        return False
    messages.success(request, said)
    return True


def _page(request, revision, form, template: str, title: str, **more):
    context = {
        "revision": revision,
        "form": form,
        "version": revision.version,
        "page_title": f"{title}（{revision}）",
        "breadcrumbs": way_to(revision, (title, None)),
        **more,
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, template, context, status=status)


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_change(request, pk):
    """Title, kind, day and purpose."""
    revision = fetching.revision_for(request.standing, pk)
    form = _form(request, RevisionForm, instance=revision)
    if acted(request, revision, "change", verbs.change, form, "見直しの案を直しました。"):
        return redirect(revision)
    template = "progress/revisions/change.html"
    return _page(request, revision, form, template, "名称・種類・施行日", button="保存する")


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_step(request, pk):
    """A step of the 経過."""
    revision = fetching.revision_for(request.standing, pk)
    initial = {"kind": request.GET.get("kind", "")}
    form = _form(request, StepForm, initial=initial)
    if acted(request, revision, "record_step", verbs.record_step, form, "経過を記録しました。"):
        return redirect(revision)
    template = "progress/revisions/change.html"
    return _page(request, revision, form, template, "経過の記録", button="記録する")


@require_POST
@secretariat_required
def revision_step_drop(request, pk, step_pk):
    revision = fetching.revision_for(request.standing, pk)
    step = revision.steps.filter(pk=step_pk).first()
    if step is None:
        messages.info(request, "この経過の記録は、既に取り消されています。")
    elif refused := posts.act(request, step, "drop", verbs.drop_step):
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"「{step}」の記録を取り消しました。")
    return redirect(revision)


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_line(request, pk, line_pk):
    """A line's reason and its own day."""
    revision = fetching.revision_for(request.standing, pk)
    line = fetching.line_of(revision, line_pk)
    form = _form(request, LineForm, instance=line)
    if acted(request, revision, "set_line", verbs.set_line, form, "保存しました。", row=line):
        return redirect(revision)
    told = step_pages.told_line(revision, line)
    template = "progress/revisions/line.html"
    return _page(request, revision, form, template, "理由と施行日", told=told, button="保存する")


@require_POST
@secretariat_required
def revision_line_drop(request, pk, line_pk):
    revision = fetching.revision_for(request.standing, pk)
    line = revision.changes.filter(pk=line_pk).first()
    if line is None:
        messages.info(request, "この変更は、既に取りやめられています。")
    elif refused := posts.act(request, line, "drop", verbs.drop_line):
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "変更を一つ取りやめました。")
    return redirect(revision)


@require_POST
@secretariat_required
def revision_renew(request, pk):
    """Take the lines anew whose before no longer stands."""
    revision = fetching.revision_for(request.standing, pk)
    if refused := posts.act(request, revision, "renew", renewing.take_anew):
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "案を、今の計画に合わせ直しました。内容を確かめてください。")
    return redirect(revision)


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_impact(request, pk):
    """What the draft would do to the reports of open years; looked for when it is asked."""
    revision = fetching.revision_for(request.standing, pk)
    is_open = revision.state in (PlanRevision.State.DRAFT, PlanRevision.State.DECIDED)
    impact = None
    if request.method == "POST" and is_open:
        impact = impact_pages.impact_of(revision, request.standing)
    context = {
        "revision": revision,
        "impact": impact,
        "page_title": f"報告への影響（{revision}）",
        "breadcrumbs": way_to(revision, ("報告への影響", None)),
    }
    return render(request, "progress/revisions/impact.html", context)


def _ask(request, revision, form, asking, title: str, refusal: str = ""):
    more = {"asking": asking, "lead": str(revision), "refusal": refusal}
    return _page(request, revision, form, "progress/workflow/ask.html", title, **more)


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_share(request, pk):
    """庁内照会: from which day on the divisions read the draft."""
    revision = fetching.revision_for(request.standing, pk)
    form = _form(request, ShareForm, initial={"shared_on": revision.shared_on})
    if acted(request, revision, "share", verbs.share, form, "庁内照会の開始日を保存しました。"):
        return redirect(revision)
    refusal = "" if form.is_bound else step_pages.not_draft(revision)
    return _ask(request, revision, form, step_pages.sharing(revision), "庁内照会", refusal)


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_decide(request, pk):
    """What the decision does, and recording it."""
    revision = fetching.revision_for(request.standing, pk)
    form = _form(request, DecideForm)
    if acted(request, revision, "decide", effect_verbs.decide, form, "見直しを決定しました。"):
        return redirect(revision)
    refusal = "" if form.is_bound else step_pages.not_draft(revision)
    if not (refusal or form.is_bound):
        refusal = " ".join(deciding.against_deciding(revision, timezone.localdate()))
    return _ask(request, revision, form, step_pages.deciding(revision), "決定の記録", refusal)


@require_http_methods(["GET", "POST"])
@secretariat_required
def revision_withdraw(request, pk):
    """取下げ, with its reason."""
    revision = fetching.revision_for(request.standing, pk)
    form = _form(request, WithdrawForm)
    if acted(request, revision, "withdraw", verbs.withdraw, form, "見直しを取り下げました。"):
        return redirect(revision)
    asking = step_pages.withdrawing(revision)
    return _ask(request, revision, form, asking, "見直しの取下げ", step_pages.is_over(revision))
