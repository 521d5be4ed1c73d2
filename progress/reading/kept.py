"""A year's rows, kept in the process for as long as nothing that is recorded changes.

A large plan's dashboard spends its time in reading rows and judging them, and the next page does
the same again. Here a year is read once under the state of the record and the day
(`sakado_dx.records.kept`). Only recorded tables may be read here, and nobody may change what is
given: it is the next page's, too.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from django.db.models import Model
from django.utils import timezone

from progress.judging.shares import Share
from progress.models import ReviewYear
from progress.reading.attention import Attention, attention_in
from progress.reading.before import Before, years_before
from progress.reading.dashboard import Dashboard, dashboard_of
from progress.reading.rows import MeasureRow, share_in
from progress.reading.years import YearRead, read_year
from sakado_dx.records.kept import KeptWhile, Parts

# Of years, each with and without 確定前を含む, and of all their measures together.
MOST_YEARS, MOST_ROWS = 8, 10_000


class YearNow(Parts):
    """A year as it stands."""

    def __init__(self, year: ReviewYear, pending: bool):
        super().__init__()
        self.year, self.pending = year, pending

    @property
    def read(self) -> YearRead:
        """The rows with the plan's frame, without the editions of a closed year."""
        return self.made(_read)

    @property
    def rows(self) -> tuple[MeasureRow, ...]:
        return self.read.rows

    @property
    def before(self) -> Before:
        return self.made(_before)

    @property
    def share(self) -> Share:
        """How many are on course, and how many still to be confirmed."""
        return self.made(_share)

    @property
    def attention(self) -> Sequence[Attention]:
        """What a council must see."""
        return self.made(_attention)

    @property
    def board(self) -> Dashboard:
        return self.made(_board)


def _read(now: YearNow) -> YearRead:
    # Editions are large, and what the rows need of them they hold.
    return replace(read_year(now.year, pending=now.pending), editions={})


def _before(now: YearNow) -> Before:
    return years_before(now.year, pending=now.pending)


def _share(now: YearNow) -> Share:
    return share_in(now.rows)


def _attention(now: YearNow) -> Sequence[Attention]:
    return tuple(attention_in(now.rows, now.before))


def _board(now: YearNow) -> Dashboard:
    return dashboard_of(now.rows, now.before)


_kept: KeptWhile[YearNow] = KeptWhile(MOST_YEARS, room=MOST_ROWS, size=lambda now: len(now.rows))


def year_now(year: ReviewYear, *, pending: bool = False) -> YearNow:
    """The year as it stands, as it was kept where nothing has changed since. 1 query, and where
    it was not kept those of `read_year`; within a transaction these alone."""
    told = (timezone.localdate(), pending, said(year), said(year.plan))
    return _kept.of(told, partial(YearNow, year, pending))


def said(row: Model) -> str:
    """All columns of a row: it was read before the state, and may say what is no longer so."""
    return repr([getattr(row, each.attname) for each in row._meta.concrete_fields])


def forget() -> None:
    """Keep nothing of what was read."""
    _kept.forget()
