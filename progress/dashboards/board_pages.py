"""What the dashboard shows of a year to everybody: made once while the year stands as it does."""

from typing import Any

from progress.dashboards import pages
from progress.dashboards.card_pages import cards
from progress.dashboards.division_pages import counts_of as division_counts
from progress.dashboards.finding_pages import findings_of
from progress.dashboards.strip_pages import strip_of
from progress.reading.heat_map import heat_map
from progress.reading.kept import YearNow


def board_parts(now: YearNow) -> dict[str, Any]:
    """The cards, tables and pictures, by their names in the template; those who ask differ in none
    of them."""
    year, pending, board, frame = now.year, now.pending, now.board, now.read.frame
    switch = {"pending": 1} if pending else {}
    return {
        "board": board,
        "cards": cards(year, board, pending),
        "columns": pages.words_shown(board),
        "policies": pages.policy_lines(year, board, pending),
        "chart": pages.policies_chart(year, frame, board, pending),
        "heat": heat_map(year.pk, year.fiscal_year, board, now.before),
        "so_far": pages.so_far(board.share, pending=pending),
        "divisions": division_counts(year, board, pending=pending),
        "findings": now.made(findings_of),
        "headline": pages.headline(year, frame, board, pending),
        "strip": strip_of(year, frame, board.rows, board.attention, now.before, **switch),
    }
