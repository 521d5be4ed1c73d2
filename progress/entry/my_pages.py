"""担当施策 as its page shows it: kept while nothing is recorded, its long lists in pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Paginator

from progress.entry.tasks import MyMeasure, MyTasks, measures_for, tasks_for
from sakado_dx.addresses import YEARS
from sakado_dx.organization.access import Standing
from sakado_dx.records.kept import KeptWhile

PER_PAGE = 50  # rows of each list: more than a division leads in a plan of 47 measures
OWED, DONE, MEASURES = "owed", "done", "measures"


@dataclass(frozen=True)
class Mine:
    """What a person's divisions owe and have done, and their measures."""

    tasks: MyTasks
    measures: tuple[MyMeasure, ...]


# Of people: those who report, at one process, on a busy day.
_kept: KeptWhile[Mine] = KeptWhile(50)


def mine_of(standing: Standing, *, is_whole: bool = False) -> Mine:
    """1 query as long as nothing was recorded since, else at most 13."""
    return _kept.of((standing.told, is_whole), partial(_mine, standing, is_whole))


def forget() -> None:
    """Keep nothing of the page."""
    _kept.forget()


def _mine(standing: Standing, is_whole: bool) -> Mine:
    return Mine(tasks_for(standing, is_whole=is_whole), tuple(measures_for(standing)))


@dataclass(frozen=True)
class Paged:
    """The rows of one page of a list; `asked` where the address asks for one of its pages."""

    rows: Sequence
    total: int
    number: int
    pages: int
    before: str
    after: str
    asked: bool

    @property
    def is_many(self) -> bool:
        return self.pages > 1


def paged(rows: Sequence, key: str, params: Mapping[str, str]) -> Paged:
    """The page of a list that the address asks for by `key`; its links keep the other lists'."""
    page = Paginator(rows, PER_PAGE).get_page(params.get(key))
    kept = (OWED, DONE, MEASURES, YEARS)
    others = {name: params[name] for name in kept if name in params}
    before, after = (f"?{urlencode(others | {key: page.number + step})}#{key}" for step in (-1, 1))
    return Paged(
        rows=page.object_list,
        total=len(rows),
        number=page.number,
        pages=page.paginator.num_pages,
        before=before if page.has_previous() else "",
        after=after if page.has_next() else "",
        asked=key in params,
    )
