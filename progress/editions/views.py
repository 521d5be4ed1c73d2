"""A closed year: its measures' pages, its files, closing it, unlocking one report."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from glossary.links import index_of
from progress import access
from progress.charts import pages as charts_pages
from progress.charts.context import KeptAs, directions_context
from progress.charts.directions import directions_of
from progress.editions import unlock_pages, unlocking, verbs
from progress.editions.closing_pages import checklist_of
from progress.editions.exporting import FORMATS, year_file
from progress.editions.forms import CloseYearForm, UnlockForm
from progress.models import ProgressReport
from progress.reading.measure import measure_in_year
from progress.reading.reports import title_of
from progress.rights import predicates
from progress.workflow import many, posts
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.files import file_answer
from sakado_dx.organization.access import secretariat_required, staff_required
from sakado_dx.organization.keeping import kept_data
from sakado_dx.records.acting import Door


@require_GET
def measure_year(request, year_id, pk):
    """A measure in a year: of a closed one from its newest edition or the one that is asked for;
    the page of an open one is as of today."""
    year, number = (
        access.year_of_page(request, year_id),
        posts.number(request.GET.get("edition", "")),
    )
    found = measure_in_year(year, pk, number)
    if found is None and number is not None:
        raise Http404
    if found is None:
        asked = f"?year={year_id}" if year.is_open else ""
        return redirect(access.measure_at_all(pk).get_absolute_url() + asked)
    edition, kept = found.edition, KeptAs(number, pk) if number is not None else None
    report = access.report_at_all(year.reports.get(measure=pk).pk)
    is_readable = predicates.may_read_content(request.standing, report)
    title, policy = edition.plan.title, edition.plan.policy
    context = {
        "year": year,
        "found": found,
        "plan": edition.plan,
        "frame": edition.frame,
        "terms": index_of(edition.terms),
        "report": report,
        "is_readable": is_readable,
        "boxes": found.boxes(is_readable=is_readable),
        "ribbons": directions_context(directions_of(edition), pk, year.pk, kept),
        "indicators": charts_pages.shown_indicators(
            edition.indicators, edition.frame, year, kept=kept
        ),
        "editions": report.snapshots.order_by("edition"),
        "approvals": list(report.approvals.with_paper()) if is_readable else [],
        "publication": report.publications.public().first(),
        "may_review": predicates.may_review(request.standing, report),
        "page_title": f"{title}（{year.short_label}実績）",
        "breadcrumbs": [
            (str(year), year.get_absolute_url()),
            (policy.title, f"{policy.get_absolute_url()}?year={year.pk}"),
            (title, None),
        ],
    }
    return render(request, "progress/editions/measure_year.html", context)


@require_GET
@staff_required
def year_export(request, year_id, kind):
    """The year's reports as csv, xlsx or json: of a closed year the newest or a named edition; with
    the switch 確定前を含む, for those who have it, what is only submitted too."""
    year = access.year_of_page(request, year_id)
    if kind not in FORMATS:
        raise Http404
    try:
        number = posts.number(request.GET.get("edition", ""))
        pending = access.wants_pending(request.standing, request.GET)
        content_type, content = year_file(year, kind, number, pending=pending)
    except IndexError:
        raise Http404 from None
    which = "（確定前を含む）" if pending else ""
    return file_answer(content, f"{year.short_label}実績{which}.{kind}", content_type)


@require_http_methods(["GET", "POST"])
@secretariat_required
def year_close(request, year_id):
    """What closing will do, a reason for each report that stays behind, and the closing."""
    year = access.year_of_page(request, year_id)
    if not year.is_open:
        messages.info(request, f"{year.label}は締められています。")
        return redirect("progress:dashboard", year.pk)
    unfinished = verbs.unfinished_reports(year)
    data = request.POST if request.method == "POST" else kept_data(request)
    form = CloseYearForm(data, reports=unfinished)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.close_year(
                year,
                by=request.standing,
                reasons=form.reasons,
                reason=form.cleaned_data["reason"],
                tell=partial(messages.warning, request),
            )
        except (NotAllowed, Incomplete) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{year.label}を締めました。")
            return redirect("progress:dashboard", year.pk)
    context = {
        "year": year,
        "form": form,
        "unfinished": unfinished,
        "refusal": verbs.why_not_yet(year),
        "checklist": checklist_of(year),
        "consequences": _closing_words(year, len(unfinished)),
        "page_title": f"年度を締める（{year.label}）",
        "breadcrumbs": [
            (str(year), year.get_absolute_url()),
            ("年度を締める", None),
        ],
    }
    return render(request, "progress/editions/close.html", context)


def _closing_words(year, unfinished: int) -> list[str]:
    evaluated = year.reports.filter(state=ProgressReport.State.EVALUATED).count()
    left = (
        f"評価されていない報告{unfinished}件は今の状態のまま残り、「未提出」「未確認」「未評価」"
        "（年度締め済み）と表示されます。それぞれに理由が必要です。"
    )
    return [
        "報告、実績、関係課の記載、証拠資料、会議の決定は変えられなくなります"
        "（決裁、公表、締めの解除、確定・訂正はできます）。",
        f"評価済みの報告{evaluated}件を、今の計画と名称のまま控えに残します。",
        *([left] if unfinished else []),
    ]


@require_http_methods(["GET", "POST"])
@secretariat_required
def unlock_bulk(request, year_id):
    """Several reports of a closed year, unlocked with one reason."""
    year = access.year_of_page(request, year_id)
    form = UnlockForm(request.POST if request.method == "POST" else kept_data(request))
    wanted = posts.wanted_of(request.POST)
    if request.method == "POST" and form.is_valid():
        told = {"by": request.standing, "door": Door.BULK, **form.cleaned_data}
        outcome = many.act_on(
            request.standing,
            unlock_pages.to_unlock(year, wanted),
            wanted,
            "unlock",
            lambda report: unlocking.unlock(report, version=report.version, **told),
        )
        posts.say_outcome(request, outcome, "の報告の締めを解除しました。")
        return redirect("progress:unlock_bulk", year_id)
    context = {
        "year": year,
        "prospects": unlock_pages.page_to_unlock(year, request.GET.get("page")),
        "ticked": set(wanted),
        "form": form,
        "has_errors": form.is_bound and bool(form.errors),
        "consequences": [
            "選んだ報告を、もう一度評価されるまで、所管課と事務局が変えられるようになります。",
            "画面、CSV、公表した内容は、評価されるまで今の版のままです。前の版も残ります。",
        ],
        "page_title": f"まとめて締めを解除する（{year.label}）",
        "breadcrumbs": [(str(year), year.get_absolute_url()), ("締めの解除", None)],
    }
    return render(request, "progress/editions/unlock_bulk.html", context)


@require_http_methods(["GET", "POST"])
@secretariat_required
def report_unlock(request, pk):
    """Open one report of a closed year, with a reason."""
    report = access.report_at_all(pk)
    title = title_of(report)
    return posts.with_reason(
        request,
        report,
        title,
        "unlock",
        unlocking.unlock,
        UnlockForm,
        template="progress/editions/unlock.html",
        title="締めを解除する",
        said=f"「{title}」の締めを解除しました。",
    )
