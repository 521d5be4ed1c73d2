"""What can be found: each kind of object says which texts it has, and who reads them.

To add a kind: a class in the app that holds the objects, and its name in `SEARCH_SOURCES`
(settings.py), where the kinds stand in the order of the page.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from sakado_dx.organization.access import Standing


@dataclass(frozen=True)
class ObjectText:
    """The texts of an object, part by part; the first is what it is called, where it has a name."""

    object_id: int
    parts: tuple[str, ...]
    fiscal_year: int | None = None


@dataclass(frozen=True)
class Hit:
    """How a found object is shown: a title that leads on, and a line on where it stands."""

    title: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class Watched:
    """A table whose rows hold texts of a kind's objects.

    `columns` are those that matter: a change of others changes no text. `via` is the column of
    the object's id, blank where the row is the object; `objects_of` finds them where no column
    tells.
    """

    model: type[Model]
    columns: tuple[str, ...]
    via: str = ""
    objects_of: Callable[[set[int]], Iterable[int]] | None = None

    def ids_in(self, key: str, before: dict[str, Any], after: dict[str, Any]) -> set[int]:
        """The ids that a recorded change of a row touches."""
        if before and after and all(before.get(each) == after.get(each) for each in self.columns):
            return set()
        if not self.via:
            return {int(key)}
        told = (row.get(self.via) for row in (before, after))
        return {each for each in told if each is not None}


class Source:
    """A kind of object that can be found. `kind` is stored, `label` is what the page says."""

    kind: ClassVar[str]
    label: ClassVar[str]
    model: ClassVar[type[Model]]
    watched: ClassVar[tuple[Watched, ...]]

    def texts(self, ids: Collection[int]) -> Iterable[ObjectText]:
        """The texts of those of the objects that stand."""
        raise NotImplementedError

    def readable(self, standing: Standing) -> QuerySet:
        """The objects whose texts this person reads today."""
        raise NotImplementedError

    def hits(self, standing: Standing, ids: Collection[int]) -> dict[int, Hit]:
        """The found objects by id, each looked at again: who may not read it gets none."""
        raise NotImplementedError


@cache
def sources() -> tuple[Source, ...]:
    """One of each, in the order of the page."""
    return tuple(import_string(path)() for path in settings.SEARCH_SOURCES)
