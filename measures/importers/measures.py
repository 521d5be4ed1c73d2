"""Measures as a sheet: one row each, with divisions, effects and the direction of each year."""

from collections.abc import Sequence
from functools import cached_property

from measures.importers.codes import measures_by_code
from measures.importers.plan_sheets import PlanResource, division_lookup
from measures.models import Direction, EffectRating, Measure, MeasureDivision, YearlyDirection
from sakado_dx import fiscal
from sakado_dx.organization.models import Division
from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.code_columns import CodeColumn
from sakado_dx.spreadsheets.codes import CodeLookup
from sakado_dx.spreadsheets.columns import (
    Column,
    CountColumn,
    DateColumn,
    LookupColumn,
    TextColumn,
)
from sakado_dx.spreadsheets.related import ManyColumn, TypedColumn
from sakado_dx.spreadsheets.resources import cell_errors

AS_BEFORE = "⇒"
MARKS = {"◎": "◎", "○": "○", "〇": "○", "◯": "○"}
MARK_VALUES = {"◎": EffectRating.Mark.PRIMARY, "○": EffectRating.Mark.SECONDARY}


class MeasureResource(PlanResource):
    """Correct or add measures, matched by their code. None is ever deleted.

    Divisions are those of today, corrected as an error of the list would be; a 所管替え, which
    has a day, is entered in the admin's own form.
    """

    title = "個別施策"
    note = (
        "所管課は、今日の所管課の誤りを直すためのものです。"
        "年度の途中の所管替えは、施策の画面で終了日と開始日を入れてください。"
    )
    key_headings = ("番号",)

    tried_in = (Measure, MeasureDivision, EffectRating, YearlyDirection)

    class Meta:
        model = Measure

    def make_columns(self) -> list[Column]:
        divisions = division_lookup()
        return [
            CodeColumn("番号", "code", lambda: self.codes, "施策名", needed=True),
            LookupColumn("施策の方向性", "direction", self._directions(), direction_code),
            CountColumn("並び順", "order"),
            TextColumn("施策名", "name", needed=True),
            TextColumn("体系表での名称", "name_in_matrix"),
            TextColumn("中分類", "group"),
            ManyColumn("所管課", divisions_in_detail, set_detail, divisions),
            ManyColumn(
                "所管課（体系表）", divisions_in_matrix, set_matrix, divisions, ordered=False
            ),
            TextColumn("概要", "summary"),
            TextColumn("計画の該当箇所", "source"),
            DateColumn("終了日", "last_day"),
            *map(_effect_column, self.plan.effect_kinds.all()),
            *map(_year_column, self.plan.fiscal_years),
        ]

    @cached_property
    def codes(self) -> CodeLookup:
        return measures_by_code(self.plan)

    def _directions(self) -> CodeLookup:
        directions = Direction.objects.filter(policy__plan=self.plan).select_related("policy")
        entries = ((direction_code(each), each.name, each) for each in directions)
        return CodeLookup("施策の方向性", entries)

    def stored_rows(self):
        return (
            Measure.objects.of_plan(self.plan)
            .with_levels()
            .with_divisions()
            .prefetch_related("effects", "yearly_directions")
        )

    def new_row(self, row) -> Measure:
        return Measure(plan=self.plan, key=row["番号"].strip(), order=self.next_order())

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        super().validate_instance(instance, import_validation_errors, validate_unique)
        known = instance.yearly_directions.all() if instance.pk else ()
        _resolved({each.fiscal_year: each.printed for each in known} | self._typed(instance))

    def after_save_instance(self, instance, row, **kwargs) -> None:
        super().after_save_instance(instance, row, **kwargs)
        set_directions(instance, self._typed(instance))

    def _typed(self, measure: Measure) -> dict[int, str]:
        """What the row says of the directions of its years."""
        typed = measure.__dict__.get("_typed", {})
        said = {year: typed.get(year_heading(year)) for year in self.plan.fiscal_years}
        return {year: text for year, text in said.items() if text is not None}


def direction_code(direction: Direction) -> str:
    """``I-1``: the policy in Roman letters, and the direction's number."""
    return f"{direction.policy.printed_number}-{direction.number}"


# Divisions


def _rows_today(measure: Measure) -> list[MeasureDivision]:
    if measure.pk is None:
        return []
    return [row for row in measure.division_rows if row.is_in_force()]


def divisions_in_detail(measure: Measure) -> list[Division]:
    return [row.division for row in _rows_today(measure) if row.in_detail]


def divisions_in_matrix(measure: Measure) -> list[Division]:
    return [row.division for row in _rows_today(measure) if row.in_matrix]


def set_detail(measure: Measure, divisions: Sequence[Division]) -> None:
    _set_divisions(measure, divisions, "in_detail")


def set_matrix(measure: Measure, divisions: Sequence[Division]) -> None:
    _set_divisions(measure, divisions, "in_matrix")


def _set_divisions(measure: Measure, divisions: Sequence[Division], place: str) -> None:
    """Make these the divisions of one place (`in_detail` or `in_matrix`).

    The detail decides the order. A row that then stands in neither is deleted: the list was
    wrong. Rows of other days stay.
    """
    stored = measure.measure_divisions.in_force().select_related("division").order_by("order", "pk")
    rows = {row.division_id: row for row in stored}
    for row in rows.values():
        setattr(row, place, False)
    for division in divisions:
        blank = MeasureDivision(
            measure=measure, division=division, in_detail=False, in_matrix=False
        )
        setattr(rows.setdefault(division.pk, blank), place, True)
    ordered = list(rows.values())
    if place == "in_detail":
        ordered = _in_order(ordered, [division.pk for division in divisions])
    for order, row in enumerate(ordered):
        row.order = order
        if row.in_detail or row.in_matrix:
            row.save()
        elif row.pk:
            row.delete()


def _in_order(rows: list[MeasureDivision], wanted: list[int]) -> list[MeasureDivision]:
    """The rows with those wanted in their new order, on the places that they hold together."""
    by_division = {row.division_id: row for row in rows}
    queue = iter([by_division[division_id] for division_id in wanted])
    return [next(queue) if row.division_id in wanted else row for row in rows]


# Effects


def _effect_column(kind) -> TypedColumn:
    def mark(measure: Measure) -> str:
        if measure.pk is None:
            return ""
        ratings = (each for each in measure.effects.all() if each.effect_kind_id == kind.pk)
        return next((rating.get_mark_display() for rating in ratings), "")

    def set_mark(measure: Measure, mark: str) -> None:
        if mark:
            measure.effects.update_or_create(effect_kind=kind, defaults={"mark": MARK_VALUES[mark]})
        else:
            measure.effects.filter(effect_kind=kind).delete()

    return TypedColumn(f"効果：{kind.name}", mark, set_mark, words=MARKS)


# Directions of the years


def year_heading(year: int) -> str:
    return f"{fiscal.label_name(year)}の方向性"


def _year_column(year: int) -> TypedColumn:
    def printed(measure: Measure) -> str:
        if measure.pk is None:
            return ""
        rows = (each for each in measure.yearly_directions.all() if each.fiscal_year == year)
        return next((row.printed for row in rows), "")

    # Years depend on one another (⇒): they are stored together, after all columns.
    return TypedColumn(year_heading(year), printed, lambda measure, text: None)


def set_directions(measure: Measure, typed: dict[int, str]) -> None:
    """Store the printed cells of some years; what ⇒ means is worked out for all of them."""
    if not typed:
        return
    rows = {row.fiscal_year: row for row in measure.yearly_directions.all()}
    printed = {year: row.printed for year, row in rows.items()} | typed
    for year, resolved in _resolved(printed).items():
        if text := printed[year]:
            row = rows.get(year) or YearlyDirection(measure=measure, fiscal_year=year)
            row.printed, row.resolved = text, resolved
            row.save()
        elif year in rows:
            rows[year].delete()


def _resolved(printed: dict[int, str]) -> dict[int, str]:
    """What the cells mean, by year: ⇒ is as the year before."""
    found, before = {}, ""
    for year, text in sorted(printed.items()):
        if text == AS_BEFORE and not before:
            problem = f"{AS_BEFORE}は前年度と同じという意味ですが、前の年度に方向性がありません。"
            error = UnreadableValue(text, problem, "「検討」「運用」などの言葉にしてください。")
            raise cell_errors({year_heading(year): error})
        before = found[year] = before if text == AS_BEFORE else text
    return found
