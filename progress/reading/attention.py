"""注意が必要な施策: the measures of a year that a council must see, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from progress.judging.council import (
    Cause,
    Seen,
    YearBefore,
    needs_council,
    urgency,
)
from progress.reading.before import Before
from progress.reading.rows import MeasureRow


@dataclass(frozen=True)
class Attention:
    """A measure that a council must see, why, and what was decided on it last."""

    row: MeasureRow
    seen: Seen
    causes: tuple[Cause, ...]

    @property
    def reasons(self) -> list[str]:
        """One sentence a cause, and the division's own reason."""
        told = [cause.sentence for cause in self.causes]
        return [*told, f"理由：{self.row.reason}"] if self.row.reason else told

    @property
    def last_decision(self) -> YearBefore | None:
        """The newest earlier year in which a meeting decided."""
        return next((each for each in self.seen.before if each.decided), None)


def attention_in(rows: Iterable[MeasureRow], before: Before) -> list[Attention]:
    """Those that need it, in the order of the agenda."""
    found = [of_row(row, before) for row in rows if row.counts]
    wanted = [each for each in found if each.causes]
    return sorted(wanted, key=lambda each: urgency(each.seen, list(each.causes)))


def of_row(row: MeasureRow, before: Before) -> Attention:
    """What the rule says of one measure; what does not count yet tells it nothing."""
    seen = seen_of(row, before)
    return Attention(row, seen, tuple(needs_council(seen)) if row.counts else ())


def seen_of(row: MeasureRow, before: Before) -> Seen:
    """What the rule looks at."""
    progress, outlook = row.mark.progress, row.mark.outlook
    return Seen(
        fiscal_year=row.fiscal_year,
        progress=(progress.word, progress.meaning) if progress else ("", ""),
        outlook=(outlook.word, outlook.meaning) if outlook else ("", ""),
        own=row.own.word if row.own else "",
        proposed=row.second.word if row.second else "",
        planned=row.planned,
        actual=row.actual,
        indicators=tuple(each for each in row.indicators if each.is_entered_here),
        before=before.years.get(row.measure_id, ()),
        is_new=before.is_new(row.measure_id),
        has_follow_up=row.has_follow_up,
    )
