"""Draw charts ahead, and throw away drawings of figures that no longer stand.

Of use after figures were loaded or the style changed, and by night: what is not drawn ahead is
drawn by the first request. Only the cache in the database (the default) can be pruned; others
drop by themselves what nobody asks for.
"""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.core.management.base import BaseCommand, CommandError

from progress.charts.cache import PNG, drawn, fingerprint, prune
from progress.charts.directions_layout import SIZES
from progress.charts.policies_layout import COLUMNS
from progress.charts.sources import chart_of_policies, charts_of_directions, charts_of_indicators
from progress.charts.style import SHAPES
from progress.models import ReviewYear
from progress.reading.rows import counted_states
from sakado_dx.fiscal import UnreadableFiscalYear, parse_fiscal_year


class Command(BaseCommand):
    help = "グラフを描いてキャッシュに入れ、使われなくなったグラフを消します。"

    def add_arguments(self, parser):
        parser.add_argument("--year", help="描く年度（R7、2025 など）。省略するとすべての年度")

    def handle(self, *args, **options):
        years = list(ReviewYear.objects.newest_first().select_related("plan"))
        wanted = self._wanted(years, options["year"])
        count = 0
        for year in wanted:
            for chart, shape in _pictures(year, pending=False):
                drawn(chart, shape)
                count += 1
        self.stdout.write(f"{len(wanted)}年度分、{count}枚のグラフがキャッシュにあります。")
        self.stdout.write(_pruned(years))

    def _wanted(self, years: list[ReviewYear], text: str | None) -> list[ReviewYear]:
        if not text:
            return years
        try:
            fiscal_year = parse_fiscal_year(text)
        except UnreadableFiscalYear as error:
            raise CommandError(str(error)) from None
        wanted = [year for year in years if year.fiscal_year == fiscal_year]
        if not wanted:
            raise CommandError(f"{text}の進捗管理はまだ始まっていません。")
        return wanted


def _pictures(year: ReviewYear, *, pending: bool) -> Iterator[tuple]:
    """(chart, shape) of everything that pages of the year show."""
    states = counted_states(pending)
    for chart in charts_of_indicators(year, states):
        for shape in SHAPES:
            yield chart, shape
    for chart in charts_of_directions(year):
        for shape in SIZES if chart.has_content else ():
            yield chart, shape
    policies = chart_of_policies(year, states)
    for shape in COLUMNS:
        yield policies, shape


def _pruned(years: list[ReviewYear]) -> str:
    """Prune what no year shows, with or without 確定前; a sentence that says so."""
    kept = {
        fingerprint(chart, shape)
        for year in years
        for pending in (False, True)
        for chart, own in groupby(_pictures(year, pending=pending), key=itemgetter(0))
        for shape in (*(shape for _, shape in own), PNG)
    }
    number = prune(kept)
    if number is None:
        return (
            "このキャッシュは中身を一覧できないため、古いグラフの削除はキャッシュ自身に任せます。"
        )
    return f"使われなくなったグラフを{number}枚消しました。"
