"""The one way to a year's rows: live while it is open, from its editions once it is closed."""

from progress.models import ReviewYear
from progress.reading.closed import closed_rows
from progress.reading.rows import MeasureRow, live_rows


def year_rows(
    year: ReviewYear, *, pending: bool = False, policy_id: int | None = None
) -> list[MeasureRow]:
    """The year's measures in the plan's order; at most 6 queries, however many they are.

    Of a closed year the newest editions alone are read, so that it stays as it was. One that
    holds no edition (its closing is under way) is read live.
    """
    if not year.is_open:
        rows = closed_rows(year, pending=pending, policy_id=policy_id)
        if rows is not None:
            return rows
    return live_rows(year, pending=pending, policy_id=policy_id)
