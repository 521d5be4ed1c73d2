"""Taking back that a year was opened; which measures take part in it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from measures.models import Measure
from progress import access
from progress.models import ProgressReport, ReviewYear, YearChange
from progress.workflow import posts
from progress.workflow.refusals import Incomplete, NotAllowed
from progress.year import back_pages, back_verbs
from progress.year.back_forms import AddMeasureForm, TakeOutForm, UndoOpenForm
from progress.year.pages import CALENDAR
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.records.models import AuditRecord


def _form(request, form_class):
    return form_class(request.POST if request.method == "POST" else kept_data(request))


def _ask(request, year: ReviewYear, asking, form, *, title: str, lead: str, **more):
    context = {
        "year": year,
        "asking": asking,
        "form": form,
        "version": None,
        "lead": lead,
        "page_title": f"{title}（{year.label}）",
        "breadcrumbs": [CALENDAR, (title, None)],
        **more,
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "progress/workflow/ask.html", context, status=status)


@require_http_methods(["GET", "POST"])
@secretariat_required
def year_undo_open(request, year_id):
    """What taking the opening back would do, and doing it."""
    try:
        year = access.year_of_page(request, year_id)
    except Http404:
        if not (request.method == "POST" and _has_undone(request.user, year_id)):
            raise
        messages.info(request, "年度を開いたことは、既に取り消しています。")
        return redirect("progress:year_calendar")
    asking, refusal = back_pages.asking_to_undo(year)
    form = _form(request, UndoOpenForm)
    if request.method == "POST" and form.is_valid():
        try:
            back_verbs.undo_open(year, by=request.standing, **form.cleaned_data)
        except (NotAllowed, Incomplete) as against:
            if _has_undone(request.user, year_id):
                return redirect("progress:year_calendar")
            form.add_error(None, str(against))
        else:
            messages.success(request, f"{year.label}を開いたことを取り消しました。")
            return redirect("progress:year_calendar")
    told = {"title": "年度を開いたことの取消し", "lead": f"{year}を、開く前に戻します。"}
    return _ask(request, year, asking, form, **told, refusal="" if form.is_bound else refusal)


def _has_undone(user, year_id: int) -> bool:
    """Whether this person took the year back by an earlier click."""
    return AuditRecord.objects.tells_deleted(ReviewYear, year_id, by=user)


@require_GET
@secretariat_required
def year_parts(request, year_id):
    """Which measures take part in a year, and which could."""
    year = access.year_of_page(request, year_id)
    taking, others = back_pages.parts_of(year)
    context = {
        "year": year,
        "taking": taking,
        "others": others,
        "page_title": f"対象の施策（{year.label}）",
        "breadcrumbs": [CALENDAR, ("対象の施策", None)],
    }
    return render(request, "progress/year/parts.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_required
def measure_add(request, year_id, pk):
    """What adding a measure to the year would do, and doing it."""
    year, measure = access.year_of_page(request, year_id), access.measure_at_all(pk)
    form = _form(request, AddMeasureForm)
    if request.method == "POST" and form.is_valid():
        try:
            back_verbs.add_measure(year, measure, by=request.standing, **form.cleaned_data)
        except (NotAllowed, Incomplete) as against:
            if _was_noted(request, year, measure, YearChange.Verb.ADD_MEASURE):
                return redirect("progress:year_parts", year_id)
            form.add_error(None, str(against))
        else:
            messages.success(request, f"「{measure}」を{year.label}の対象に加えました。")
            return redirect("progress:year_parts", year_id)
    refusal = "" if form.is_bound else back_verbs.against_adding(year, measure)
    asking = back_pages.asking_to_add(year, measure)
    told = {"title": "施策を加える", "lead": f"{measure}", "refusal": refusal}
    return _ask(request, year, asking, form, **told)


@require_http_methods(["GET", "POST"])
@secretariat_required
def measure_take_out(request, year_id, pk):
    """What taking a measure out of the year would do, and doing it."""
    year, measure = access.year_of_page(request, year_id), access.measure_at_all(pk)
    report = ProgressReport.objects.with_measure().filter(year=year, measure=measure).first()
    if report is None:
        return _no_part(request, year, measure)
    form = _form(request, TakeOutForm)
    if request.method == "POST" and form.is_valid():
        told = {"version": posts.version_of(request.POST), **form.cleaned_data}
        try:
            back_verbs.take_out_measure(report, by=request.standing, **told)
        except posts.REFUSALS as against:
            if _was_noted(request, year, measure, YearChange.Verb.TAKE_OUT_MEASURE):
                return redirect("progress:year_parts", year_id)
            form.add_error(None, str(against))
        else:
            messages.success(request, f"「{measure}」を{year.label}の対象から外しました。")
            return redirect("progress:year_parts", year_id)
    refusal = "" if form.is_bound else back_verbs.against_taking_out(report)
    asking = back_pages.asking_to_take_out(report)
    told = {"title": "施策を外す", "lead": f"{measure}", "refusal": refusal}
    return _ask(request, year, asking, form, **told, version=report.version)


def _was_noted(request, year: ReviewYear, measure: Measure, verb: str) -> bool:
    return back_verbs.was_noted(year, verb, request.user, measure)


def _no_part(request, year: ReviewYear, measure: Measure):
    """Of a measure that takes no part (any more)."""
    messages.info(request, f"「{measure}」は、{year.label}の対象ではありません。")
    return redirect("progress:year_parts", year.pk)
