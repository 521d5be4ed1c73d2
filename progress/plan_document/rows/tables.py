"""Which model holds which rows of a plan, and by what each row is known.

A plan is compared and loaded as flat rows: a table of rows for each noun, each row known by
a natural key that means the same in every database, with its values as the document writes
them. ``refs`` name the columns that point at a row of another table: there the natural key
stands in place of the database's number.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Field, Model, QuerySet

from glossary.models import Term, TermAlias
from measures.models import (
    ChronologyEvent,
    Direction,
    EffectKind,
    EffectRating,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureDivision,
    MeasureIndicator,
    MeasureTag,
    MeetingKind,
    Plan,
    PlanWord,
    Policy,
    YearlyDirection,
)
from progress.plan_document.schema.readers import plain
from sakado_dx.organization.models import Division
from systems_inventory.models import (
    InformationSystem,
    InventoryNote,
    SystemAmount,
    SystemDivision,
    SystemMeasure,
)

Key = tuple
Values = dict[str, object]
Rows = dict[str, dict[Key, Values]]


@dataclass(frozen=True)
class Table:
    """The rows of one noun.

    `of_plan` is the lookup from the model to the plan ("" for divisions, which are the
    city's). `order_in` names the column within which rows are ordered, "plan" for all of
    them, None where there is no order. Rows with a life of their own (`stays`) are never
    taken away by a document that does not carry them; the others are parts of their owners
    and follow the document wherever it carries all of these.
    """

    noun: str
    label: str
    model: type[Model]
    key: tuple[str, ...]
    values: tuple[str, ...] = ()
    refs: dict[str, str] = field(default_factory=dict)
    of_plan: str = "plan"
    order_in: str | None = None
    stays: bool = False
    owners: tuple[str, ...] = ()

    def objects(self, plan: Plan | int | None) -> QuerySet:
        """The table's rows of one plan (or its number)."""
        if not self.of_plan:
            return self.model.objects.all()
        return self.model.objects.filter(**{self.of_plan: plan})

    def column(self, name: str) -> Field:
        """The model's field of a column, by the column's name (`direction_id`)."""
        return self.model._meta.get_field(name.removesuffix("_id"))

    def key_refs(self, key: Key):
        """(noun, key there) for each part of the key that points at another table."""
        for name, part in zip(self.key, key, strict=True):
            if name in self.refs:
                yield self.refs[name], part


def written(value: object) -> object:
    """A column's value as the document writes it."""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


PLAN_COLUMNS = (
    "city", "title",
    "city_code", "first_fiscal_year", "last_fiscal_year", "review_every", "level_names",
    "code_label", "mark_names", "missing_words", "publishes_self_assessment", "shows_new_left",
    "position", "frame_source", "laws", "challenges", "bodies", "other_readings",
)  # fmt: skip
MEASURE_COLUMNS = (
    "code", "direction_id", "order", "name", "name_in_matrix", "group", "summary", "source",
    "other_readings", "first_day", "last_day", "ending",
)  # fmt: skip
INDICATOR_COLUMNS = (
    "name", "unit", "kind", "sense", "measured_as", "printed", "note", "definition",
    "period_from", "numerator_name", "denominator_name", "predecessor_id",
)  # fmt: skip
# What the city keeps of a system beside what a plan prints; a document that lacks it takes
# nothing away.
INVENTORY_COLUMNS = (
    "vendor", "contract_from", "contract_to", "renewal_year", "network_zone", "hosting",
    "standard_works", "standard_state", "standard_on", "cloud_state", "cloud_on",
)  # fmt: skip

MEASURE_REF = {"measure_id": "measures"}
SYSTEM_REF = {"system_id": "information_systems"}
INDICATOR_REF = {"indicator_id": "indicators"}
DIVISION_REF = {"division_id": "divisions"}

# In the order of loading: what is pointed at stands before what points.
TABLES = (
    Table("plan", "計画", Plan, ("key",), PLAN_COLUMNS, of_plan="", stays=True),
    Table(
        "words", "進捗・方針の言葉", PlanWord, ("vocabulary", "word"), ("meaning", "order"),
        order_in="vocabulary", stays=True,
    ),
    Table(
        "meeting_kinds", "会議の種類", MeetingKind, ("name",), ("rank", "allows_proxy", "order"),
        order_in="plan", stays=True,
    ),
    Table(
        "divisions", "課", Division, ("key",),
        ("name", "first_day", "reading", "kind", "parent_id", "order", "last_day", "is_secretariat"),
        refs={"parent_id": "divisions"}, of_plan="", order_in="plan", stays=True,
    ),
    Table(
        "division_successors", "課の引継ぎ先", Division.successors.through,
        ("from_division_id", "to_division_id"),
        refs={"from_division_id": "divisions", "to_division_id": "divisions"},
        of_plan="", stays=True,
    ),
    Table("effect_kinds", "効果の種類", EffectKind, ("name",), ("order",), order_in="plan",
          stays=True),
    Table(
        "policies", "第1階層", Policy, ("key",),
        ("number", "label", "name", "aim", "source", "other_readings"),
        stays=True,
    ),
    Table(
        "directions", "第2階層", Direction, ("key",),
        ("policy_id", "number", "name", "other_readings"),
        refs={"policy_id": "policies"}, of_plan="policy__plan", stays=True,
    ),
    Table(
        "measures", "施策", Measure, ("key",), MEASURE_COLUMNS,
        refs={"direction_id": "directions"}, order_in="plan", stays=True,
    ),
    Table(
        "measure_divisions", "施策の所管課", MeasureDivision,
        ("measure_id", "division_id", "first_day"),
        ("order", "in_detail", "in_matrix", "last_day"), refs=MEASURE_REF | DIVISION_REF,
        of_plan="measure__plan", order_in="measure_id", owners=("measures",),
    ),
    Table(
        "effects", "効果の印", EffectRating, ("measure_id", "effect_kind_id"), ("mark",),
        refs=MEASURE_REF | {"effect_kind_id": "effect_kinds"}, of_plan="measure__plan",
        owners=("measures", "effect_kinds"),
    ),
    Table(
        "yearly_directions", "年度別の方向性", YearlyDirection, ("measure_id", "fiscal_year"),
        ("printed", "resolved"), refs=MEASURE_REF, of_plan="measure__plan", owners=("measures",),
    ),
    Table(
        "related", "関連する施策", Measure.related.through,
        ("from_measure_id", "to_measure_id"),
        refs={"from_measure_id": "measures", "to_measure_id": "measures"},
        of_plan="from_measure__plan", owners=("measures",),
    ),
    Table(
        "measure_successors", "引き継ぐ施策", Measure.successors.through,
        ("from_measure_id", "to_measure_id"),
        refs={"from_measure_id": "measures", "to_measure_id": "measures"},
        of_plan="from_measure__plan", stays=True,
    ),
    Table(
        "measure_tags", "施策のタグ", MeasureTag, ("measure_id", "kind", "name", "edition"),
        ("first_day", "last_day"), refs=MEASURE_REF, of_plan="measure__plan", stays=True,
    ),
    Table(
        "indicators", "指標", Indicator, ("key",), INDICATOR_COLUMNS,
        refs={"predecessor_id": "indicators"}, stays=True,
    ),
    Table(
        "measure_indicators", "施策の指標", MeasureIndicator, ("measure_id", "indicator_id"),
        ("label", "order", "first_fiscal_year", "last_fiscal_year"),
        refs=MEASURE_REF | INDICATOR_REF, of_plan="measure__plan",
        order_in="measure_id", owners=("measures", "indicators"),
    ),
    Table(
        "targets", "目標値", IndicatorTarget,
        ("indicator_id", "fiscal_year", "role", "applies_from"),
        ("value", "year_assumed", "source", "decided_on", "withdrawn", "reason"),
        refs=INDICATOR_REF, of_plan="indicator__plan",
        owners=("indicators",),
    ),
    Table(
        "information_systems", "情報システム", InformationSystem, ("name",),
        ("category", *INVENTORY_COLUMNS, "order"), order_in="plan", stays=True,
    ),
    Table(
        "system_divisions", "システムの課", SystemDivision, ("system_id", "division_id"),
        ("order",), refs=DIVISION_REF | SYSTEM_REF,
        of_plan="system__plan", order_in="system_id", owners=("information_systems",),
    ),
    Table(
        "system_measures", "システムの施策", SystemMeasure, ("system_id", "measure_id"),
        ("source",), refs=MEASURE_REF | SYSTEM_REF, of_plan="system__plan", stays=True,
    ),
    Table(
        "system_amounts", "システムの金額", SystemAmount, ("system_id", "fiscal_year"),
        ("budget", "spent"), refs=SYSTEM_REF, of_plan="system__plan", stays=True,
    ),
    Table("inventory_note", "システム一覧の注記", InventoryNote, (), ("as_of", "notes"),
          stays=True),
    Table(
        "chronology", "年表の出来事", ChronologyEvent, ("year", "month", "event"), ("order",),
        order_in="plan", stays=True,
    ),
    Table(
        "terms", "用語", Term, ("term",), ("reading", "explanation", "source", "order"),
        order_in="plan", stays=True,
    ),
    Table(
        "term_aliases", "用語の別の表記", TermAlias, ("term_id", "alias"),
        refs={"term_id": "terms"}, of_plan="term__plan", owners=("terms",),
    ),
)  # fmt: skip
TABLE = {table.noun: table for table in TABLES}
