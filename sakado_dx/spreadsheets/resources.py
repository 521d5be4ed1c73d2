"""Resources of django-import-export that take in sheets of text by columns.

A subclass names its model, its columns and where its rows come from (`listing`); matching,
comparing, row errors and all-or-nothing are here.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from import_export.results import Result, RowResult
from tablib import Dataset

from sakado_dx.readings import UnreadableValue
from sakado_dx.records.storing import insert
from sakado_dx.spreadsheets.columns import DateColumn
from sakado_dx.spreadsheets.keys import match_key
from sakado_dx.spreadsheets.listing import ListResource
from sakado_dx.spreadsheets.lookup import Lookup
from sakado_dx.spreadsheets.outcomes import (
    CellError,
    Change,
    Outcome,
    RowOutcome,
    faults_of,
)
from sakado_dx.spreadsheets.related import RelatedColumn
from sakado_dx.spreadsheets.tables import Row, Table
from sakado_dx.spreadsheets.trial import trial
from sakado_dx.spreadsheets.validating import Validator


class SheetRowResult(RowResult):
    changes: tuple[Change, ...] = ()


class SheetResource(ListResource):
    """A list that a sheet is taken into. `tried_in` are the models that rows are written to, where
    what comes of all of them together is to be told before they are taken in. `creates_together`:
    new rows are written in few statements, past `Model.save`."""

    tried_in: tuple[type[Model], ...] = ()
    creates_together = False

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        # Differences are worked out here, column by column; import-export's are HTML.
        skip_diff = True
        store_instance = True

    # What a subclass says besides

    def new_row(self, row: dict[str, str]) -> Any:
        """An unsaved row with what no column gives."""
        raise NotImplementedError

    def lock(self) -> None:
        """Hold back a second import of the same kind until this transaction ends."""

    # Taking in

    def take_in(
        self,
        table: Table,
        *,
        dry_run: bool,
        was_shown: bool = False,
        around: Callable[[], AbstractContextManager] = nullcontext,
        tell: Callable[[int, int], object] = lambda row, rows: None,
        **context,
    ) -> Outcome:
        """Store the table's rows, all or none, and say what changed.

        With a fault anywhere, or on a dry run, nothing is stored: rows are tried in copies of their
        tables (`tried_in`), inside of `around`, and nobody's save waits. `was_shown` says that the
        same rows passed a dry run before. `tell` hears at which row of how many it is. `context`
        reaches the hooks (who imports, and why).
        """
        # Without the columns that say which row is meant, each row would be one more fault.
        if set(self.needed_headings) & set(table.absent):
            return Outcome(table, faults=table.faults)
        for column in self.fields.values():
            if isinstance(column, DateColumn):
                column.is_1904 = table.is_1904
        self.is_only_looked_at = dry_run or bool(table.faults)
        self.around, self.tell = around, tell
        self.to_try: list[Callable[[], None]] = []
        self.new: list[tuple[Model, dict[str, str]]] = []
        self.validator = Validator(self._meta.model, trusts_the_database=was_shown)
        rows = _rows_without_faults(table)
        dataset = Dataset(headers=list(table.columns))
        for row in rows:
            dataset.append([row.texts[heading] for heading in table.columns])
        with nullcontext() if self.is_only_looked_at else transaction.atomic():
            # The library's own dry run stores all rows and takes them back, and its transactions
            # hold a savepoint for each row, where few are written one by one.
            result = self.import_data(
                dataset, dry_run=False, use_transactions=False, rows=rows, **context
            )
            for error in result.base_errors:
                raise error.error
            if has_faults(result) and not self.is_only_looked_at:
                transaction.set_rollback(True)
        return self._outcome(table, rows, result)

    def _outcome(self, table: Table, rows: list[Row], result) -> Outcome:
        outcome = Outcome(table, faults=list(table.faults))
        if not table.rows:
            outcome.faults.append(
                table.fault(
                    table.header_row, "", "", "データの行がありません。", "行を加えてください。"
                )
            )
        headings = {column.attribute: heading for heading, column in self.fields.items()}
        for row, each in zip(rows, result.rows, strict=True):
            if each.is_valid():
                name = str(each.instance)
                outcome.rows.append(
                    RowOutcome(row.number, each.import_type, name, each.changes, each.instance)
                )
            else:
                outcome.faults += faults_of(table, each, row.number, headings)
        outcome.faults.sort(key=lambda fault: fault.row)
        if self.lists_missing:
            outcome.missing = [str(each) for each in self.existing if each.pk not in self.seen]
        return outcome

    # Hooks of import-export

    @classmethod
    def get_row_result_class(cls):
        return SheetRowResult

    def get_import_id_fields(self) -> list[str]:
        return []

    def before_import(self, dataset, **kwargs) -> None:
        if not self.is_only_looked_at:
            self.lock()
        self.existing = list(self.stored_rows())
        self.stored = Lookup(self.title, ((self.stored_key(each), each) for each in self.existing))
        self.seen: set[int] = set()
        self.first_rows: dict[str, int] = {}
        self.number_of_new = 0

    def before_import_row(self, row, row_number: int, rows: list[Row], **kwargs) -> None:
        """Refuse a second row of the same key, whichever way it is spelled."""
        self.tell(row_number, len(rows))
        number = rows[row_number - 1].number
        self.row_key = self.key_of(row)
        first = self.first_rows.setdefault(match_key(self.row_key), number)
        if first != number:
            names, column = "・".join(self.key_headings), self.key_columns[0]
            problem, cure = (
                f"{first}行目と{names}が同じです。",
                "どちらかの行を直すか削除してください。",
            )
            text = row[column.column_name].strip()
            raise cell_errors({column.attribute: UnreadableValue(text, problem, cure)})

    def get_or_init_instance(self, instance_loader, row) -> tuple[Any, bool]:
        with_key = self.key_columns[0].attribute
        try:
            found = self.stored.find(self.row_key)
            if found is None:
                self.number_of_new += 1
                return self.new_row(row), True
        except UnreadableValue as error:
            raise cell_errors({with_key: error}) from error
        self.seen.add(found.pk)
        return found, False

    def key_of(self, row) -> str:
        """The row's key; a fault of a key's cell is raised as that cell's."""
        parts = []
        for column in self.key_columns:
            try:
                parts.append(column.key(column.clean(row)))
            except UnreadableValue as error:
                raise cell_errors({column.attribute: error}) from error
        return "\n".join(parts)

    def stored_key(self, instance) -> str:
        return "\n".join(column.key(column.stored(instance)) for column in self.key_columns)

    def import_instance(self, instance, row, **kwargs) -> None:
        errors, stored = {}, self.before if instance.pk else {}
        for heading, column in self.fields.items():
            if heading in row and not (stored and column.says(row[heading], stored[heading])):
                try:
                    column.save(instance, row)
                except UnreadableValue as error:
                    errors[column.attribute] = error
        if errors:
            raise cell_errors(errors)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """All faults of the row. While a cell cannot be read, nothing is said of the row as a
        whole: it would be judged without that cell."""
        if not import_validation_errors:
            self.validator.validate(instance)
            return
        errors = dict(import_validation_errors)
        try:
            instance.clean_fields(exclude=errors)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        raise ValidationError(errors)

    def save_instance(self, instance, is_create: bool, row, **kwargs) -> None:
        store = partial(super().save_instance, instance, is_create, row, **kwargs)
        if self.is_only_looked_at:
            self.to_try.append(store)
        elif is_create and self.creates_together:
            self.new.append((instance, row))
        else:
            with transaction.atomic():  # a row that the database refuses is told with the others
                store()

    def _create(self) -> None:
        """Write the new rows together, then what belongs to each."""
        if self.new:
            insert([instance for instance, _ in self.new])
        for instance, row in self.new:
            self.after_save_instance(instance, row)

    def save_m2m(self, obj, row, **kwargs) -> None:
        """No column is one of Django's many-to-many fields, which the library looks for."""

    def after_save_instance(self, instance, row, **kwargs) -> None:
        for column in self.fields.values():
            if isinstance(column, RelatedColumn):
                column.write(instance)

    def after_import(self, dataset, result, **kwargs) -> None:
        if has_faults(result):
            return
        if not self.is_only_looked_at:
            self._create()
            self.come_of_all(result)
        elif self.to_try and self.tried_in:
            with trial(self.tried_in), self.around():
                for store in self.to_try:
                    store()
                self.come_of_all(result)

    def come_of_all(self, result) -> None:
        """Store, and find out, what can be only once all rows are stored."""

    def after_init_instance(self, instance, new, row, **kwargs) -> None:
        self.before = {heading: self.fields[heading].get_value(instance) for heading in row}

    def skip_row(self, instance, original, row, import_validation_errors=None) -> bool:
        same = all(
            self.fields[heading].get_value(instance) == value
            for heading, value in self.before.items()
        )
        return same and not import_validation_errors

    def after_import_row(self, row, row_result, **kwargs) -> None:
        changes = []
        for heading, old in self.before.items():
            column = self.fields[heading]
            new = column.get_value(row_result.instance)
            if row_result.is_new():
                changes.append(Change(heading, "", column.text(new)))
            elif new != old:
                changes.append(Change(heading, column.text(old), column.text(new)))
        row_result.changes = tuple(changes)


def has_faults(result: Result) -> bool:
    return result.has_errors() or result.has_validation_errors()


def cell_errors(errors: dict[str, UnreadableValue]) -> ValidationError:
    """Faults of cells, by the attribute of their column."""
    return ValidationError({name: CellError(error) for name, error in errors.items()})


def _rows_without_faults(table: Table) -> list[Row]:
    faulty = {fault.row for fault in table.faults}
    return [row for row in table.rows if row.number not in faulty]
