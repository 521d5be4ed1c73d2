"""Keys by which a row is known for good, whatever becomes of its name and number."""

from collections.abc import Container

from django.db import models


def free_key(wanted: str, taken: Container[str], longest: int) -> str:
    """The wanted key, cut to what its column holds; with a number behind it where it is taken."""
    key, number = wanted[:longest], 2
    while key in taken:
        behind = f"-{number}"
        key, number = wanted[: longest - len(behind)] + behind, number + 1
    return key


class LastingKeyField(models.CharField):
    """A key that a row is given when it is first stored, by itself or with many, and that never
    changes. The model says by what (`first_key`) and among which rows (`bearers`)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"blank": True, "editable": False})

    def deconstruct(self) -> tuple:
        """To a migration it is a column of text."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = getattr(model_instance, self.attname)
        if not key:
            wanted = model_instance.first_key
            alike = model_instance.bearers.filter(**{f"{self.name}__startswith": wanted[:20]})
            taken = set(alike.values_list(self.name, flat=True))
            key = free_key(wanted, taken, self.max_length)
            setattr(model_instance, self.attname, key)
        return key
