"""Addresses of pages that a list writes row by row.

Django works an address out anew each time, which takes a fifth of a dashboard; these are worked
out once a process. For addresses of rows, of which a plan has so many and no more.
"""

from collections.abc import Sequence
from functools import lru_cache

from django import urls
from django.urls import get_script_prefix


def reverse(name: str, args: Sequence[int | str] = ()) -> str:
    """As Django's, of a page's name and what its address holds."""
    return _reverse(get_script_prefix(), name, tuple(args))


@lru_cache(maxsize=20_000)
def _reverse(prefix: str, name: str, args: tuple[int | str, ...]) -> str:
    return urls.reverse(name, args=args)
