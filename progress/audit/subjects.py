"""Which records belong to a measure, a report, a year, a system or a person: a row and all below it.

What hangs on a row is found in the record itself, by the columns that point at it, so that
rows which are long gone belong to it too. New tables are found by their references alone.
"""

from collections.abc import Iterable

from django.db.models import Model, Q

from measures.models import Indicator, Measure, MeasureIndicator
from progress.models import ProgressReport, ReviewYear
from sakado_dx.long_lists import LongIn
from sakado_dx.organization.models import User
from sakado_dx.records.columns import ColumnValue
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.triggers.tables import recorded_models
from systems_inventory.models import InformationSystem

Keys = dict[type[Model], set[str]]
# Of a person only what stands under "利用者": to have issued a link, or done a verb, is no part.
COLUMNS_OF_PEOPLE = {"user_id"}


def of(subject: Measure | ReviewYear) -> Q:
    """Of what a whole record can be written out."""
    return of_measure(subject) if isinstance(subject, Measure) else of_year(subject)


def of_measure(measure: Measure) -> Q:
    """The measure with its reports, and the indicators that stand under it."""
    found = _below({Measure: {str(measure.pk)}})
    own = {Indicator: _held(MeasureIndicator, "indicator_id", found.get(MeasureIndicator, set()))}
    return _as_q(_merged(found, _below(own) if own[Indicator] else {}))


def of_report(report: ProgressReport) -> Q:
    return _as_q(_below({ProgressReport: {str(report.pk)}}))


def of_year(year: ReviewYear) -> Q:
    return _as_q(_below({ReviewYear: {str(year.pk)}}))


def of_system(system: InformationSystem) -> Q:
    return _as_q(_below({InformationSystem: {str(system.pk)}}))


def of_person(user: User) -> Q:
    """The person's own row, places, roles and links; not what the person has done."""
    return _as_q(_below({User: {str(user.pk)}}, only=COLUMNS_OF_PEOPLE))


def _below(start: Keys, only: Iterable[str] = ()) -> Keys:
    """The rows to start from and all that point at them, and so on, step by step."""
    found: Keys = {model: set(keys) for model, keys in start.items()}
    newest = found
    while newest:
        newest = _step(newest, only)
        newest = {model: keys - found.get(model, set()) for model, keys in newest.items()}
        newest = {model: keys for model, keys in newest.items() if keys}
        found = _merged(found, newest)
    return found


def _step(above: Keys, only: Iterable[str]) -> Keys:
    models = {model._meta.db_table: model for model in recorded_models()}
    pointing = Q()
    for table, column, keys in _references(above):
        if only and column not in only:
            continue
        pointing |= Q(table_name=table) & _holding(column, keys)
    if not pointing:
        return {}
    found: Keys = {}
    for table, key in AuditRecord.objects.filter(pointing).values_list("table_name", "row_key"):
        found.setdefault(models[table], set()).add(key)
    return found


def _references(above: Keys) -> Iterable[tuple[str, str, set[str]]]:
    """(table, column, keys) of each column that may point at one of these rows."""
    for model in recorded_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model in above:
                yield model._meta.db_table, field.column, above[field.related_model]


def _holding(column: str, keys: set[str]) -> Q:
    before, after = (
        LongIn(ColumnValue(side, column), sorted(keys)) for side in ("before", "after")
    )
    return Q(before) | Q(after)


def _held(model: type[Model], column: str, keys: set[str]) -> set[str]:
    """What a column has held in rows of a table."""
    records = AuditRecord.objects.filter(table_name=model._meta.db_table, row_key__in=keys)
    values = records.values_list(ColumnValue("before", column), ColumnValue("after", column))
    return {value for pair in values for value in pair if value}


def _merged(first: Keys, second: Keys) -> Keys:
    return {
        model: first.get(model, set()) | second.get(model, set()) for model in {*first, *second}
    }


def _as_q(keys: Keys) -> Q:
    condition = Q(pk__in=[])
    for model, own in keys.items():
        condition |= Q(table_name=model._meta.db_table, row_key__in=sorted(own))
    return condition
