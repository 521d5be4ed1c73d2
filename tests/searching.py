"""The texts of the search compared with those of a rebuild, at each commit of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from sakado_dx.records import acting
from sakado_dx.search.models import SearchText
from sakado_dx.search.writing import rebuild


def stored() -> list[tuple]:
    """All texts as they are."""
    columns = ("kind", "object_id", "fiscal_year", "key", "text")
    return sorted(SearchText.objects.values_list(*columns), key=lambda row: row[:2])


def made_anew() -> list[tuple]:
    """All texts as a rebuild would make them."""
    with transaction.atomic():
        rebuild()
        rows = stored()
        transaction.set_rollback(True)
    return rows


def differences() -> list[tuple]:
    """What is other than after a rebuild, from either side."""
    return sorted(set(stored()) ^ set(made_anew()), key=lambda row: row[:2])


@contextmanager
def compared_at_each_commit() -> Iterator[list]:
    """A list of what was wrong at the end of any transaction within; what was written before,
    without the portal, is made good first."""
    rebuild()
    wrong: list[tuple] = []
    acting.followed_by(compare := lambda newest: wrong.extend(differences()))
    try:
        yield wrong
    finally:
        acting._followers.remove(compare)
