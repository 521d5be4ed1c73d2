"""The shape of policies, directions, measures and their indicators."""

from measures.models import (
    Direction,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureIndicator,
    MeasureTag,
    Policy,
    YearlyDirection,
)
from progress.plan_document.schema.columns import (
    DIVISION_LENGTH,
    DIVISION_NAMES,
    FIRST_YEAR,
    FISCAL_YEAR,
    LAST_YEAR,
    OTHER_READINGS,
    days_in_order,
    names,
    needed,
    text,
)
from progress.plan_document.schema.faults import Faults
from progress.plan_document.schema.readers import (
    Choice,
    Day,
    Figure,
    Flag,
    ListOf,
    Marks,
    Record,
    Whole,
    refuse_value,
)
from sakado_dx.organization.models import Division

MARKS = {"◎": "primary", "○": "secondary"}
KINDS = tuple(kind.upper() for kind in Indicator.Kind.values)
WORDED_KINDS = ("MILESTONE", "QUALITATIVE")
MEASURED_AS = tuple(way.upper() for way in Indicator.MeasuredAs.values)
GOING_ON = (Measure.Ending.MERGED.value, Measure.Ending.SPLIT.value)
DEFAULT_LABEL = MeasureIndicator._meta.get_field("label").default


def _ending_makes_sense(measure: dict, place: str, faults: Faults) -> None:
    """What ends has a last day, and what goes on elsewhere says where."""
    days_in_order(measure, place, faults)
    ending = measure["ending"]
    if ending and not measure["last_day"]:
        faults.add(place, f"に「last_day」がありません（ending が {ending} です）。")
    if ending in GOING_ON and not measure["successors"]:
        faults.add(place, f"に「successors」がありません（ending が {ending} です）。")
    if measure["successors"] and ending not in GOING_ON:
        faults.add(place, f"の successors は、ending が {'か'.join(GOING_ON)} のときに書きます。")


def _years_in_order(indicator: dict, place: str, faults: Faults) -> None:
    first, last = indicator["first_fiscal_year"], indicator["last_fiscal_year"]
    if first and last and last < first:
        problem = f"の last_fiscal_year（{last}）が first_fiscal_year（{first}）より前です。"
        faults.add(place, problem)
    _targets_fit_kind(indicator, place, faults)


def _change_makes_sense(change: dict, place: str, faults: Faults) -> None:
    """A later division has a first day and a place; without a first day a listed one ends."""
    days_in_order(change, place, faults)
    if not change["first_day"] and not change["last_day"]:
        faults.add(place, "に「first_day」も「last_day」もありません。")
    if change["first_day"] and change["place"] is None:
        faults.add(place, "に「place」がありません（先頭が 0 です）。")
    if change["first_day"] and not (change["in_detail"] or change["in_matrix"]):
        faults.add(place, "は、in_detail と in_matrix のどちらかを true にしてください。")


def _targets_fit_kind(indicator: dict, place: str, faults: Faults) -> None:
    """A number has a unit and its targets values; a milestone's targets have years alone."""
    if indicator["kind"] in ("", *WORDED_KINDS):
        return _refuse_figures(indicator, place, faults)
    if not indicator["unit"]:
        faults.add(
            place, f"に「unit」がありません（種類 {indicator['kind']} には単位が必要です）。"
        )
    for index, target in enumerate(indicator["targets"]):
        if target["value"] is None and not target["withdrawn"]:
            faults.add(f"{place}.targets[{index}]", "に「value」がありません。")
    if indicator["measured_as"] == "PERIOD_TOTAL" and indicator["kind"] != "NUMBER":
        cure = "PERIOD_TOTAL は種類 NUMBER の指標だけに使えます。"
        refuse_value(faults, f"{place}.measured_as", "PERIOD_TOTAL", cure)


def _withdrawn_says_why(target: dict, place: str, faults: Faults) -> None:
    if target["withdrawn"] and not target["reason"]:
        faults.add(place, "に「reason」がありません（取り下げる目標には理由が必要です）。")


def _refuse_figures(indicator: dict, place: str, faults: Faults) -> None:
    for index, target in enumerate(indicator["targets"]):
        if indicator["kind"] and target["value"] is not None:
            cure = f"種類 {indicator['kind']} の目標は年度だけで、値を持ちません。"
            refuse_value(faults, f"{place}.targets[{index}].value", target["value"], cure)


TARGET = Record(
    {
        "fiscal_year": FISCAL_YEAR,
        "role": Choice(
            tuple(IndicatorTarget.Role.values), default=IndicatorTarget.Role.TARGET.value
        ),
        "value": Figure(),
        "year_assumed": Flag(),
        "source": text(IndicatorTarget, "source"),
        "applies_from": Whole(FIRST_YEAR, LAST_YEAR),
        "decided_on": Day(),
        "withdrawn": Flag(),
        "reason": text(IndicatorTarget, "reason"),
    },
    also=_withdrawn_says_why,
)
INDICATOR = Record(
    {
        "key": text(Indicator, "key"),
        "label": text(MeasureIndicator, "label", default=DEFAULT_LABEL),
        "name": needed(Indicator, "name"),
        "unit": text(Indicator, "unit"),
        "kind": Choice(KINDS, required=True),
        "sense": Choice(tuple(Indicator.Sense.values), default=Indicator.Sense.UP.value),
        "measured_as": Choice(MEASURED_AS),
        "note": text(Indicator, "note"),
        "printed": text(Indicator, "printed"),
        "definition": text(Indicator, "definition"),
        "period_from": Whole(FIRST_YEAR, LAST_YEAR),
        "numerator_name": text(Indicator, "numerator_name"),
        "denominator_name": text(Indicator, "denominator_name"),
        "first_fiscal_year": Whole(FIRST_YEAR, LAST_YEAR),
        "last_fiscal_year": Whole(FIRST_YEAR, LAST_YEAR),
        "predecessor": text(Indicator, "key"),
        "targets": ListOf(TARGET),
    },
    also=_years_in_order,
)
YEARLY_DIRECTION = Record(
    {
        "fiscal_year": FISCAL_YEAR,
        "printed": text(YearlyDirection, "printed"),
        "resolved": text(YearlyDirection, "resolved"),
    }
)
DIVISION_CHANGE = Record(
    {
        "name": needed(Division, "name"),
        "first_day": Day(),
        "last_day": Day(),
        "place": Whole(0, 999),
        "in_detail": Flag(default=True),
        "in_matrix": Flag(),
    },
    also=_change_makes_sense,
)
TAG = Record(
    {
        "kind": needed(MeasureTag, "kind"),
        "name": needed(MeasureTag, "name"),
        "edition": text(MeasureTag, "edition"),
        "first_day": Day(),
        "last_day": Day(),
    },
    also=days_in_order,
)
MEASURE = Record(
    {
        "code": needed(Measure, "code"),
        "key": text(Measure, "key"),
        "name": needed(Measure, "name"),
        "name_in_matrix": text(Measure, "name_in_matrix"),
        "group": text(Measure, "group"),
        "summary": text(Measure, "summary"),
        "source": text(Measure, "source"),
        "first_day": Day(),
        "last_day": Day(),
        "ending": Choice(tuple(Measure.Ending.values)),
        "successors": names(Measure._meta.get_field("code").max_length),
        "tags": ListOf(TAG),
        "divisions": DIVISION_NAMES,
        "divisions_in_matrix": names(DIVISION_LENGTH, or_none=True),
        "division_changes": ListOf(DIVISION_CHANGE),
        "effects": Marks(tuple(MARKS)),
        "yearly_directions": ListOf(YEARLY_DIRECTION),
        "related": names(Measure._meta.get_field("code").max_length),
        "indicators": ListOf(INDICATOR),
        "other_readings": OTHER_READINGS,
    },
    also=_ending_makes_sense,
)
DIRECTION = Record(
    {
        "key": text(Direction, "key"),
        "number": Whole(1, 999),
        "name": text(Direction, "name"),
        "other_readings": OTHER_READINGS,
        "measures": ListOf(MEASURE),
    }
)
POLICY = Record(
    {
        "key": text(Policy, "key"),
        "number": Whole(1, 39, required=True),
        "name": needed(Policy, "name"),
        "aim": text(Policy, "aim"),
        "source": text(Policy, "source"),
        "other_readings": OTHER_READINGS,
        "directions": ListOf(DIRECTION),
    }
)
