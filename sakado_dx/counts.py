"""How many rows each of several querysets has, in one statement."""

from collections.abc import Sequence

from django.db.models import Func, IntegerField, Model, QuerySet, Subquery


def numbers_of(row: Model, querysets: Sequence[QuerySet]) -> list[int]:
    """What `count()` says of each of them, however they join; 1 query. `row` is any stored row: the
    statement is one about it."""
    # A plain function: an aggregate would be grouped by the row around it.
    number = Func("pk", function="COUNT", output_field=IntegerField())
    counts = [Subquery(_each_once(each).order_by().values(found=number)) for each in querysets]
    rows = type(row)._base_manager.filter(pk=row.pk)
    return [each or 0 for each in rows.values_list(*counts).get()]


def _each_once(queryset: QuerySet) -> QuerySet:
    """The rows of a queryset that asks for each once, without asking so."""
    if not queryset.query.distinct:
        return queryset
    return queryset.model._base_manager.filter(pk__in=queryset.order_by().values("pk"))
