"""確定と訂正: choosing a place, proposing, confirming by a second person."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress import access
from progress.corrections import verbs
from progress.corrections.forms import AloneForm, CorrectedResultForm, CorrectionForm
from progress.corrections.pages import consequences_of, holders_of, open_places, slip_named
from progress.reading.live_editions import sides_of
from progress.reading.plan_names import is_shared
from progress.reading.reports import title_of
from progress.rights import lookups
from progress.workflow import posts
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data

REFUSALS = (NotAllowed, Incomplete, ValidationError)


@require_GET
@secretariat_required
def correction_places(request, pk):
    """All places of a report that can be settled or corrected, and what is proposed."""
    report = access.report_at_all(pk, whole=True)
    title = title_of(report)
    context = {
        "report": report,
        "title": title,
        "places": open_places(report).values(),
        "corrections": report.corrections.select_related("proposed_by", "confirmed_by"),
        "page_title": f"確定と訂正（{title}）",
        "breadcrumbs": _crumbs(report, title, "確定と訂正"),
    }
    return render(request, "progress/corrections/places.html", context)


def _crumbs(report, title: str, here: str) -> list:
    return [
        ("事務局確認", reverse("progress:queue", args=[report.year_id])),
        (title, reverse("progress:report_review", args=[report.pk])),
        (here, None),
    ]


@require_http_methods(["GET", "POST"])
@secretariat_required
def correction_new(request, pk, place):
    """Propose the value that a place shall have."""
    report = access.report_at_all(pk, whole=request.method == "GET")
    slip = slip_named(posts.number(request.GET["slip"])) if "slip" in request.GET else None
    found = open_places(report, slip).get(place)
    if found is None:
        raise Http404
    data = request.POST if request.method == "POST" else kept_data(request)
    form = CorrectionForm(data, report=report, place=found, slip=slip)
    year = report.year.fiscal_year
    result = CorrectedResultForm(data, place=found, fiscal_year=year) if found.part else None
    if request.method == "POST" and _all_valid(form, result):
        try:
            correction = verbs.propose_correction(
                report,
                by=request.standing,
                kind=form.cleaned_data["kind"],
                place=place,
                after=(result or form).after,
                reason=form.cleaned_data["reason"],
                consented_on=form.cleaned_data.get("consented_on"),
            )
        except REFUSALS as refusal:
            form.add_error(None, _sentences(refusal))
        else:
            messages.success(request, "申し出ました。別の人が確認すると反映されます。")
            return redirect(correction)
    title = title_of(report)
    context = {
        "report": report,
        "place": found,
        "form": form,
        "result": result,
        "more_forms": [result] if result else [],
        "has_errors": form.is_bound and bool(form.errors or (result and result.errors)),
        "page_title": f"{found.label}の確定・訂正（{title}）",
        "breadcrumbs": _crumbs(report, title, "確定と訂正"),
    }
    return render(request, "progress/corrections/new.html", context)


def _all_valid(*forms) -> bool:
    return not [form for form in forms if form is not None and not form.is_valid()]


def _sentences(refusal: Exception):
    return refusal.messages if isinstance(refusal, ValidationError) else str(refusal)


@require_GET
@secretariat_required
def correction_detail(request, pk):
    """A proposal for who may confirm it: first the judgements of other years that change."""
    correction = access.correction_for(request.standing, pk)
    return _correction_page(request, correction)


def _correction_page(request, correction, *, status=200, refusal="", alone=None):
    is_proposer = correction.proposed_by_id == request.user.pk
    is_open = correction.is_waiting and not correction.is_lapsed
    may_confirm = is_open and lookups.may_confirm_correction(request.standing, correction)
    title = title_of(correction.report)
    before, after = sides_of(correction)
    context = {
        "correction": correction,
        "report": correction.report,
        "title": title,
        "before": before,
        "after": after,
        "consequences": consequences_of(correction) if correction.is_waiting else [],
        "shared_by": _shared_by(correction) if correction.is_waiting else 0,
        "may_confirm": may_confirm,
        "alone": (alone or AloneForm()) if may_confirm and is_proposer else None,
        "may_drop": correction.is_waiting,
        "refusal": refusal,
        "has_errors": bool(refusal or (alone and alone.errors)),
        "page_title": f"{correction.get_kind_display()}の確認（{title}）",
        "breadcrumbs": _crumbs(correction.report, title, "確定と訂正"),
    }
    return render(request, "progress/corrections/detail.html", context, status=status)


def _shared_by(correction) -> int:
    """How many reports of the year change at once: those that share a text of the plan."""
    if not is_shared(correction.place):
        return 0
    return len(holders_of(correction.report, correction.place, correction.before))


def _refused_page(request, pk: int, refused: posts.Refused):
    current = access.correction_for(request.standing, pk)
    return _correction_page(request, current, status=409, refusal=refused.sentence)


@require_POST
@secretariat_required
def correction_confirm(request, pk):
    """Confirm as the second person, or with a reason where there is none."""
    correction = access.correction_for(request.standing, pk)
    form = AloneForm(request.POST)
    is_alone = correction.is_waiting and correction.proposed_by_id == request.user.pk
    is_alone = is_alone and lookups.may_confirm_correction(request.standing, correction)
    if is_alone and not form.is_valid():
        return _correction_page(request, correction, alone=form)
    told = form.cleaned_data if is_alone else {}
    refused = posts.attempt(request, correction, "confirm", verbs.confirm_correction, **told)
    if refused:
        return _refused_page(request, pk, refused)
    messages.success(request, f"「{correction.label}」を{correction.get_kind_display()}しました。")
    return redirect(correction)


@require_POST
@secretariat_required
def correction_drop(request, pk):
    correction = access.correction_for(request.standing, pk)
    refused = posts.attempt(request, correction, "drop", verbs.drop_correction)
    if refused:
        return _refused_page(request, pk, refused)
    messages.success(request, "申出を取りやめました。")
    return redirect("progress:correction_places", correction.report_id)
