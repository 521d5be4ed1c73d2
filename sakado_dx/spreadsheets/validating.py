"""Thousands of rows against a model's rules, without a query for each row and rule.

Django asks the database for each foreign key, unique constraint and check of each row. Here rows
that were looked up are known to exist, unique values are held in memory, and a check is asked only
where it does not plainly hold. What is wrong is told by Django's own validation.
"""

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model, UniqueConstraint

from sakado_dx.spreadsheets.checks import teller


class Validator:
    """Validates the rows of one import, each as it would be stored after those before it.

    `trusts_the_database` leaves checks to it: for rows that were validated once already.
    """

    def __init__(self, model: type[Model], *, trusts_the_database: bool):
        self.model = model
        self.holders = {each.name: _Holders(model, each) for each in _plain(model)}
        # A new row is known by its place in memory, which nothing else may take meanwhile.
        self.seen: list[Model] = []
        self.constraints = [
            each
            for each in model._meta.constraints
            if not (trusts_the_database and isinstance(each, CheckConstraint))
        ]
        self.tellers = {
            each.name: teller(each.condition, model)
            for each in self.constraints
            if isinstance(each, CheckConstraint)
        }

    def validate(self, instance: Model) -> None:
        """Raises ``ValidationError`` with all that is wrong with the row."""
        self.seen.append(instance)
        errors: dict = {}
        known = {
            field.name
            for field in self.model._meta.concrete_fields
            if field.many_to_one and getattr(instance, field.attname) is not None
        }
        try:
            instance.full_clean(exclude=known, validate_constraints=False)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for constraint in self.constraints:
            try:
                self._keep(constraint, instance, set(errors))
            except ValidationError as error:
                errors = _added(constraint, error, errors)
        if errors:
            raise ValidationError(errors)

    def _keep(self, constraint, instance: Model, exclude: set[str]) -> None:
        """The constraint; one of unique columns from memory, in which the row takes its place."""
        if (told := self.tellers.get(constraint.name)) and told(instance):
            return
        holders = self.holders.get(constraint.name)
        if holders is None:
            constraint.validate(self.model, instance, exclude=exclude)
        elif exclude.isdisjoint(constraint.fields) and not holders.take(instance):
            raise _taken(constraint, instance)


class _Holders:
    """Who holds which values of a unique constraint, row after row."""

    def __init__(self, model: type[Model], constraint: UniqueConstraint):
        self.columns = [model._meta.get_field(name).attname for name in constraint.fields]
        rows = model._base_manager.order_by().values_list("pk", *self.columns)
        self.keys: dict[object, tuple] = {pk: tuple(values) for pk, *values in rows}
        self.holders = {key: pk for pk, key in self.keys.items()}

    def take(self, instance: Model) -> bool:
        """Let a row have its values, and give up those that it had; False where another has
        them."""
        key = tuple(getattr(instance, name) for name in self.columns)
        row = instance.pk or id(instance)
        if None in key:
            return True
        if self.holders.get(key, row) != row:
            return False
        self.holders.pop(self.keys.get(row), None)
        self.keys[row], self.holders[key] = key, row
        return True


def _taken(constraint: UniqueConstraint, instance: Model) -> ValidationError:
    """As Django says it."""
    told, default = constraint.violation_error_message, constraint.default_violation_error_message
    if told == default and constraint.violation_error_code is None:
        return instance.unique_error_message(type(instance), constraint.fields)
    return ValidationError(
        constraint.get_violation_error_message(), code=constraint.violation_error_code
    )


def _plain(model: type[Model]) -> list[UniqueConstraint]:
    """Unique constraints that are nothing but a few columns."""
    return [
        each
        for each in model._meta.constraints
        if isinstance(each, UniqueConstraint) and each.fields and each.condition is None
    ]


def _added(constraint, error: ValidationError, errors: dict) -> dict:
    """As Django sorts it: a unique column's fault is that column's."""
    if getattr(error, "code", None) == "unique" and len(constraint.fields) == 1:
        errors.setdefault(constraint.fields[0], []).append(error)
        return errors
    return error.update_error_dict(errors)
