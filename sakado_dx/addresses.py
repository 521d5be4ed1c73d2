"""Addresses of pages, as templates and lists write them.

Django works an address out anew each time, which takes a fifth of a dashboard; here each is worked
out once a process, and the last 20,000 are kept.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django import urls
from django.conf import settings
from django.urls import get_script_prefix, get_urlconf

# By what an address asks a page to show also the years that it leaves out at first: name and value,
# and both as the address ends in them.
YEARS = "years"
OF_ALL_YEARS = (YEARS, "all")
ALL_YEARS = "=".join(OF_ALL_YEARS)


def wants_all_years(query: Mapping[str, str]) -> bool:
    """Whether the address of a page asks for the years that it leaves out at first."""
    return (YEARS, query.get(YEARS)) == OF_ALL_YEARS


def reverse(name: str, args: Sequence[int | str] = ()) -> str:
    """As Django's, of a page's name and what its address holds."""
    return reverse_within(None, name, args)


def reverse_within(app: str | None, name: str, args: Sequence[int | str] = ()) -> str:
    """The same as seen from an instance of an app (Django's `current_app`)."""
    among = get_urlconf() or settings.ROOT_URLCONF
    return _reverse(among, get_script_prefix(), app, name, tuple(args))


@lru_cache(maxsize=20_000)
def _reverse(
    among: str, prefix: str, app: str | None, name: str, args: tuple[int | str, ...]
) -> str:
    return urls.reverse(name, args=args, current_app=app)
