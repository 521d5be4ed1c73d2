"""What citizens read: without a login, from publications and the glossary alone.

`progress.public.middleware` stands before these views: it keeps what they answer, and turns a 404
into the public page for it.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from progress.charts.cache import NotDrawn, drawn, size_of
from progress.charts.failed import failed_picture
from progress.public import measure_pages, opinion_pages, pages
from progress.public.frame import page, year_url, years_today
from progress.publication.published import PublishedReport, PublishedYear

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
    years = years_today()
    title = "計画の進み具合"
    if not years:
        return page(request, "home_empty", title, years)
    return _overview(request, "home", title, years, years[0])


@login_not_required
@require_safe
def year(request, fiscal_year):
    """A year: how many of how many are published, by policy, and the strip of all measures."""
    years, shown = _year(fiscal_year)
    return _overview(request, "year", f"{shown.label}の進み具合", years, shown, current=shown)


def _overview(request, name, title, years, shown, **frame):
    chart = pages.chart_by_policy(shown)
    context = {
        "shown": shown,
        "overview": pages.overview_of(shown),
        "strip": pages.whole_strip_of(shown, years),
        "policies": pages.policies_of(shown),
        "pictures": measure_pages.pictures_of_policies(shown, chart),
        "finding": pages.chart_finding(chart),
        "opinions": sum(len(each.content.opinions) for each in shown.reports),
        "errata": opinion_pages.number_of_errata(shown),
    }
    return page(request, name, title, years, **frame, **context)


@login_not_required
@require_safe
def policy(request, fiscal_year, number):
    """A policy of a year: its aim, and its measures."""
    years, shown = _year(fiscal_year)
    found = [each for each in pages.policies_of(shown) if each.level.number == number]
    if not found:
        raise Http404
    context = {"policy": found[0], "strip": pages.strip_of(shown, years, found[0].reports)}
    title = f"{found[0].title}（{shown.label}）"
    return page(
        request, "policy", title, years, current=shown, above=_above(shown), shown=shown, **context
    )


@login_not_required
@require_safe
def measure(request, fiscal_year, code):
    """What was published of a measure in a year, with its charts."""
    years, shown, report = _report(fiscal_year, code)
    content = report.content
    context = {
        "shown": shown,
        "report": report,
        "content": content,
        "series": measure_pages.shown_series(shown, years, report),
        "others": measure_pages.other_years(shown, years, report),
    }
    title = f"{opinion_pages.title_of(content)}（{shown.label}）"
    return page(request, "measure", title, years, current=shown, above=_above(shown), **context)


@login_not_required
@require_safe
def opinions(request, fiscal_year):
    """会議の意見 of a year, and what came of them."""
    years, shown = _year(fiscal_year)
    context = {"shown": shown, "said": opinion_pages.opinions_of(shown, years)}
    title = f"会議の意見とその後（{shown.label}）"
    return page(request, "opinions", title, years, current=shown, above=_above(shown), **context)


@login_not_required
@require_safe
def errata(request, fiscal_year):
    """正誤表 of a year."""
    years, shown = _year(fiscal_year)
    context = {"shown": shown, "corrected": opinion_pages.errata_of(shown)}
    title = f"正誤表（{shown.label}）"
    return page(request, "errata", title, years, current=shown, above=_above(shown), **context)


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
    years, shown, report = _report(fiscal_year, code)
    series = measure_pages.shown_series(shown, years, report)
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


def _year(fiscal_year: int) -> tuple[tuple[PublishedYear, ...], PublishedYear]:
    """All that is public today, and the year; 404 for one that is not."""
    years = years_today()
    for each in years:
        if each.fiscal_year == fiscal_year:
            return years, each
    raise Http404


def _report(
    fiscal_year: int, code: str
) -> tuple[tuple[PublishedYear, ...], PublishedYear, PublishedReport]:
    years, shown = _year(fiscal_year)
    report = shown.report(code)
    if report is None:
        raise Http404
    return years, shown, report


def _above(year: PublishedYear) -> list[tuple[str, str]]:
    return [(f"{year.label}の進み具合", year_url(year))]
