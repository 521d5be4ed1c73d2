"""参考値 of an indicator whose definition changed: the secretariat enters and takes back."""

from decimal import Decimal

from django.db import IntegrityError
from django.db.models import Min

from measures.models import Indicator
from progress.models import ReferenceValue
from progress.workflow.record import secretary
from progress.workflow.refusals import NotAllowed
from sakado_dx import fiscal
from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting

WHOSE = "参考値を登録できるのは、事務局です。"
UNCHANGED = "参考値は、定義が変わった数値の指標の、変わる前の年度に登録します。この指標には、その年度がありません。"


def past_years(indicator: Indicator) -> range:
    """The plan's fiscal years before the definition changed; none of an indicator that follows no
    other, or has no numbers. 1 query."""
    if indicator.predecessor_id is None or not indicator.is_numeric:
        return range(0)
    begun = indicator.measure_indicators.aggregate(first=Min("first_fiscal_year"))["first"]
    return range(indicator.plan.first_fiscal_year, begun or indicator.plan.first_fiscal_year)


def add_reference_value(
    indicator: Indicator,
    *,
    by: User | Standing,
    fiscal_year: int,
    value: Decimal,
    reason: str,
    door: str = Door.PAGE,
) -> None:
    """Keep a past year's figure by the new definition; the same sent twice is one.

    It is no result: nothing is judged by it. Raises NotAllowed.
    """
    standing, years = secretary(by, WHOSE), past_years(indicator)
    name = fiscal.label_name(fiscal_year)
    if not years:
        raise NotAllowed(UNCHANGED)
    if fiscal_year not in years:
        ends = f"{fiscal.label_name(years[0])}から{fiscal.label_name(years[-1])}まで"
        raise NotAllowed(f"{name}には登録できません。{ends}の年度を選んでください。")
    told = {"fiscal_year": fiscal_year, "value": value, "reason": reason}
    kept = ReferenceValue.objects.filter(indicator=indicator, fiscal_year=fiscal_year)
    try:
        with acting(standing.user, door):
            if not kept.filter(value=value, reason=reason).exists():
                ReferenceValue.objects.create(indicator=indicator, **told)
    except IntegrityError as error:
        if not kept.exists():
            raise
        raise NotAllowed(
            f"{name}の参考値は既に登録されています。一覧から取り消してから、もう一度登録してください。"
        ) from error


def remove_reference_value(pk: int, *, by: User | Standing, door: str = Door.PAGE) -> None:
    """Take a value back; one that is gone already stays gone."""
    standing = secretary(by, WHOSE)
    with acting(standing.user, door):
        ReferenceValue.objects.filter(pk=pk).delete()
