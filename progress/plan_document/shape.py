"""The shape of the exchange document, noun by noun: its keys, their types and what is needed.

fixtures/README.md tells the same in words. Lengths come from the models, so that what the
reader lets through fits into the database.
"""

from django.db.models import Model

from glossary.models import Term, TermAlias
from measures.models import (
    ChronologyEvent,
    Direction,
    EffectKind,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureIndicator,
    Plan,
    PlanWord,
    Policy,
    YearlyDirection,
)
from progress.plan_document.faults import Faults
from progress.plan_document.fields import (
    Choice,
    Day,
    Figure,
    Flag,
    ListOf,
    Marks,
    Record,
    Text,
    Value,
    Whole,
    refuse_value,
)
from sakado_dx.organization.models import Division
from systems_inventory.models import InformationSystem, InventoryNote

FORMAT = "dx-plan/1"
LONG_TEXT = 10_000
MARKS = {"◎": "primary", "○": "secondary"}
KINDS = tuple(kind.upper() for kind in Indicator.Kind.values)
WORDED_KINDS = ("MILESTONE", "QUALITATIVE")
MEASURED_AS = tuple(way.upper() for way in Indicator.MeasuredAs.values)
DEFAULT_LABEL = MeasureIndicator._meta.get_field("label").default

FISCAL_YEAR = Whole(1900, 2200, required=True)


def text(model: type[Model], name: str, **options) -> Text:
    """A text as long as the model's column of that name; a long one may have lines."""
    most = model._meta.get_field(name).max_length
    return Text(most or LONG_TEXT, lines=most is None, **options)


def names(most: int, **options) -> ListOf:
    """A list of names, none of them twice."""
    return ListOf(Text(most, required=True), distinct=True, **options)


def needed(model: type[Model], name: str) -> Text:
    """The same, where it must not be missing or empty."""
    return text(model, name, required=True)


def _days_in_order(division: dict, place: str, faults: Faults) -> None:
    first, last = division["first_day"], division["last_day"]
    if first and last and last < first:
        faults.add(place, f"の last_day（{last}）が first_day（{first}）より前です。")


def _change_makes_sense(change: dict, place: str, faults: Faults) -> None:
    """A later division has a first day and a place; without a first day a listed one ends."""
    _days_in_order(change, place, faults)
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
        if target["value"] is None:
            faults.add(f"{place}.targets[{index}]", "に「value」がありません。")


def _refuse_figures(indicator: dict, place: str, faults: Faults) -> None:
    for index, target in enumerate(indicator["targets"]):
        if indicator["kind"] and target["value"] is not None:
            cure = f"種類 {indicator['kind']} の目標は年度だけで、値を持ちません。"
            refuse_value(faults, f"{place}.targets[{index}].value", target["value"], cure)


OTHER_READINGS = ListOf(Record({"place": Text(200), "text": Text(300, required=True)}))
DIVISION_LENGTH = Division._meta.get_field("name").max_length
DIVISION_NAMES = names(DIVISION_LENGTH)


def _words(meanings: tuple[str, ...]) -> ListOf:
    return ListOf(
        Record({"word": needed(PlanWord, "word"), "meaning": Choice(meanings, required=True)})
    )


FRAME = Record(
    {
        "position": text(Plan, "position"),
        "source": text(Plan, "frame_source"),
        "laws": names(300),
        "challenges": ListOf(
            Record(
                {
                    "number": Whole(1, 999, required=True),
                    "name": Text(200, required=True),
                    "policies": ListOf(Whole(1, 39), distinct=True),
                }
            )
        ),
        "bodies": ListOf(
            Record(
                {
                    "name": Text(200, required=True),
                    "short_name": Text(60),
                    "role": Text(LONG_TEXT, lines=True),
                    "source": Text(200),
                    "group": Text(60),
                    "links": ListOf(
                        Record({"to": Text(200, required=True), "label": Text(60)}),
                        distinct=True,
                    ),
                }
            )
        ),
    }
)
PLAN = Record(
    {
        "title": needed(Plan, "title"),
        "city": needed(Plan, "city"),
        "city_code": text(Plan, "city_code"),
        "first_fiscal_year": FISCAL_YEAR,
        "last_fiscal_year": FISCAL_YEAR,
        "review_every": Whole(1, 100),
        "level_names": ListOf(Text(30, required=True)),
        "frame": FRAME,
        "progress_words": _words(PlanWord.PROGRESS_MEANINGS),
        "outlook_words": _words(PlanWord.OUTLOOK_MEANINGS),
        "other_readings": OTHER_READINGS,
    },
    required=True,
)
DIVISION = Record(
    {
        "name": needed(Division, "name"),
        "reading": text(Division, "reading"),
        "parent": text(Division, "name"),
        "kind": Choice(tuple(Division.Kind.values), default=Division.Kind.DIVISION.value),
        "first_day": Day(),
        "last_day": Day(),
        "successors": DIVISION_NAMES,
    },
    also=_days_in_order,
)
TARGET = Record(
    {
        "fiscal_year": FISCAL_YEAR,
        "role": Choice(
            tuple(IndicatorTarget.Role.values), default=IndicatorTarget.Role.TARGET.value
        ),
        "value": Figure(),
        "year_assumed": Flag(),
        "source": text(IndicatorTarget, "source"),
    }
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
        "targets": ListOf(TARGET),
    },
    also=_targets_fit_kind,
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
MEASURE = Record(
    {
        "code": needed(Measure, "code"),
        "key": text(Measure, "key"),
        "name": needed(Measure, "name"),
        "name_in_matrix": text(Measure, "name_in_matrix"),
        "group": text(Measure, "group"),
        "summary": text(Measure, "summary"),
        "source": text(Measure, "source"),
        "last_day": Day(),
        "divisions": DIVISION_NAMES,
        "divisions_in_matrix": names(DIVISION_LENGTH, or_none=True),
        "division_changes": ListOf(DIVISION_CHANGE),
        "effects": Marks(tuple(MARKS)),
        "yearly_directions": ListOf(YEARLY_DIRECTION),
        "related": names(Measure._meta.get_field("code").max_length),
        "indicators": ListOf(INDICATOR),
        "other_readings": OTHER_READINGS,
    }
)
DIRECTION = Record(
    {
        "number": Whole(1, 999),
        "name": text(Direction, "name"),
        "other_readings": OTHER_READINGS,
        "measures": ListOf(MEASURE),
    }
)
POLICY = Record(
    {
        "number": Whole(1, 39, required=True),
        "name": needed(Policy, "name"),
        "aim": text(Policy, "aim"),
        "source": text(Policy, "source"),
        "other_readings": OTHER_READINGS,
        "directions": ListOf(DIRECTION),
    }
)


def _part(fields: dict[str, Value]) -> ListOf:
    return ListOf(Record(fields))


DOCUMENT = Record(
    {
        "format": Choice((FORMAT,), required=True),
        "plan": PLAN,
        "divisions": ListOf(DIVISION),
        "effect_kinds": names(EffectKind._meta.get_field("name").max_length),
        "policies": ListOf(POLICY),
        "information_systems": _part(
            {
                "name": needed(InformationSystem, "name"),
                "divisions": DIVISION_NAMES,
                "category": Choice(tuple(InformationSystem.Category.values)),
            }
        ),
        "information_systems_note": Record(
            {
                "as_of": text(InventoryNote, "as_of"),
                "notes": ListOf(Text(LONG_TEXT, lines=True, required=True)),
            }
        ),
        "chronology": _part(
            {
                "year": Whole(1900, 2200, required=True),
                "month": Whole(1, 12, required=True),
                "event": needed(ChronologyEvent, "event"),
            }
        ),
        "terms": _part(
            {
                "term": needed(Term, "term"),
                "reading": text(Term, "reading"),
                "aliases": names(TermAlias._meta.get_field("alias").max_length),
                "explanation": text(Term, "explanation"),
                "source": text(Term, "source"),
            }
        ),
    }
)
