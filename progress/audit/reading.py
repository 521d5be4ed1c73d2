"""Whose records somebody may read: those of the tables that the rights let him look at."""

from django.db.models import QuerySet

from sakado_dx.organization.access import Standing
from sakado_dx.organization.models import User
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.triggers.tables import recorded_models


def readable_tables(user: User) -> dict[str, str]:
    """The tables with the nouns of their rows, for the tables whose rows the admin shows him.

    So an administrator who holds no other role reads no report here either (sakado_dx/README: 組織と権限).
    """
    tables, held = {}, user.get_all_permissions()
    for model in recorded_models():
        owner = model._meta.auto_created or model
        if f"{owner._meta.app_label}.view_{owner._meta.model_name}" in held:
            tables[model._meta.db_table] = str(owner._meta.verbose_name)
    return tables


def may_read(standing: Standing) -> bool:
    """Who has the pages of the record; which tables he finds there, `readable_tables` says."""
    return standing.is_secretariat or standing.is_administrator


def readable_records(user: User) -> QuerySet:
    return AuditRecord.objects.filter(table_name__in=readable_tables(user)).newest_first()
