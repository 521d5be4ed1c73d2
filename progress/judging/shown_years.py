"""Which of a plan's years a page shows: its own, some before it, and all that are to come.

A plan may run for decades; what its first years said is on their own pages.
"""

from collections.abc import Collection, Iterable, Sequence

from sakado_dx.fiscal import label_short

YEARS_BEFORE = 5
# Before and after the year of a page for citizens: a plan of five years stands there whole.
YEARS_AROUND = 4
# In a picture and its table, where most plans fit in whole.
CHARTED_BEFORE = 8


def first_shown(fiscal_year: int) -> int:
    """The earliest year of which a page of this one shows what was reported."""
    return fiscal_year - YEARS_BEFORE


def shown_years(fiscal_years: Iterable[int], of: int) -> tuple[int, ...]:
    """Those of the plan's years that a page of the year `of` shows."""
    return tuple(each for each in fiscal_years if each >= first_shown(of))


def years_around(fiscal_years: Iterable[int], of: int) -> tuple[int, ...]:
    """Those of the plan's years that a page for citizens of the year `of` shows."""
    return tuple(each for each in fiscal_years if abs(each - of) <= YEARS_AROUND)


def cut_at(fiscal_years: Sequence[int], of: int) -> int | None:
    """The earliest year that a page of the year `of` shows, where the plan has earlier ones."""
    return first_shown(of) if fiscal_years[0] < first_shown(of) else None


def charted_from(fiscal_years: Sequence[int], until: int) -> int | None:
    """The earliest year of a picture of the year `until`, where the plan has earlier ones."""
    first = until - CHARTED_BEFORE
    return first if fiscal_years and fiscal_years[0] < first else None


def charted_years(fiscal_years: Iterable[int], until: int) -> tuple[int, ...]:
    """Those that a picture of the year `until` shows, and the table of its numbers."""
    return tuple(each for each in fiscal_years if each >= until - CHARTED_BEFORE)


def span_of(fiscal_years: Collection[int]) -> str:
    """``H18〜R2``, from the first to the last of the years that stand in one line; of one ``R2``."""
    ends = dict.fromkeys((min(fiscal_years), max(fiscal_years)))
    return "〜".join(map(label_short, ends))
