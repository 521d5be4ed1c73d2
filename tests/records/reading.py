"""Reading the record in tests: what was written since a moment, as plain values."""

import json
from decimal import Decimal

from django.db import connection

from sakado_dx.records.models import AuditRecord


class Written:
    """The records written since this was made."""

    def __init__(self):
        newest = AuditRecord.objects.newest_first().first()
        self.start = newest.pk if newest else 0

    def records(self, table: str = "") -> list[AuditRecord]:
        records = AuditRecord.objects.filter(pk__gt=self.start)
        return list(records.filter(table_name=table) if table else records)

    def lines(self, table: str = "") -> list[tuple[str, str, str]]:
        """(operation, actor, door) of each, in order."""
        return [(each.operation, each.actor_name, each.door) for each in self.records(table)]


def row(text: str) -> dict:
    """The row of a record; figures as they were written."""
    return json.loads(text, parse_float=Decimal) if text else {}


def run_sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
