"""Publication: the preview, publishing one or many, taking back; and 公表内容 for all staff."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress import access
from progress.models import Publication
from progress.publication import pages, verbs
from progress.publication.content import content_of
from progress.publication.forms import PublishOnForm, UnpublishForm, WithholdForm
from progress.publication.public_names import against_words, public_words
from progress.publication.shared import hidden_in, tellers, tells, withheld_before
from progress.reading.reports import title_of
from progress.reading.years import edition_of_read
from progress.workflow import asking, many, posts
from progress.workflow.many import Prospects
from progress.workflow.posts import Refused, say_outcome, wanted_of
from progress.workflow.refusals import Conflict
from progress.year.pages import meanwhile as differences_meanwhile
from sakado_dx.organization.access import secretariat_required, staff_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.records.acting import Door


@require_GET
@staff_required
def publication_list(request):
    """公表内容: what citizens see today, year by year."""
    publications = Publication.objects.public().select_related("report__year")
    by_year: dict = {}
    for each in publications.order_by(
        "-report__year__fiscal_year", "report__measure__order", "report_id"
    ):
        by_year.setdefault(each.report.year, []).append((each, content_of(each)))
    taken_back = Publication.objects.once_public().taken_back()
    taken_back = taken_back.select_related("report__year").order_by("-withdrawn_at")
    context = {
        "years": list(by_year.items()),
        "taken_back": [(each, content_of(each)) for each in taken_back],
        "page_title": "公表内容",
        "breadcrumbs": [("資料", reverse("measures:library")), ("公表内容", None)],
    }
    return render(request, "progress/publication/list.html", context)


@require_GET
@staff_required
def publication_detail(request, pk):
    """One edition as citizens see it, or saw it."""
    publication = access.publication_for(request.standing, pk)
    report, content = publication.report, content_of(publication)
    editions = report.publications.order_by("edition")
    if not request.standing.is_secretariat:
        editions = editions.once_public()
    context = {
        "publication": publication,
        "report": report,
        "content": content,
        "editions": list(editions),
        "shown": Publication.objects.public().filter(report=report).first(),
        "page_title": content.title,
        "breadcrumbs": [
            ("公表内容", reverse("progress:publication_list")),
            (content.title, None),
        ],
    }
    return render(request, "progress/publication/detail.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_required
def publish_bulk(request, year_id):
    """What publishing the whole year, or those chosen, would do and refuse; then does it."""
    year = access.year_of_page(request, year_id)
    prospects = pages.to_publish(year, request.standing.day)
    if request.method == "POST":
        _publish_chosen(request, prospects)
        return redirect("progress:publish_bulk", year_id)
    form = PublishOnForm(kept_data(request), year=year)
    return _bulk_page(request, year, prospects, form)


def _bulk_page(
    request, year, prospects: Prospects, form: PublishOnForm, *, meanwhile=None, as_read: str = ""
):
    desk = reverse("progress:queue", args=[year.pk])
    context = {
        "as_read": as_read or verbs.read_mark_of(year),
        "meanwhile": meanwhile,
        "year": year,
        "prospects": many.paged(prospects, request.GET.get("page")),
        "consequences": asking.PUBLISH,
        "form": form,
        "page_title": f"公表（{year.label}実績）",
        "breadcrumbs": [("事務局確認", desk), ("公表", None)],
    }
    status = 409 if meanwhile else 200
    return render(request, "progress/publication/publish_bulk.html", context, status=status)


def _publish_chosen(request, prospects: Prospects) -> None:
    def act(report):
        verbs.publish(report, by=request.standing, version=report.version, door=Door.BULK)

    wanted = wanted_of(request.POST)
    outcome = many.act_on(request.standing, prospects, wanted, "publish", act)
    say_outcome(request, outcome, "を公表しました。公表日から表示されます。")


@require_POST
@secretariat_required
def year_publish_on(request, year_id):
    """Set the year's 公表日, 議会報告日 and 決算認定日."""
    year = access.year_of_page(request, year_id)
    form = PublishOnForm(request.POST, year=year)
    page = {"as_read": request.POST.get("as_read", "")}
    if form.is_valid():
        told = {"days": form.days, "reason": form.cleaned_data["reason"], **page}
        try:
            verbs.set_days(year, by=request.standing, **told)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            year = conflict.current
            page = {"meanwhile": differences_meanwhile(year, form, verbs.AFTERWARDS)}
        else:
            messages.success(request, "公表日などを記録しました。")
            return redirect("progress:publish_bulk", year_id)
    elif page["as_read"] != verbs.read_mark_of(year):
        # What is refused may be refused for what another has changed: a day that was blank.
        page = {"meanwhile": differences_meanwhile(year, form, verbs.AFTERWARDS)}
    return _bulk_page(request, year, pages.to_publish(year, request.standing.day), form, **page)


@require_GET
@secretariat_required
def report_publication(request, pk):
    """The page as citizens will see it, with what can be done about it."""
    report = access.report_at_all(pk, whole=True)
    return _preview_page(request, report)


def _preview_page(request, report, *, status=200, refusal="", **forms):
    pages.ask_ahead(report)
    last = pages.last_edition(report)
    current = last if last and last.withdrawn_at is None else None
    edition = edition_of_read(report)
    hidden = hidden_in(report)
    words = public_words(report.year, request.standing.day)
    content = pages.next_edition(report, edition, last, request.standing.day, hidden, words)
    against = pages.refusal(report, is_approved=pages.is_approved(report))
    against = against or against_words(edition, words)
    withhold, unpublish = _forms(request, report, current, forms)
    context = {
        "report": report,
        "said": edition.report,
        "current": current,
        "content": content,
        "is_same": bool(current) and content_of(current) == content,
        "is_public": bool(current) and _has_come(report.year.publish_on, request.standing.day),
        "against": against,
        "consequences": asking.PUBLISH,
        "refusal": refusal,
        "tells": tells(content, withheld_before(report.year)),
        "tellers": tellers(report, edition),
        "withhold": withhold,
        "unpublish": unpublish,
        "more_forms": [unpublish],
        "has_errors": bool(refusal) or bool(unpublish.errors),
        "page_title": f"公表内容の確認（{edition.plan.title}）",
        "breadcrumbs": [
            ("事務局確認", reverse("progress:queue", args=[report.year_id])),
            ("公表", reverse("progress:publish_bulk", args=[report.year_id])),
            (edition.plan.title, None),
        ],
    }
    return render(request, "progress/publication/preview.html", context, status=status)


def _has_come(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def _forms(request, report, current, given: dict):
    """The forms of the page: as they were sent, or as they were before a login, or new."""
    kept = kept_data(request, WithholdForm(withheld=report.withheld))
    reason = kept_data(request, UnpublishForm()) if current else None
    return (
        given.get("withhold") or WithholdForm(kept, withheld=report.withheld),
        given.get("unpublish") or UnpublishForm(reason),
    )


def _answer(request, report, refused: Refused | None, said: str, **forms):
    if refused:
        page = {"status": 409, "refusal": refused.sentence}
        return _preview_page(request, refused.current, **page, **forms)
    messages.success(request, f"「{title_of(report)}」{said}")
    return redirect("progress:report_publication", report.pk)


@require_POST
@secretariat_required
def report_publish(request, pk):
    report = access.report_at_all(pk)
    refused = posts.act(request, report, "publish", verbs.publish)
    return _answer(request, report, refused, "を公表しました。公表日から表示されます。")


@require_POST
@secretariat_required
def report_unpublish(request, pk):
    report = access.report_at_all(pk)
    form = UnpublishForm(request.POST)
    if not form.is_valid():
        return _preview_page(request, report, unpublish=form)
    refused = posts.act(request, report, "unpublish", verbs.unpublish, **form.cleaned_data)
    return _answer(request, report, refused, "の公表を取り下げました。", unpublish=form)


@require_POST
@secretariat_required
def report_withhold(request, pk):
    report = access.report_at_all(pk)
    form = WithholdForm(request.POST, withheld=report.withheld)
    if not form.is_valid():
        return _preview_page(request, report, withhold=form)
    refused = posts.act(request, report, "withhold", verbs.withhold, withheld=form.withheld)
    return _answer(request, report, refused, "の公表項目を変えました。", withhold=form)
