"""The page of an indicator's 参考値."""

from typing import NamedTuple

from measures.models import Indicator
from sakado_dx import fiscal
from sakado_dx.numbers import format_number


class ValueLine(NamedTuple):
    """A 参考値 in words."""

    pk: int
    year: str
    figure: str
    reason: str


def lines_of(indicator: Indicator) -> list[ValueLine]:
    """What is kept, by year; 1 query."""
    return [
        ValueLine(
            each.pk,
            fiscal.label_name(each.fiscal_year),
            f"{format_number(each.value)}{indicator.unit}",
            each.reason,
        )
        for each in indicator.reference_values.all()
    ]


def page_of(indicator: Indicator) -> dict:
    """The page without its form."""
    measure = indicator.measures.order_by("order", "pk").first()
    title = f"参考値（{indicator.name}）"
    above = [(measure.title, measure.get_absolute_url())] if measure else []
    return {
        "indicator": indicator,
        "values": lines_of(indicator),
        "page_title": title,
        "breadcrumbs": [*above, (title, None)],
    }
