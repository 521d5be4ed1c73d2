"""注意が必要な施策: the measures of a year that a council must see, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from progress.judging.council import (
    Cause,
    Seen,
    accepted_until,
    needs_council,
    urgency,
)
from progress.reading.before import Before
from progress.reading.rows import MeasureRow
from sakado_dx.fiscal import format_date, label_short


@dataclass(frozen=True)
class Attention:
    """A measure that a council must see, why, and what was decided on it last."""

    row: MeasureRow
    seen: Seen
    causes: tuple[Cause, ...]

    @property
    def found(self) -> list[str]:
        """One sentence a cause, and what was decided last."""
        return [*(cause.sentence for cause in self.causes), *self._last_decision()]

    @property
    def reasons(self) -> list[str]:
        """One sentence a cause, the division's own reason, and what was decided last."""
        told = [cause.sentence for cause in self.causes]
        own = [f"理由：{self.row.reason}"] if self.row.reason else []
        return [*told, *own, *self._last_decision()]

    def _last_decision(self) -> Iterator[str]:
        """Of the newest earlier year in which a meeting decided."""
        last = next((each for each in self.seen.before if each.decided), None)
        if last is not None:
            said = "、".join(each for each in (last.progress, last.outlook) if each)
            yield f"前回の決定：{said}（{label_short(last.fiscal_year)}）"
            if until := accepted_until(self.seen, self.causes):
                yield f"了承済みの遅れ：{format_date(until)}まで"


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
        asked_from=row.asked_from,
    )
