"""A share that is entered as 分子 and 分母 and keeps both: 196 of 724 is 27.1 %.

Any indicator of the way 割合 in % takes them, blank being the usual case; what the plan calls the
two (`numerator_name`, `denominator_name`) is asked by that name.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Protocol

from progress.judging.facts import RATE, Figure, IndicatorFacts
from progress.judging.typed import is_share
from sakado_dx.numbers import format_number, misfit, percent

FRACTION = ("numerator", "denominator")
NUMERATOR, DENOMINATOR = "分子", "分母"


class AnyIndicator(Protocol):
    """What a fraction asks of an indicator: of its facts as of its row."""

    kind: str
    unit: str
    measured_as: str
    is_numeric: bool


class Fraction(Protocol):
    """What a fraction is read from: an entry, a figure, a stored result."""

    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None


def takes_fraction(indicator: AnyIndicator) -> bool:
    return indicator.is_numeric and indicator.measured_as == RATE and is_share(indicator.unit)


def labels(facts: IndicatorFacts) -> tuple[str, str]:
    """What the two are called: ``分子（女性の委員数）``, ``分母``."""
    named = ((NUMERATOR, facts.numerator_name), (DENOMINATOR, facts.denominator_name))
    first, second = (f"{word}（{name}）" if name else word for word, name in named)
    return first, second


def share_of(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """The share in %, rounded half up to one decimal; None where there is none."""
    if numerator is None or not denominator or denominator < 0:
        return None
    return percent(numerator, denominator)


def value_or_share(
    value: Decimal | None, fraction: Sequence[Decimal | None], stored: Fraction | None = None
) -> Decimal | None:
    """The value beside (分子, 分母): their share where nobody typed another, since it is blank or
    stands as it is `stored` beside other figures; else as it is."""
    share = share_of(*fraction)
    if share is None:
        return value
    before = [getattr(stored, name, None) for name in FRACTION]
    is_stale = None not in before != [*fraction] and value == stored.value
    return share if value is None or is_stale else value


def fraction_fault(indicator: AnyIndicator, held: Fraction) -> str:
    """Why the two cannot stand beside each other and beside the value; empty where they can."""
    given = [getattr(held, name) for name in FRACTION]
    if given == [None, None]:
        return ""
    if not takes_fraction(indicator):
        return "分子と分母を入力できるのは、測り方が割合で、単位が%の指標だけです。"
    if None in given:
        blank, other = (NUMERATOR, DENOMINATOR) if given[0] is None else (DENOMINATOR, NUMERATOR)
        return f"{blank}が空欄です。{blank}も入力するか、{other}を空欄にしてください。"
    if held.denominator <= 0:
        said = format_number(held.denominator)
        return f"分母が{said}では、割合を計算できません。分母に0より大きい数を入力してください。"
    if problem := misfit(share_of(*given))[0]:
        return f"{fraction_text(held)}から計算した割合の{problem}分子と分母を確かめてください。"
    if held.value is not None and not _agrees(held):
        return (
            f"実績値（{format_number(held.value)}%）が、{fraction_text(held)}から計算した割合"
            f"（{format_number(share_of(*given))}%）と合いません。実績値を空欄にするか、"
            "どれかを直してください。"
        )
    return ""


def _agrees(held: Fraction) -> bool:
    """Whether the value is the share, rounded to as many decimals as it has."""
    step = Decimal(1).scaleb(min(0, held.value.normalize().as_tuple().exponent))
    with localcontext(prec=60):
        exact = held.numerator * 100 / held.denominator
        rounded = exact.quantize(step, ROUND_HALF_UP)
    return held.value in (rounded, share_of(held.numerator, held.denominator))


def fraction_text(held: Fraction) -> str:
    """``196／724``; blank where there is none."""
    if held.numerator is None or held.denominator is None:
        return ""
    return "／".join(format_number(each) for each in (held.numerator, held.denominator))


def fraction_words(facts: IndicatorFacts, figure: Figure) -> str:
    """The same by their names, for a page of its own line: ``女性の委員数196／委員の総数724``."""
    if not fraction_text(figure):
        return ""
    names = (facts.numerator_name or NUMERATOR, facts.denominator_name or DENOMINATOR)
    amounts = (figure.numerator, figure.denominator)
    return "／".join(
        f"{name}{format_number(each)}" for name, each in zip(names, amounts, strict=True)
    )
