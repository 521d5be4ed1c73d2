"""How every door that takes in a file says so: who, what file, how many rows, in the transaction
that writes them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from django.db import connection

from sakado_dx.imports.models import Import
from sakado_dx.organization.models import User
from sakado_dx.records.acting import acting


@dataclass(frozen=True)
class Target:
    """What a file is taken into: the list's `kind` (what knows how to take it back), its title,
    and the plan or year in words."""

    kind: str
    title: str
    scope: str = ""


@dataclass(frozen=True)
class SourceFile:
    """A file by its name and content; `key` is that of the request, where it may come twice."""

    name: str
    content: bytes
    key: str = ""

    @property
    def is_workbook(self) -> bool:
        return self.name.lower().endswith(".xlsx")


@dataclass
class Rows:
    """How many rows came in: told by who takes them in, kept at the end. `made` is the import
    that stands then; None where nothing changed, and so nothing is kept."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    made: Import | None = None


class TakenAlready(Exception):
    """This very request was answered already, by `made`."""

    def __init__(self, made: Import):
        self.made = made
        super().__init__(str(made))


@contextmanager
def importing(
    by: User | str, door: str, reason: str, *, into: Target, file: SourceFile
) -> Iterator[Rows]:
    """The transaction of an import (as `acting`, which it is): whoever takes the rows in tells
    their numbers, and the `Import` is written with them, or not at all where they changed
    nothing. All audit records made inside belong to it.

    Raises TakenAlready where the file's key was taken in before. 2 queries besides `acting`'s.
    """
    rows, key = Rows(), file.key or uuid4().hex
    with acting(by, door, reason, import_key=key):
        if file.key and (before := Import.objects.filter(key=key).first()):
            raise TakenAlready(before)
        yield rows
        # What is to be rolled back was no import.
        if (rows.added or rows.changed) and not connection.needs_rollback:
            rows.made = Import.objects.create(
                key=key, by=None if isinstance(by, str) else by, by_name=str(by), door=door,
                kind=into.kind, title=into.title, scope=into.scope, reason=reason,
                file_name=file.name[-255:], file_size=len(file.content),
                file_hash=hashlib.sha256(file.content).hexdigest(),
                added=rows.added, changed=rows.changed, unchanged=rows.unchanged,
            )  # fmt: skip
