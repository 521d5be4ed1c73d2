"""What citizens read: without a login, from publications and the glossary alone.

`progress.public.middleware` stands before these views: it keeps what they answer, and turns a 404
into the public page for it.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from progress.charts.cache import NotDrawn, drawn, size_of
from progress.charts.failed import failed_picture
from progress.judging.shown_years import YEARS_AROUND
from progress.public import measure_pages, opinion_pages, pages
from progress.public.frame import Today, page, year_url, years_today
from progress.publication.published import PublishedReport, PublishedYear, of_its_measure

SVG = "image/svg+xml"
# Opened by itself, an SVG document needs its styles, and nothing else. The header is kept with it.
ITS_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@login_not_required
@require_safe
def home(request):
    """The newest year at a glance, and the ways to all else."""
    today = years_today(before=YEARS_AROUND)
    title = "計画の進み具合"
    if today.newest is None:
        return page(request, "home_empty", title, today)
    return _overview(request, "home", title, today, today.newest)


@login_not_required
@require_safe
def years(request):
    """All years of which something is published."""
    today = years_today()
    return page(request, "years", "すべての年度", today, known=today.known)


@login_not_required
@require_safe
def year(request, fiscal_year):
    """A year: how many of how many are published, by policy, and the strip of all measures."""
    today, shown = _year(fiscal_year, before=YEARS_AROUND, after=YEARS_AROUND)
    return _overview(request, "year", f"{shown.label}の進み具合", today, shown, current=shown)


def _overview(request, name, title, today, shown, **frame):
    chart = pages.chart_by_policy(shown)
    context = {
        "shown": shown,
        "overview": pages.overview_of(shown),
        "strip": pages.whole_strip_of(shown, today),
        "policies": pages.policies_of(shown),
        "pictures": measure_pages.pictures_of_policies(shown, chart),
        "finding": pages.chart_finding(chart),
        "opinions": sum(len(each.content.opinions) for each in shown.reports),
        "errata": opinion_pages.number_of_errata(shown),
    }
    return page(request, name, title, today, **frame, **context)


@login_not_required
@require_safe
def policy(request, fiscal_year, number):
    """A policy of a year: its aim, and its measures."""
    today, shown = _year(fiscal_year, before=YEARS_AROUND, after=YEARS_AROUND)
    found = [each for each in pages.policies_of(shown) if each.level.number == number]
    if not found:
        raise Http404
    context = {"policy": found[0], "strip": pages.strip_of(shown, today, found[0].reports)}
    title = f"{found[0].title}（{shown.label}）"
    return page(
        request, "policy", title, today, current=shown, above=_above(shown), shown=shown, **context
    )


@login_not_required
@require_safe
def measure(request, fiscal_year, code):
    """What was published of a measure in a year, with its charts."""
    today, shown, report = _report(fiscal_year, code)
    content, own = report.content, _own_years(report, today)
    context = {
        "shown": shown,
        "report": report,
        "content": content,
        "series": measure_pages.shown_series(shown, report, own),
        "others": measure_pages.other_years(fiscal_year, own),
    }
    title = f"{opinion_pages.title_of(content)}（{shown.label}）"
    return page(request, "measure", title, today, current=shown, above=_above(shown), **context)


@login_not_required
@require_safe
def opinions(request, fiscal_year):
    """会議の意見 of a year, and what came of them."""
    today, shown = _year(fiscal_year, after=YEARS_AROUND)
    until = fiscal_year + YEARS_AROUND
    context = {
        "shown": shown,
        "said": opinion_pages.opinions_of(shown, today.read),
        "until": until if any(each.fiscal_year > until for each in today.known) else None,
    }
    title = f"会議の意見とその後（{shown.label}）"
    return page(request, "opinions", title, today, current=shown, above=_above(shown), **context)


@login_not_required
@require_safe
def errata(request, fiscal_year):
    """正誤表 of a year."""
    today, shown = _year(fiscal_year)
    context = {"shown": shown, "corrected": opinion_pages.errata_of(shown)}
    title = f"正誤表（{shown.label}）"
    return page(request, "errata", title, today, current=shown, above=_above(shown), **context)


@login_not_required
@require_safe
def glossary(request):
    """The words of the plan."""
    rows = opinion_pages.terms_by_row()
    return page(request, "glossary", "用語集", years_today(), rows=rows)


@login_not_required
@require_safe
def about(request):
    """What these pages hold and how to ask about them."""
    return page(request, "about", "このサイトについて", years_today())


@login_not_required
@require_safe
def accessibility(request):
    return page(request, "accessibility", "アクセシビリティ方針", years_today())


@login_not_required
@require_safe
def policies_chart(request, fiscal_year, shape):
    """Progress by policy."""
    _, shown = _year(fiscal_year)
    return _picture(pages.chart_by_policy(shown), shape)


@login_not_required
@require_safe
def indicator_chart(request, fiscal_year, code, number, shape):
    """Target against actual of a measure's indicator, the first being number 1."""
    today, shown, report = _report(fiscal_year, code)
    series = measure_pages.shown_series(shown, report, _own_years(report, today))
    if not 1 <= number <= len(series):
        raise Http404
    return _picture(series[number - 1].series.chart, shape)


def _picture(chart, shape: str) -> HttpResponse:
    if chart is None or shape not in measure_pages.SHAPES:
        raise Http404
    try:
        picture = drawn(chart, shape)
    except NotDrawn:
        picture = failed_picture(*size_of(chart, shape))
    return HttpResponse(picture, SVG, headers={"Content-Security-Policy": ITS_POLICY})


def _year(fiscal_year: int, **around: int) -> tuple[Today, PublishedYear]:
    """What is public today, and the year with those around it; 404 for one that is not."""
    today = years_today(fiscal_year, **around)
    shown = today.year(fiscal_year)
    if shown is None:
        raise Http404
    return today, shown


def _report(fiscal_year: int, code: str) -> tuple[Today, PublishedYear, PublishedReport]:
    today, shown = _year(fiscal_year)
    report = shown.report(code)
    if report is None:
        raise Http404
    return today, shown, report


def _own_years(report: PublishedReport, today: Today) -> dict[int, PublishedReport]:
    """What is published of the measure, by the fiscal year."""
    return of_its_measure(report, today.known, timezone.localdate())


def _above(year: PublishedYear) -> list[tuple[str, str]]:
    return [(f"{year.label}の進み具合", year_url(year))]
