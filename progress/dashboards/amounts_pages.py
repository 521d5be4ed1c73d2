"""予算と決算: the year's amounts, which of them are added, and what the sums leave out."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from progress.judging.amounts import COLUMNS, SPENT, Amounts, Total, left_out_of, total_of
from progress.judging.shares import Share, share_of, standing_of
from progress.models import ProgressReport, ReviewYear
from progress.reading.edition import Edition
from progress.reading.kept import YearNow
from progress.reading.rows import counted_states
from progress.reading.years import editions_in
from sakado_dx.numbers import format_number


@dataclass(frozen=True)
class AmountLine:
    """A measure's amounts; `left_out` says why no total takes them."""

    title: str
    url: str
    amounts: Amounts
    left_out: str = ""

    @property
    def cells(self) -> list[tuple[str, str]]:
        """(column, 千円)."""
        shown = (self.amounts.shown(name) for name in COLUMNS)
        return list(zip(columns(), shown, strict=True))


@dataclass(frozen=True)
class AmountsOfYear:
    """`lines` are added, `left_out` are not; 千円. `share` says whether the year is in progress."""

    lines: list[AmountLine]
    left_out: list[AmountLine]
    total: Total
    share: Share

    @property
    def sums(self) -> list[tuple[str, str]]:
        """(column, 千円) of the totals."""
        note = "（見込を含む）" if self.total.is_estimate else ""
        shown = (
            format_number(self.total.columns[name]) + (note if name == SPENT else "")
            for name in COLUMNS
        )
        return list(zip(columns(), shown, strict=True))

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """How many are left out for each reason."""
        return list(Counter(each.left_out for each in self.left_out).items())


def columns() -> list[str]:
    """What the amounts are called."""
    return [str(ProgressReport._meta.get_field(name).verbose_name) for name in COLUMNS]


def amounts_now(now: YearNow) -> AmountsOfYear:
    """Those of a year as it stands: all editions are read for it, and none of them is kept."""
    return amounts_of(now.year, pending=now.pending)


def amounts_of(year: ReviewYear, *, pending: bool = False) -> AmountsOfYear:
    """The amounts of the reports that count; 7 queries, 1 where the year is closed."""
    states = counted_states(pending)
    editions = editions_in(year)
    found = [(each, each.report.money) for each in editions.values() if each.report.state in states]
    found = [(each, money) for each, money in found if money.has_any]
    lines = list(_lines(year, found))
    return AmountsOfYear(
        [each for each in lines if not each.left_out],
        [each for each in lines if each.left_out],
        total_of(money for _, money in found),
        share_of(Counter(_standing(each, year, states) for each in editions.values())),
    )


def _standing(edition: Edition, year: ReviewYear, states: Collection[str]) -> str:
    progress, state = edition.report.mark.progress, edition.report.state
    meaning = progress.meaning if progress else ""
    return standing_of(meaning, counts=state in states, is_open=year.is_open)


def _lines(year: ReviewYear, found: list[tuple[Edition, Amounts]]) -> Iterable[AmountLine]:
    reasons = left_out_of(money for _, money in found)
    for (edition, money), reason in zip(found, reasons, strict=True):
        yield AmountLine(edition.plan.title, measure_url(year, edition), money, reason)


def measure_url(year: ReviewYear, edition: Edition) -> str:
    """The measure's page in the year."""
    return reverse("progress:measure_year", args=[year.pk, edition.plan.id])
