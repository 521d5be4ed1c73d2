"""Whose records somebody may read: those of the tables that the rights let him look at."""

from django.db.models import ManyToManyField, Model, QuerySet

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
            tables[model._meta.db_table] = noun_of(model)
    return tables


def link_of(model: type[Model]) -> ManyToManyField | None:
    """The field that a table between two models belongs to; None for another model."""
    owner = model._meta.auto_created
    fields = owner._meta.local_many_to_many if owner else ()
    return next((each for each in fields if each.remote_field.through is model), None)


def noun_of(model: type[Model]) -> str:
    """What a row of the model is called; of a table between two models, their field: 関連する施策."""
    return str((link_of(model) or model._meta).verbose_name).partition("（")[0]


def may_read(standing: Standing) -> bool:
    """Who has the pages of the record; which tables he finds there, `readable_tables` says."""
    return standing.is_secretariat or standing.is_administrator


def readable_records(user: User) -> QuerySet:
    return AuditRecord.objects.filter(table_name__in=readable_tables(user)).newest_first()
