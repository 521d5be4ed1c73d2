from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class ProgressConfig(AppConfig):
    name = "progress"
    verbose_name = "進捗管理"

    def ready(self) -> None:
        """Let the guards of closed years live by the rules of the audit record's triggers, and the
        views of what is public beside them; a site for citizens alone reads these. Let an import into
        調書 be taken back by their own verb."""
        from measures import public_plan as told
        from progress.guards import making as guards
        from progress.plan_editions.public_plan import public_plan
        from progress.public.tables import read_views
        from sakado_dx.records.triggers.making import register

        register(guards)
        told.register(public_plan)
        if settings.PUBLIC_ONLY:
            read_views()
            return
        from progress.imports import drafts
        from progress.models import MeasureReview
        from progress.reviews import measure_verbs

        drafts.register(MeasureReview, measure_verbs.save)
        pre_migrate.connect(drop_views, sender=self)
        post_migrate.connect(make_views, sender=self)


# The roles of sites for citizens that could read a database's views before its migration.
READERS: dict[str, list[str]] = {}


def drop_views(*, using: str, plan=None, **kwargs) -> None:
    """Before a migration: a table cannot be rebuilt while a view reads it."""
    from progress.public import tables

    if plan:
        READERS[using] = tables.drop_all(connections[using])


def make_views(*, using: str, **kwargs) -> None:
    """After a migration, where the tables are there."""
    from progress.public import tables

    connection = connections[using]
    if tables.are_made_of(connection):
        tables.make_all(connection, READERS.pop(using, ()))
