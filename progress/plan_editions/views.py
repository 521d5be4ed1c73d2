"""計画の版: the editions of the plan, one of them, the plan as of any day."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from measures.models import Plan
from progress import access
from progress.models import PlanEdition
from progress.plan_editions import pages, verbs
from progress.plan_editions.forms import AdoptForm, DayForm, PublicDayForm
from progress.workflow.posts import REFUSALS
from sakado_dx import fiscal
from sakado_dx.organization.access import secretariat_required
from sakado_dx.organization.keeping import kept_data

TITLE = "計画の版"


@require_GET
def edition_list(request):
    """All editions, newest first; the secretariat takes a plan that has none into force."""
    plan = Plan.objects.current()
    form = None
    if plan and request.standing.is_secretariat and not plan.editions.exists():
        day = fiscal.first_day(plan.first_fiscal_year)
        form = AdoptForm(kept_data(request), initial={"effective_on": day})
    return _list(request, form)


def _list(request, form, status=200):
    context = {
        "editions": PlanEdition.objects.select_related("plan").newest_first(),
        "day_form": DayForm({}),
        "form": form,
        "page_title": TITLE,
        "breadcrumbs": [("資料", reverse("measures:library")), (TITLE, None)],
    }
    return render(request, "progress/plan_editions/list.html", context, status=status)


@require_POST
@secretariat_required
def plan_adopt(request):
    """The plan as it stands takes effect as its first edition."""
    plan, form = access.plan_or_404(), AdoptForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    try:
        edition = verbs.adopt(plan, by=request.standing, **form.cleaned_data)
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return _list(request, form, status=409)
    messages.success(request, f"「{plan}」を、{edition.name}の版として施行しました。")
    return redirect(edition)


@require_GET
def plan_as_of(request):
    """The plan that was in force on a day."""
    form = DayForm(request.GET)
    is_sound = form.is_valid()
    if not (day := form.cleaned_data.get("day")):
        return redirect("progress:edition_list") if is_sound else _as_of(request, form)
    plan = access.plan_or_404()
    return _as_of(request, form, plan.editions.select_related("plan").as_of(day), day)


def _as_of(request, form, edition=None, day=None):
    title = f"{fiscal.format_date(day)}の計画" if day else "ある日の計画"
    if edition:
        return _show(request, edition, title=title, day_form=form)
    context = {"day_form": form, "day": day, "page_title": title, "breadcrumbs": _way(title)}
    return render(request, "progress/plan_editions/none.html", context)


@require_GET
def edition_detail(request, pk):
    """What the plan said in an edition."""
    edition = access.plan_edition_at_all(pk)
    form = None
    if request.standing.is_secretariat and not edition.revision_id:
        form = PublicDayForm(kept_data(request), edition=edition)
    return _show(request, edition, form=form, title=f"計画の版：{edition.name}")


def _show(request, edition, *, title, form=None, day_form=None, status=200):
    context = {
        "edition": edition,
        "then": pages.plan_then(edition),
        "form": form,
        "day_form": day_form,
        "page_title": title,
        "breadcrumbs": _way(title),
    }
    return render(request, "progress/plan_editions/detail.html", context, status=status)


def _way(title: str):
    return [
        ("資料", reverse("measures:library")),
        (TITLE, reverse("progress:edition_list")),
        (title, None),
    ]


@require_GET
def edition_document(request, pk):
    """The edition's exchange document, to the byte as it was written."""
    edition = access.plan_edition_at_all(pk)
    name = f"{edition.plan.city}_{edition.name}_{edition.effective_on:%Y%m%d}.json"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(edition.document, content_type="application/json", headers=headers)


@require_POST
@secretariat_required
def edition_publish_on(request, pk):
    """The day from which citizens see an edition."""
    edition = access.plan_edition_at_all(pk)
    form = PublicDayForm(request.POST, edition=edition)
    title, status = f"計画の版：{edition.name}", 200
    if form.is_valid():
        try:
            verbs.set_public_day(edition, by=request.standing, **form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
            status = 409
        else:
            day = fiscal.format_date(edition.published_on)
            messages.success(request, f"{edition.name}の公表日を{day}にしました。")
            return redirect(edition)
    return _show(request, edition, title=title, form=form, status=status)
