"""What is made of recorded tables alone, kept in the process while none of them changes.

For pages whose content hangs on many rows and is asked for again and again: it is made once under the
state of the record (`recorded_state`). Every change, by whatever door and in whatever process, is
another state, so that what was made under an earlier one is never given again. Nobody may change
what is given: it is the next page's, too.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from sakado_dx.records.state import State, recorded_state

Made = TypeVar("Made")


class Parts:
    """What is kept together: each part is read or made when it is first asked for, and once."""

    def __init__(self) -> None:
        self._made: dict[tuple, Any] = {}

    def made(self, make: Callable[..., Made], *told: Hashable) -> Made:
        """What a function of a module makes of the whole and of what it is `told`, and of nothing
        else."""
        key = (make, *told)
        if key not in self._made:
            self._made[key] = make(self, *told)
        return self._made[key]


class KeptWhile(Generic[Made]):
    """The last ones of a kind, up to `most`, and up to `room` of what `size` says of each. What was
    made under an earlier record is let go with the first that is made under a newer one."""

    def __init__(
        self, most: int, room: int = 0, size: Callable[[Made], int] = lambda _made: 0
    ) -> None:
        self.most, self.room, self.size = most, room, size
        self._kept: OrderedDict[tuple[State, Hashable], Made] = OrderedDict()
        self._lock = Lock()

    def of(self, told: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` makes of the tables and of what is `told`: all that it was given, the day
        included, since that may have been read before the state. 1 query, and where nothing is kept
        those of `make`; within a transaction these alone."""
        state = recorded_state()
        if state is None:
            return make()
        key = (state, told)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        if self.size(made) <= self.room:
            self._keep(key, made)
        return made

    def _keep(self, key: tuple[State, Hashable], made: Made) -> None:
        with self._lock:
            for each in [*self._kept]:
                if not each[0].is_of_the_record_of(key[0]):
                    del self._kept[each]
            self._kept[key] = made
            while len(self._kept) > self.most or self._taken() > self.room:
                self._kept.popitem(last=False)

    def _taken(self) -> int:
        return sum(map(self.size, self._kept.values()))

    def forget(self) -> None:
        """Keep nothing of what was made."""
        with self._lock:
            self._kept.clear()
