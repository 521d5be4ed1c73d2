"""Small multiples: the indicators of a policy side by side, each in a tile."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from progress.charts.context import tile_context
from progress.models import ReviewYear
from progress.reading.edition import PlanFrame
from progress.reading.rows import IndicatorYear, MeasureRow

# No eye compares more; the table below the tiles has all.
MOST_TILES = 60


@dataclass(frozen=True)
class Tile:
    """An indicator under the measure that it is shown with; `chart` has its address and alt."""

    row: MeasureRow
    each: IndicatorYear
    chart: dict

    @property
    def name(self) -> str:
        return f"{self.row.code} {self.each.facts.name}"


@dataclass(frozen=True)
class Tiles:
    """Those with something to draw, in the plan's order, those without, and how many are left out."""

    drawn: tuple[Tile, ...]
    blank: tuple[Tile, ...]
    left_out: int


def tiles_of(
    year: ReviewYear, frame: PlanFrame, rows: Iterable[MeasureRow], *, pending: bool
) -> Tiles:
    """The tiles of the measures' indicators, each once; no query."""
    shown = list(_once(rows))
    tiles = [_tile(year, frame, row, each, pending) for row, each in shown[:MOST_TILES]]
    return Tiles(
        drawn=tuple(tile for tile in tiles if not tile.chart["is_empty"]),
        blank=tuple(tile for tile in tiles if tile.chart["is_empty"]),
        left_out=len(shown) - len(tiles),
    )


def _once(rows: Iterable[MeasureRow]) -> Iterator[tuple[MeasureRow, IndicatorYear]]:
    """An indicator that two measures share stands with the first."""
    seen: set[int] = set()
    for row in rows:
        for each in row.indicators:
            if each.indicator_id not in seen:
                seen.add(each.indicator_id)
                yield row, each


def _tile(
    year: ReviewYear, frame: PlanFrame, row: MeasureRow, each: IndicatorYear, pending: bool
) -> Tile:
    chart = tile_context(
        each.facts,
        each.figures,
        frame.fiscal_years,
        each.indicator_id,
        year.pk,
        judgement=each.judgement,
        pending=pending,
    )
    return Tile(row, each, chart)
