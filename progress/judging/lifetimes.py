"""The years in which a measure has nothing to report: before it began, after it ended, and before
the portal. There a page says so, and not 未報告."""

from dataclasses import dataclass
from datetime import date

from sakado_dx import fiscal

NOT_BEGUN = "開始前"
ENDED = "終了"
BEFORE_PORTAL = "ポータル導入前"


@dataclass(frozen=True)
class Lifetime:
    """The first and last day of a measure, where the plan's period is not its own, and the fiscal
    year with which the portal's record begins."""

    first_day: date | None = None
    last_day: date | None = None
    portal_from: int | None = None

    def outside(self, fiscal_year: int) -> str:
        """``開始前``, ``終了`` or ``ポータル導入前``; blank of a year that has a report to be made."""
        if self.is_before(fiscal_year):
            return NOT_BEGUN
        if self.last_day and fiscal.fiscal_year_of(self.last_day) < fiscal_year:
            return ENDED
        if self.portal_from and fiscal_year < self.portal_from:
            return BEFORE_PORTAL
        return ""

    def is_before(self, fiscal_year: int) -> bool:
        """Whether the measure had not begun in all of the year."""
        return bool(self.first_day) and fiscal_year < fiscal.fiscal_year_of(self.first_day)

    def told(self, fiscal_year: int) -> str:
        """The same with its day: ``開始前（令和8年10月1日から）``, ``終了（令和8年9月30日まで）``."""
        word = self.outside(fiscal_year)
        if word == NOT_BEGUN:
            return f"{word}（{fiscal.format_date(self.first_day)}から）"
        if word == ENDED:
            return f"{word}（{fiscal.format_date(self.last_day)}まで）"
        return word
