"""Finding rows by the names and codes that people type."""

import difflib
from collections.abc import Iterable
from typing import Any

from sakado_dx.readings import UnreadableValue
from sakado_dx.spreadsheets.keys import match_key


class Lookup:
    """Things by name: as typed first, then by `match_key`.

    `what` says what they are (施策, 所管課) in messages. Of two entries with the same name the
    first counts.
    """

    def __init__(self, what: str, entries: Iterable[tuple[str, Any]]):
        self.what = what
        self.exact: dict[str, Any] = {}
        self.by_key: dict[str, dict[str, Any]] = {}
        for name, thing in entries:
            if name not in self.exact:
                self.exact[name] = thing
                self.by_key.setdefault(match_key(name), {})[name] = thing

    def find(self, name: str) -> Any | None:
        """The thing of that name, None where there is none.

        `UnreadableValue` where several differ only in their spelling and none is exactly so.
        """
        if name in self.exact:
            return self.exact[name]
        fitting = self.by_key.get(match_key(name), {})
        if len(fitting) > 1:
            names = "、".join(fitting)
            problem = f"この書き方に当たる{self.what}が{len(fitting)}つあります（{names}）。"
            raise UnreadableValue(name, problem, "登録のとおりの文字で入力してください。")
        return next(iter(fitting.values()), None)

    def get(self, name: str) -> Any:
        """The thing of that name; `UnreadableValue` where it is not known."""
        if (thing := self.find(name)) is not None:
            return thing
        near = difflib.get_close_matches(name, self.exact, n=3, cutoff=0.5)
        cure = f"「{'」「'.join(near)}」のことではありませんか。" if near else ""
        raise UnreadableValue(
            name,
            f"「{name}」という{self.what}は登録されていません。",
            cure or f"登録されている{self.what}を入力してください。",
        )
