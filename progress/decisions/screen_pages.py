"""One item on one screen: what a room sees of it, whoever's machine drives the projector."""

from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet

from progress.charts.pages import ShownIndicator
from progress.judging.shown_years import first_shown, shown_years
from progress.meetings.agenda import Steps, steps_of
from progress.meetings.item_pages import ItemPage, asked_first, item_page
from progress.models import AgendaItem, ProgressReport
from progress.reading.decisions import ShownDecision
from progress.reading.edition import Word
from progress.reading.kept import said
from progress.reading.reports import of_known_measures, shown
from sakado_dx.fiscal import label_short
from sakado_dx.organization.access import Standing
from sakado_dx.prepared import prepared
from sakado_dx.records.kept import KeptWhile
from sakado_dx.together import ask_ahead


@dataclass(frozen=True)
class YearOfStrip:
    """A year of the plan: the mark that counted, or that there is none yet."""

    label: str
    mark: Word | None
    is_current: bool


@dataclass(frozen=True)
class ScreenPage:
    """An item for the projector; of a matter that is no report's `page` is None. `last` is the
    newest decision of another meeting, with what became of what it asked."""

    item: AgendaItem
    title: str
    point: str
    steps: Steps
    page: ItemPage | None = None
    strip: tuple[YearOfStrip, ...] = ()
    indicator: ShownIndicator | None = None
    last: ShownDecision | None = None


# Of items: one is on the screen, and those who look at it are few.
_kept: KeptWhile[ScreenPage] = KeptWhile(12)


def kept_screen_page(standing: Standing, item: AgendaItem) -> ScreenPage:
    """`screen_page`; 1 query as long as nothing was recorded since, else at most 18."""
    rows = tuple(map(said, (item, item.meeting)))
    return _kept.of((standing.told, rows), partial(screen_page, standing, item))


def forget() -> None:
    """Keep nothing of the screen."""
    _kept.forget()


def screen_page(standing: Standing, item: AgendaItem) -> ScreenPage:
    """What the room sees: of drafts those alone that were put on the screen. At most 17 queries."""
    if item.report_id is None:
        return ScreenPage(item, item.title, item.point, steps_of(item))
    current = item.meeting.year.fiscal_year
    ask_ahead((_years_of, item.report_id, first_shown(current), current), *asked_first(item))
    page = item_page(standing, item, on_screen=True)
    others = (each for each in page.decisions if each.meeting.pk != item.meeting_id)
    return ScreenPage(
        item=item,
        title=str(page.report.measure),
        point=item.point or next(iter(item.causes), item.get_cause_display()),
        steps=page.steps,
        page=page,
        strip=tuple(_strip(page)),
        indicator=_first_drawn(page.indicators),
        last=next((each for each in others if not each.is_draft), None),
    )


@prepared
def _years_of(report_id: int, first: int, last: int) -> QuerySet[ProgressReport]:
    """The reports of a report's measure and these fiscal years, without the measure."""
    own = ProgressReport.objects.filter(pk=report_id).order_by().values("measure")
    years = {"year__fiscal_year__gte": first, "year__fiscal_year__lte": last}
    return of_known_measures(ProgressReport.objects.filter(measure__in=own, **years))


def _first_drawn(indicators: list[ShownIndicator]) -> ShownIndicator | None:
    """The one that is drawn: the first with a picture, else the first."""
    drawn = (each for each in indicators if each.chart)
    return next(drawn, None) or next(iter(indicators), None)


def _strip(page: ItemPage) -> list[YearOfStrip]:
    """The years that a page of the meeting's shows; 1 query, 2 where a year is closed."""
    current = page.report.year.fiscal_year
    rows = _years_of(page.row.pk, first_shown(current), current)
    for each in rows:
        each.measure = page.row.measure
    marks = {each.year.fiscal_year: each.said.mark.progress for each in shown(rows) if each.counts}
    return [
        YearOfStrip(label_short(year), marks.get(year), year == current)
        for year in shown_years(page.report.frame.fiscal_years, current)
    ]
