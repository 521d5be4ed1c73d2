"""Nested calls find their room in one piece, however deep what asks for it stands itself."""

import resource
from importlib import import_module

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

import manage
from sakado_dx.call_room import with_room
from sakado_dx.middleware import CorrelationMiddleware
from sakado_dx.public_only import MIDDLEWARE as OF_CITIZENS

TIMES, DEPTHS = 200, 120


def nested(more: int) -> int:
    return nested(more - 1) if more else 0


def work() -> int:
    """A loop over a few nested calls, as a template's; returns how many pages of memory it was
    given anew meanwhile."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(TIMES):
        nested(5)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def at_depth(depth: int, act) -> int:
    return at_depth(depth - 1, act) if depth else act()


def test_a_loop_asks_the_system_for_nothing_wherever_it_starts():
    roomy = with_room(lambda: work())
    assert max(at_depth(depth, roomy) for depth in range(DEPTHS)) < TIMES / 2


def test_all_that_a_request_calls_has_that_room():
    def look(_request):
        asked.append(work())
        return HttpResponse()

    asked, answer = [], CorrelationMiddleware(look)
    for depth in range(DEPTHS):
        at_depth(depth, lambda: answer(RequestFactory().get("/")).status_code)
    assert max(asked) < TIMES / 2
    assert OF_CITIZENS[0] == settings.MIDDLEWARE[0] == "sakado_dx.middleware.CorrelationMiddleware"


def test_a_function_with_room_answers_and_raises_as_before():
    @with_room
    def named(first, *, second=2):
        """What it says."""
        if first < 0:
            raise ValueError("too small")
        return first + second

    assert (named(1), named(1, second=5)) == (3, 6)
    assert (named.__name__, named.__doc__) == ("named", "What it says.")
    with pytest.raises(ValueError, match="too small"):
        named(-1)


def test_commands_have_it_too():
    asked = import_module("sakado_dx.call_room")
    assert manage.main.__code__.co_stacksize == asked._WORDS
