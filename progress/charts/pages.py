"""A measure's indicators with the variables of their charts: for all pages that show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from progress.charts.context import KeptAs, chart_context
from progress.judging.facts import Judgement
from progress.judging.fractions import fraction_words
from progress.models import ReviewYear
from progress.reading.edition import IndicatorPart, PlanFrame
from sakado_dx.addresses import reverse


@dataclass(frozen=True)
class ShownIndicator:
    """An indicator with its judgement, and the variables of its chart or none.

    There is none before the first year, and while there is nothing to draw. `home_url` leads to
    the measure under which it is entered, where that is another one.
    """

    part: IndicatorPart
    judgement: Judgement
    chart: dict | None
    home_url: str

    @property
    def fraction(self) -> str:
        """分子 and 分母 of the year's share, by their names; blank where none were entered."""
        return fraction_words(self.part.facts, self.judgement.figure)


def shown_indicators(
    parts: Iterable[IndicatorPart],
    frame: PlanFrame,
    year: ReviewYear | None,
    *,
    pending: bool = False,
    kept: KeptAs | None = None,
) -> list[ShownIndicator]:
    """The indicators judged for the year; `pending` counts submitted figures too, `kept` is the
    edition that they are of. No query."""
    return [_shown(each, frame, year, pending, kept) for each in parts]


def _shown(
    part: IndicatorPart,
    frame: PlanFrame,
    year: ReviewYear | None,
    pending: bool,
    kept: KeptAs | None,
) -> ShownIndicator:
    figures, judgement, chart = part.counted(pending=pending), part.judged(pending=pending), None
    if year is not None:
        chart = chart_context(
            part.facts,
            figures,
            frame.fiscal_years,
            part.id,
            year.pk,
            until=year.fiscal_year,
            pending=pending,
            kept=kept,
        )
        chart = None if chart["is_empty"] else chart
    return ShownIndicator(part, judgement, chart, _home_url(part, year))


def _home_url(part: IndicatorPart, year: ReviewYear | None) -> str:
    if part.entered_under is None:
        return ""
    if year is None:
        return reverse("progress:measure_detail", args=[part.entered_under.id])
    return reverse("progress:measure_year", args=[year.pk, part.entered_under.id])
