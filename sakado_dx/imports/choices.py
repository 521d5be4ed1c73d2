"""Which column of an own table is what: kept for the next table of the same list, for the whole
office."""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress

from django.db import IntegrityError
from django.utils import timezone

from sakado_dx.imports.models import ColumnChoice
from sakado_dx.organization.models import User
from sakado_dx.records.acting import acting
from sakado_dx.spreadsheets.keys import match_key

MOST_READ = 50  # tables of a list, the newest
REASON = "計画の表の列の選択"


def key_of(heading: str) -> str:
    """A heading as choices are kept by it, whichever way it is spelled."""
    return match_key(heading)[:100]


def chosen_before(kind: str, headings: Iterable[str]) -> dict[str, str]:
    """Role by the key of a heading: as chosen for the table with these headings, else as last
    chosen for a table with that heading."""
    own, found = _mark(headings), {}
    newest = ColumnChoice.objects.filter(kind=kind).order_by("-at", "-pk")[:MOST_READ]
    for each in sorted(newest, key=lambda each: (each.header == own, each.at, each.pk)):
        found |= each.roles
    return found


def keep_choices(kind: str, roles: Mapping[str, str], *, by: User, door: str) -> None:
    """Keep what each heading of a table was chosen for; nothing is written where that is so
    already. Of two at the same moment the first stays."""
    header, told = _mark(roles), {key_of(heading): role for heading, role in roles.items()}
    with suppress(IntegrityError), acting(by, door, REASON):
        own = ColumnChoice.objects.filter(kind=kind, header=header)
        stored = own.select_for_update().first()
        if stored is None:
            ColumnChoice.objects.create(kind=kind, header=header, roles=told, by=by)
        elif stored.roles != told:
            own.update(roles=told, by=by, at=timezone.now())


def _mark(headings: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(map(key_of, headings)).encode()).hexdigest()
