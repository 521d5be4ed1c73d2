"""Which of two rows was written first: told by the numbers of their records, since a clock may be
set back and the keys of two tables say nothing of each other."""

from django.db.models import Model, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from sakado_dx.records.acting import Door
from sakado_dx.records.models import AuditRecord


def first_record(model: type[Model], key: object = None) -> Subquery:
    """The number of the record with which a row came; of the row that a query is at where no
    `key` is named."""
    return Subquery(_records(model, key).order_by("pk").values("pk")[:1])


def first_change(model: type[Model], key: object = None) -> Subquery:
    """The same of a row's first change by somebody, no migration's. What is decided once is not
    changed again but by the disposal of its year, which comes last."""
    changed = _records(model, key).filter(operation="update").exclude(door=Door.MIGRATION)
    return Subquery(changed.order_by("pk").values("pk")[:1])


def _records(model: type[Model], key: object) -> QuerySet[AuditRecord]:
    row = Cast(OuterRef("pk"), TextField()) if key is None else str(key)
    return AuditRecord.objects.filter(table_name=model._meta.db_table, row_key=row)
