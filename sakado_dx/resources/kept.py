"""Pages of lists, kept in the process for as long as nothing that is recorded changes.

A list of which each row hangs on six tables spends its time in building statements and rows, and
most who ask for it ask again. A page is read once under the state of the record (`recorded_state`)
and the day; every change, by whatever door and in whatever process, is another state.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from django.utils import timezone

from sakado_dx.records.state import recorded_state

MOST_PAGES = 16  # of at most 200 rows

# How many rows there are, and those of the page as they are answered.
Page = tuple[int, list[Any]]
_pages: OrderedDict[Hashable, Page] = OrderedDict()
_lock = Lock()


def kept_page(asked: Hashable, read: Callable[[], Page]) -> Page:
    """The page that was `asked` for, as it was read where nothing has changed since: nobody may
    change what is given. 1 query, and those of `read` where it was not kept; within a transaction
    these alone."""
    state = recorded_state()
    if state is None:
        return read()
    key = (state, timezone.localdate(), asked)
    with _lock:
        found = _pages.get(key)
        if found is not None:
            _pages.move_to_end(key)
            return found
    page = read()
    with _lock:
        _pages[key] = page
        while len(_pages) > MOST_PAGES:
            _pages.popitem(last=False)
    return page
