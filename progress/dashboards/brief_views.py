"""答弁資料: a measure of a year on one page of A4."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from progress import access
from progress.charts.pages import shown_indicators
from progress.dashboards import brief_pages as pages
from progress.judging.shown_years import cut_at, first_shown
from progress.meetings.pages import decisions_of
from progress.models import ProgressReport
from progress.reading.before import years_before
from progress.reading.decisions import ShownDecision
from progress.reading.years import edition_of_read


@require_GET
def measure_brief(request, year_id, pk):
    """Plan, years, indicators, mark, text and decisions, for who reads the report."""
    standing = request.standing
    report = get_object_or_404(ProgressReport.objects.whole(), year=year_id, measure=pk)
    access.if_readable(standing, report)
    year, measure = report.year, report.measure
    edition, since = edition_of_read(report), first_shown(year.fiscal_year)
    earlier_than = cut_at(edition.frame.fiscal_years, year.fiscal_year)
    title = edition.plan.title
    context = {
        "year": year,
        "edition": edition,
        "plan": edition.plan,
        "frame": edition.frame,
        "said": edition.report,
        "shown_state": report.shown_state,
        "years": pages.years_of(edition, years_before(year, since=since)),
        "earlier_than": earlier_than,
        "indicators": shown_indicators(edition.indicators, edition.frame, year, pending=True),
        "texts": pages.texts_of(edition),
        "decisions": _newest(standing, measure, earlier_than or 0),
        "printed_at": timezone.now(),
        "page_title": f"答弁資料 {title}（{year.short_label}実績）",
        "breadcrumbs": [
            (str(year), year.get_absolute_url()),
            (title, reverse("progress:measure_year", args=[year.pk, measure.pk])),
            ("答弁資料", None),
        ],
    }
    return render(request, "progress/dashboards/measure_brief.html", context)


def _newest(standing, measure, since: int) -> list[ShownDecision]:
    """The newest decisions, of whatever year: those before `since` are read where these do not
    suffice."""
    found = [each for each in decisions_of(standing, measure, since=since) if not each.is_draft]
    if len(found) < pages.MOST_DECISIONS and since:
        return _newest(standing, measure, 0)
    return found[: pages.MOST_DECISIONS]
