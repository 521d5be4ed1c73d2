"""The chart of an indicator of any kind: bars, a track, or words by year."""

from collections.abc import Mapping, Sequence

from progress.charts.indicator import IndicatorChart, indicator_chart
from progress.charts.track import TrackChart, track_chart
from progress.charts.words import WordsChart, words_chart
from progress.judging import facts
from progress.judging.facts import Figure, IndicatorFacts
from progress.judging.shown_years import charted_years
from progress.judging.targets import known_in


def chart_of(
    indicator: IndicatorFacts, figures: Mapping[int, Figure], years: Sequence[int], *, until: int
) -> IndicatorChart | TrackChart | WordsChart:
    """What the plan's fiscal years show of an indicator up to `until`."""
    indicator, years = known_in(indicator, until), charted_years(years, until)
    make = {facts.MILESTONE: track_chart, facts.QUALITATIVE: words_chart}
    return make.get(indicator.kind, indicator_chart)(indicator, figures, years, until=until)
