"""A list as a sheet: its columns, where its rows come from, and how it goes out."""

from collections.abc import Iterator
from typing import Any

from import_export.resources import ModelResource

from sakado_dx.spreadsheets.columns import Column
from sakado_dx.spreadsheets.sheets import Book
from sakado_dx.spreadsheets.tables import Table, table_of


class ListResource(ModelResource):
    """One kind of rows as a sheet.

    `title` names the sheet and the file, `note` says what a person should know before
    importing; `key_headings` are the columns that say which row is meant; `lists_missing`
    tells which stored rows the file leaves out.
    """

    title = ""
    note = ""
    key_headings: tuple[str, ...] = ()
    lists_missing = True

    class Meta:
        fields = ()

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

    # Its sheet

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

    # Hooks of import-export

    def filter_export(self, queryset, **kwargs):
        """The stored rows that the admin's list shows, with what the columns need."""
        return self.stored_rows().filter(pk__in=queryset.order_by().values("pk"))

    def iter_queryset(self, queryset):
        yield from queryset

    def after_export(self, queryset, dataset, **kwargs) -> None:
        dataset.title = self.title
