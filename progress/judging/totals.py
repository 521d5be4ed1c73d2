"""What a year's figure is judged as: itself, or of a sum over the period all years up to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from progress.judging import facts as judging_facts
from progress.judging.facts import Figure, IndicatorFacts
from progress.judging.targets import PRECISION


@dataclass(frozen=True)
class Measured:
    """The value that a year is judged by; `missing` are earlier years of the period without a
    figure, whose amounts the sum lacks: then it is at least `value`."""

    value: Decimal | None
    missing: int = 0


def measured(facts: IndicatorFacts, figures: Mapping[int, Figure], figure: Figure) -> Measured:
    """計画期間の累計で判定: the amounts of the years from the period's first one on; a year that
    is 対象外, or before the measure began, adds nothing and is not missing. Of all else the year's own value."""
    if not facts.is_period_total or figure.value is None:
        return Measured(figure.value)
    years = range(facts.period_start, figure.fiscal_year)
    earlier = [
        figures.get(year) for year in years if year in figures or not facts.lifetime.is_before(year)
    ]
    with localcontext(prec=PRECISION):
        total = figure.value + sum((_amount(each) for each in earlier), Decimal(0))
    return Measured(total, sum(_is_missing(each) for each in earlier))


def _amount(figure: Figure | None) -> Decimal:
    is_told = figure is not None and figure.status == judging_facts.REPORTED
    return figure.value if is_told and figure.value is not None else Decimal(0)


def _is_missing(figure: Figure | None) -> bool:
    if figure is None:
        return True
    if figure.status == judging_facts.NOT_APPLICABLE:
        return False
    return figure.status != judging_facts.REPORTED or figure.value is None
