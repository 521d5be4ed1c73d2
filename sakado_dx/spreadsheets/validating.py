"""Thousands of rows against a model's rules, without a query for each row and rule.

Django asks the database for each foreign key, unique constraint and check of each row. Here rows
that were looked up are known to exist, unique values are held in memory, and a check is asked only
where the database does not say the same at once. What is wrong is told by Django's own validation.
"""

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model, UniqueConstraint


class Validator:
    """Validates the rows of one import, each as it would be stored after those before it.

    `trusts_the_database` leaves checks to it: for rows that were validated once already.
    """

    def __init__(self, model: type[Model], *, trusts_the_database: bool):
        self.model = model
        self.taken = {each.name: _taken(model, each) for each in _plain(model)}
        self.constraints = [
            each
            for each in model._meta.constraints
            if not (trusts_the_database and isinstance(each, CheckConstraint))
        ]

    def validate(self, instance: Model) -> None:
        """Raises ``ValidationError`` with all that is wrong with the row."""
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
        """The constraint, asked of the database only where memory cannot answer."""
        taken = self.taken.get(constraint.name)
        if taken is None:
            constraint.validate(self.model, instance, exclude=exclude)
            return
        key, own = _key(instance, constraint), instance.pk or id(instance)
        if None in key or taken.setdefault(key, own) == own:
            return
        constraint.validate(self.model, instance, exclude=exclude)
        taken[key] = own  # whoever had it gave it up earlier in the file


def _plain(model: type[Model]) -> list[UniqueConstraint]:
    """Unique constraints that are nothing but a few columns."""
    return [
        each
        for each in model._meta.constraints
        if isinstance(each, UniqueConstraint) and each.fields and each.condition is None
    ]


def _taken(model: type[Model], constraint: UniqueConstraint) -> dict[tuple, object]:
    """Who holds which values."""
    columns = [model._meta.get_field(name).attname for name in constraint.fields]
    rows = model._base_manager.order_by().values_list("pk", *columns)
    return {tuple(values): pk for pk, *values in rows}


def _key(instance: Model, constraint: UniqueConstraint) -> tuple:
    fields = (instance._meta.get_field(name) for name in constraint.fields)
    return tuple(getattr(instance, each.attname) for each in fields)


def _added(constraint, error: ValidationError, errors: dict) -> dict:
    """As Django sorts it: a unique column's fault is that column's."""
    if getattr(error, "code", None) == "unique" and len(constraint.fields) == 1:
        errors.setdefault(constraint.fields[0], []).append(error)
        return errors
    return error.update_error_dict(errors)
