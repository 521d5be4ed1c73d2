"""What a year's figure is judged as: itself, or of a sum over the period all years up to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from progress.judging import facts as judging_facts
from progress.judging.facts import Figure, IndicatorFacts
from progress.judging.targets import PRECISION
from progress.judging.typed import is_counted, thing
from sakado_dx.fiscal import label_name, label_short
from sakado_dx.numbers import format_number


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
    before = sum_before(facts, figures, figure.fiscal_year)
    with localcontext(prec=PRECISION):
        return Measured(figure.value + (before.value or 0), before.missing)


def sum_before(facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int) -> Measured:
    """The running sum of a period's amounts as it stood before the year; None where there was
    none yet."""
    years = range(facts.period_start, fiscal_year)
    earlier = [
        figures.get(year) for year in years if year in figures or not facts.lifetime.is_before(year)
    ]
    amounts = [amount for each in earlier if (amount := _amount(each)) is not None]
    with localcontext(prec=PRECISION):
        total = sum(amounts, Decimal(0)) if amounts else None
    return Measured(total, sum(_is_missing(each) for each in earlier))


def amount_label(facts: IndicatorFacts, fiscal_year: int) -> str:
    """What a year's entry of a sum is: ``令和7年度中の件数（累計ではありません）``."""
    year = label_name(fiscal_year)
    if is_counted(facts.unit):
        return f"{year}中の{thing(facts.unit)}数（累計ではありません）"
    return f"{year}中の量（{facts.unit}、累計ではありません）"


def sum_words(found: Measured, unit: str = "") -> str:
    """``3,441件``, ``1,092件以上`` where years are lacking; blank of none."""
    if found.value is None:
        return ""
    return f"{format_number(found.value)}{unit}{'以上' if found.missing else ''}"


def sum_line(facts: IndicatorFacts, figures: Mapping[int, Figure], fiscal_year: int) -> str:
    """The running sum beside a year's entry: ``R6年度まで3,441件、R7年度まで4,533件``; blank of
    an indicator that is no sum."""
    if not facts.is_period_total:
        return ""
    own = figures.get(fiscal_year)
    sums = {fiscal_year - 1: sum_before(facts, figures, fiscal_year)}
    if own is not None:
        sums[fiscal_year] = measured(facts, figures, own)
    told = ((year, sum_words(each, facts.unit)) for year, each in sums.items())
    return "、".join(f"{label_short(year)}年度まで{words}" for year, words in told if words)


def _amount(figure: Figure | None) -> Decimal | None:
    is_told = figure is not None and figure.status == judging_facts.REPORTED
    return figure.value if is_told else None


def _is_missing(figure: Figure | None) -> bool:
    if figure is None:
        return True
    if figure.status == judging_facts.NOT_APPLICABLE:
        return False
    return figure.status != judging_facts.REPORTED or figure.value is None
