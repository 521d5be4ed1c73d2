"""The app of the audit record. Its two signals, and those of the public views, are the only ones
that the project uses."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    name = "sakado_dx.records"
    label = "records"
    verbose_name = "操作の記録"

    def ready(self) -> None:
        from sakado_dx import long_lists  # noqa: F401  takes the place of Django's `in`

        pre_migrate.connect(drop_triggers, sender=self)
        post_migrate.connect(make_triggers, sender=self)


def drop_triggers(*, using: str, plan=None, **kwargs) -> None:
    """Before a migration, which changes rows unseen: the data agree with the record, or it stops.
    Then the triggers go: a table of SQLite cannot be rebuilt while one reads it.

    Where there is nothing to migrate the triggers stay, so that a start loses no record.
    """
    from sakado_dx.records import migrating
    from sakado_dx.records.triggers import making as triggers

    if plan:
        migrating.refuse_differences(connections[using])
        triggers.drop_all(connections[using])


def make_triggers(*, using: str, plan=None, **kwargs) -> None:
    """After a migration, which may have rebuilt tables and lost their triggers; what it changed
    is recorded."""
    from sakado_dx.records import migrating
    from sakado_dx.records.triggers import making as triggers

    triggers.make_all(connections[using])
    if plan:
        migrating.record_changes(connections[using], plan)
