"""Records in words: what row it was, which fields went from what to what."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models import Model

from progress.audit import codes, structures
from progress.audit.plan_lines import PlanLines
from progress.audit.reading import link_of, noun_of
from progress.models import PlanChange
from sakado_dx import fiscal
from sakado_dx.clock import format_date_and_clock
from sakado_dx.numbers import format_number
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.rows import columns_of, value_of
from sakado_dx.records.triggers.tables import CHANGED, recorded_models
from sakado_dx.search_keys import SearchKeyField
from sakado_dx.together import at_once

EMPTY = "（空欄）"
GONE = "（番号{}。いまは無い行）"
# What a row of a program of another time raises, or one that points at what is gone.
UNREADABLE = (ObjectDoesNotExist, ValidationError, TypeError, AttributeError, ValueError)
# Columns that hold a year of the calendar, and fiscal years beside those that are called so.
CALENDAR_YEARS = ("year",)
FISCAL_YEARS = ("renewal_year", "applies_from", "changes_from", "period_from")
# What is told of a change at once; the rest is folded.
MOST_CHANGES, MOST_LETTERS = 4, 120


@dataclass(frozen=True)
class Change:
    """A field of the row: its name, its value before and after in words, and its attribute."""

    label: str
    before: str
    after: str
    name: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True)
class Line:
    """A record as people read it."""

    record: AuditRecord
    noun: str
    title: str
    changes: list[Change]

    @property
    def is_change(self) -> bool:
        return self.record.operation == AuditRecord.Operation.UPDATE

    @property
    def operation(self) -> str:
        """``変更``, and of what was disposed of ``変更（廃棄済み：総廃第12号）``."""
        disposal = self.record.disposal
        return self.record.get_operation_display() + (
            f"（廃棄済み：{disposal}）" if disposal else ""
        )

    @property
    def is_folded(self) -> bool:
        """Whether it is more than a row of a list holds: a whole row, many fields, long texts."""
        letters = sum(len(each.label + each.before + each.after) for each in self.changes)
        return not self.is_change or len(self.changes) > MOST_CHANGES or letters > MOST_LETTERS


def in_words(records: Sequence[AuditRecord]) -> list[Line]:
    """The records in words; 1 query, none where their rows point at none, and 1 more where there
    are lines of a revision."""
    tables = {model._meta.db_table: model for model in recorded_models()}
    rows = [_Row(each, tables.get(each.table_name)) for each in records]
    targets = _targets(rows)
    of_plan = [row.sides(targets) for row in rows if row.model is PlanChange]
    plan_lines = PlanLines(side for sides in of_plan for side in sides if side is not None)
    return [row.line(targets, plan_lines) for row in rows]


Targets = dict[type[Model], dict[str, Model]]


class _Row:
    """A record with the row's columns taken apart."""

    def __init__(self, record: AuditRecord, model: type[Model] | None):
        self.record, self.model = record, model
        self.before, self.after = columns_of(record.before), columns_of(record.after)
        self.fields = (
            []
            if model is None
            else [
                field
                for field in model._meta.concrete_fields
                if not (field.primary_key or isinstance(field, SearchKeyField))
            ]
        )

    def pointed_at(self) -> Iterable[tuple[type[Model], str]]:
        for field in self.fields:
            if target := _pointed_at(field):
                for columns in (self.before, self.after):
                    if columns.get(field.column) is not None:
                        yield target, str(columns[field.column])

    def line(self, targets: Targets, plan_lines: PlanLines) -> Line:
        if self.model is None:  # a table of an older program
            return Line(self.record, self.record.table_name, f"番号{self.record.row_key}", [])
        sides = self.sides(targets)
        is_line = self.model is PlanChange
        own = [plan_lines.texts(each) if is_line and each is not None else {} for each in sides]
        title = self._title(sides, targets, plan_lines)
        return Line(self.record, noun_of(self.model), title, self._changes(targets, own))

    def sides(self, targets: Targets) -> tuple[Model | None, Model | None]:
        """The row as it was before and after; None where there was none, or none that this program
        can read."""
        return self._made_of(self.before, targets), self._made_of(self.after, targets)

    def _made_of(self, columns: dict[str, Any], targets: Targets) -> Model | None:
        if not columns:
            return None
        row = self.model()
        try:
            for field in self.model._meta.concrete_fields:
                if field.column in columns:
                    setattr(row, field.attname, value_of(field, columns[field.column]))
                target = targets.get(field.related_model, {}).get(str(columns.get(field.column)))
                if field.is_relation and target is not None:
                    setattr(row, field.name, target)
        except UNREADABLE:
            return None
        return row

    def _title(
        self, sides: tuple[Model | None, Model | None], targets: Targets, plan_lines: PlanLines
    ) -> str:
        """What the row calls itself, as it was in this record."""
        before, after = sides
        row, number = after if self.after else before, f"番号{self.record.row_key}"
        if row is None:
            return number
        try:
            if self.model is PlanChange:
                return plan_lines.title(row) or str(row)
            return _between(row) if self.model._meta.auto_created else str(row)
        except UNREADABLE:
            return number

    def _changes(self, targets: Targets, own: Sequence[dict[str, str]]) -> list[Change]:
        """What differs; `own` are words that a side has for its columns, by attribute."""
        changes = []
        for column in self.fields:
            before, after = self.before.get(column.column), self.after.get(column.column)
            if before != after:
                sides = [
                    self._words(column, columns, targets, words)
                    for columns, words in zip((self.before, self.after), own, strict=True)
                ]
                if sides != [EMPTY, EMPTY]:
                    changes.append(Change(_label(column), *sides, column.name))
        return changes

    def _words(
        self, field: models.Field, columns: dict[str, Any], targets: Targets, own: dict[str, str]
    ) -> str:
        stored = columns.get(field.column)
        if stored is not None and field.name in own:
            return own[field.name]
        said_by = codes.SAID_BY.get((self.model, field.name))
        return _words(field, columns.get(said_by, stored), targets)


def _between(row: Model) -> str:
    """A row of a table between two models: ``I-1-1 業務棚卸の推進 → I-2-1 電子申請``."""
    ends = [field for field in row._meta.concrete_fields if field.is_relation]
    return " → ".join(str(getattr(row, field.name)) for field in ends)


def _targets(rows: Iterable[_Row]) -> Targets:
    """The rows that stand today of all that are pointed at, by number."""
    wanted: dict[type[Model], set[str]] = {}
    for row in rows:
        for model, key in row.pointed_at():
            wanted.setdefault(model, set()).add(key)
    found = at_once(
        *(
            model._base_manager.select_related().filter(pk__in=sorted(keys))
            for model, keys in wanted.items()
        )
    )
    return {
        model: {str(each.pk): each for each in those}
        for model, those in zip(wanted, found, strict=True)
    }


def _pointed_at(field: models.Field) -> type[Model] | None:
    """Whose rows a column names by their numbers."""
    return codes.POINTS_AT.get((field.model, field.name), field.related_model)


def _label(field: models.Field) -> str:
    link = link_of(field.model)
    if link and field.name == link.m2m_reverse_field_name():
        return noun_of(field.model)
    if field.is_relation and field.verbose_name == field.name.replace("_", " "):
        return str(field.related_model._meta.verbose_name)
    return str(field.verbose_name)


def _words(field: models.Field, stored: Any, targets: Targets) -> str:
    """A value as people write it."""
    if stored is None or stored == "" or (stored == 0 and _pointed_at(field)):
        return EMPTY
    if model := _pointed_at(field):
        target = targets.get(model, {}).get(str(stored))
        return str(target) if target is not None else GONE.format(stored)
    if stored == CHANGED:
        return CHANGED
    if field.choices:
        return str(dict(field.flatchoices).get(stored, stored))
    if field.name in CALENDAR_YEARS:
        return str(stored)
    if field.name.endswith(("fiscal_year", *FISCAL_YEARS)) and stored:
        return fiscal.label_long(int(stored))
    value = value_of(field, stored)
    if isinstance(field, models.JSONField) or structures.is_told(field):
        return structures.in_words(field, value) or EMPTY
    return _plain_words(value)


def _plain_words(value: Any) -> str:
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, datetime):
        return format_date_and_clock(value)
    if isinstance(value, date):
        return fiscal.format_date(value)
    if isinstance(value, Decimal | int):
        return format_number(value)
    return str(value)
