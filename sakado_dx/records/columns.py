"""What a column held in the row of a record, asked in SQL."""

from django.db.models import Func, TextField


class ColumnValue(Func):
    """A column of `before` or `after` as text; NULL where there was no row, or no value."""

    output_field = TextField()

    def __init__(self, side: str, column: str):
        self.column = column
        super().__init__(side)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template=f"(NULLIF(%(expressions)s, '')::jsonb ->> '{self.column}')",
            **context,
        )

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler,
            connection,
            template=f"CAST(JSON_EXTRACT(NULLIF(%(expressions)s, ''), '$.{self.column}') AS text)",
            **context,
        )
