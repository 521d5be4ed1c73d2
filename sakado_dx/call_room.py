"""Room for nested calls, taken once.

Python keeps the frames of nested calls in pieces of 16 KB. It gives a piece back to the system as soon
as the calls in it have returned, and takes another with the next call: a page whose template loops
just at the border of a piece asked the system a thousand times, which took up to half of its time.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

# Words of 8 bytes. A frame of just over 256 KB is put into a piece of 512 KB, the next power of two,
# and what is left of it is enough for the deepest page, some 40 KB. What no call uses of it takes
# addresses, but no memory.
_WORDS = 33_000


def with_room(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """The function itself, so made that what it calls finds room in one piece."""
    function.__code__ = function.__code__.replace(co_stacksize=_WORDS)
    return function
