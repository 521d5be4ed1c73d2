"""Resources of django-import-export that read and write sheets of text by columns.

A subclass names its model, its columns and where its rows come from; matching, comparing,
row errors and all-or-nothing are here.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from import_export.resources import ModelResource
from import_export.results import RowResult
from tablib import Dataset

from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.columns import Column, DateColumn
from sakado_dx.spreadsheets.keys import match_key
from sakado_dx.spreadsheets.lookup import Lookup
from sakado_dx.spreadsheets.outcomes import (
    CellError,
    Change,
    Outcome,
    RowError,
    RowOutcome,
    faults_of,
)
from sakado_dx.spreadsheets.related import RelatedColumn
from sakado_dx.spreadsheets.sheets import Book
from sakado_dx.spreadsheets.tables import Row, Table, table_of
from sakado_dx.spreadsheets.validating import Validator


class SheetRowResult(RowResult):
    changes: tuple[Change, ...] = ()


class SheetResource(ModelResource):
    """One kind of rows as a sheet.

    `title` names the sheet and the file, `note` says what a person should know before
    importing; `key_headings` are the columns that say which row is meant; `lists_missing`
    tells which stored rows the file leaves out.
    """

    title = ""
    note = ""
    key_headings: tuple[str, ...] = ()
    lists_missing = True
    # Whether a look at the differences needs the rows stored, and taken back: where rows of one
    # file refer to each other. Else it writes nothing, and nobody's save waits for it.
    looks_at_stored_rows = True

    class Meta:
        fields = ()
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        # Differences are worked out here, column by column; import-export's are HTML.
        skip_diff = True
        store_instance = True
        use_transactions = True

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields = {column.column_name: column for column in self.make_columns()}
        self.key_columns = [self.fields[heading] for heading in self.key_headings]

    @classmethod
    def kind(cls) -> str:
        """What names this list to an `Import`, and in addresses."""
        return cls._meta.model._meta.label_lower

    # What a subclass says

    def make_columns(self) -> list[Column]:
        raise NotImplementedError

    def stored_rows(self) -> Iterator[Any]:
        """All stored rows that a file may name, with what the columns need."""
        raise NotImplementedError

    def new_row(self, row: dict[str, str]) -> Any:
        """An unsaved row with what no column gives."""
        raise NotImplementedError

    def lock(self) -> None:
        """Hold back a second import of the same kind until this transaction ends."""

    # Taking in

    @property
    def headings(self) -> list[str]:
        return list(self.fields)

    @property
    def needed_headings(self) -> list[str]:
        return [heading for heading, column in self.fields.items() if column.needed]

    @property
    def figure_headings(self) -> list[str]:
        return [heading for heading, column in self.fields.items() if column.is_figure]

    def table_in(self, book: Book, sheet: str = "") -> Table:
        """The rows of the sheet that is named, or of the one that is meant; raises as `table_of`."""
        return table_of(
            book,
            title=self.title,
            headings=self.headings,
            required=self.needed_headings,
            figures=self.figure_headings,
            sheet=sheet,
        )

    def take_in(
        self, table: Table, *, dry_run: bool, was_shown: bool = False, **context
    ) -> Outcome:
        """Store the table's rows, all or none, and say what changed.

        With a fault anywhere, or on a dry run, nothing stays in the database. `was_shown` says
        that the same rows passed a dry run before. `context` reaches the hooks (who imports, and
        why).
        """
        # Without the columns that say which row is meant, each row would be one more fault.
        if set(self.needed_headings) & set(table.absent):
            return Outcome(table, faults=table.faults)
        for column in self.fields.values():
            if isinstance(column, DateColumn):
                column.is_1904 = table.is_1904
        self.is_only_looked_at = dry_run and not self.looks_at_stored_rows
        self.validator = Validator(self._meta.model, trusts_the_database=was_shown)
        rows = _rows_without_faults(table)
        dataset = Dataset(headers=list(table.columns))
        for row in rows:
            dataset.append([row.texts[heading] for heading in table.columns])
        result = self.import_data(
            dataset,
            # The library's own dry run stores all rows and takes them back.
            dry_run=not self.is_only_looked_at and (dry_run or bool(table.faults)),
            use_transactions=not self.is_only_looked_at,
            rollback_on_validation_errors=True,
            rows=rows,
            **context,
        )
        for error in result.base_errors:
            raise error.error
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
        number = rows[row_number - 1].number
        first = self.first_rows.setdefault(match_key(self.key_of(row)), number)
        if first != number:
            names = "・".join(self.key_headings)
            raise RowError(
                f"{first}行目と{names}が同じです。", "どちらかの行を直すか削除してください。"
            )

    def get_or_init_instance(self, instance_loader, row) -> tuple[Any, bool]:
        with_key = self.key_columns[0].attribute
        try:
            found = self.stored.find(self.key_of(row))
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
        errors = {}
        for column in self.fields.values():
            if column.column_name in row:
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

    def do_instance_save(self, instance, is_create: bool) -> None:
        if not self.is_only_looked_at:
            super().do_instance_save(instance, is_create)

    def after_save_instance(self, instance, row, **kwargs) -> None:
        for column in self.fields.values():
            if isinstance(column, RelatedColumn) and not self.is_only_looked_at:
                column.write(instance)

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

    # Hooks of its exports

    def filter_export(self, queryset, **kwargs):
        """The stored rows that the admin's list shows, with what the columns need."""
        return self.stored_rows().filter(pk__in=queryset.order_by().values("pk"))

    def iter_queryset(self, queryset):
        yield from queryset

    def after_export(self, queryset, dataset, **kwargs) -> None:
        dataset.title = self.title


def cell_errors(errors: dict[str, UnreadableValue]) -> ValidationError:
    """Faults of cells, by the attribute of their column."""
    return ValidationError({name: CellError(error) for name, error in errors.items()})


def _rows_without_faults(table: Table) -> list[Row]:
    faulty = {fault.row for fault in table.faults}
    return [row for row in table.rows if row.number not in faulty]
