"""What a migration does to the rows stands in the record too: under the door 移行.

Migrations change rows and columns while no trigger stands (apps.py). So the data are compared with
the record before, and what differs after is recorded with the migrations' names as reason.
"""

from itertools import islice

from django.core.management import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations.recorder import MigrationRecorder

from sakado_dx.records.acting import Door, Words
from sakado_dx.records.comparing import differences
from sakado_dx.records.stock import take_stock

# From here on each migration has left the data as the record says.
SINCE = ("records", "0005_door_of_migrations")
NAMED = 20


def refuse_differences(connection: BaseDatabaseWrapper) -> None:
    """Raise CommandError, which names the first rows, where the data are not as the record says.

    A database of a program before knows no such records: stock is taken after its migration.
    """
    if not _is_kept(connection):
        return
    found = list(islice(differences(connection), NAMED + 1))
    if not found:
        return
    lines = "\n".join(f"  - {each}" for each in found[:NAMED])
    more = (
        "\n  ほかにもあります。manage.py verify_audit がすべて示します。"
        if len(found) > NAMED
        else ""
    )
    raise CommandError(
        "データが操作の記録と違うため、移行を始めません。だれが、なぜ変えたかを確かめてください。"
        "分かったら、manage.py record_differences --reason 理由 で、今のデータを記録してから、"
        f"もう一度実行してください。\\n{lines}{more}"
    )


def record_changes(connection: BaseDatabaseWrapper, plan: list[tuple[Migration, bool]]) -> None:
    """Write a record for each row that differs or has none, after these migrations."""
    if not _is_kept(connection):
        return
    names = [
        f"{each.app_label}.{each.name}{'（取消し）' if backwards else ''}"
        for each, backwards in plan
    ]
    words = Words("", "manage.py migrate", Door.MIGRATION.value, "、".join(names))
    take_stock(connection, words)


def _is_kept(connection: BaseDatabaseWrapper) -> bool:
    return SINCE in MigrationRecorder(connection).applied_migrations()
