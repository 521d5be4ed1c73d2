"""One verb on many reports: what stands against it, then the act, then what became of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, Protocol, TypeVar

from django.core.paginator import Page, Paginator

from progress.models import ProgressReport, StatusChange
from progress.workflow.refusals import Conflict, Incomplete, NotAllowed
from sakado_dx.organization.access import Standing

PER_PAGE = 50  # of a bulk action: each is read before it is ticked
PER_LARGE_PAGE = 200  # where what is typed goes for all that are chosen


class Prospect(Protocol):
    """A line of a list that stands for a report: its row, how the list names its measure, and
    what stands against the verb (or "")."""

    row: ProgressReport
    refusal: str

    @property
    def title(self) -> str: ...


P = TypeVar("P", bound=Prospect)


@dataclass(frozen=True)
class Prospects(Generic[P]):
    """What a bulk action would do, what it refuses, and what has it behind it: all of them, or
    those of a `page` (`page_of`), beside the `numbers` of all."""

    ready: list[P]
    refused: list[P]
    done: list[P]
    page: Page | None = None
    of_all: "Ids | None" = None

    @property
    def numbers(self) -> dict[str, int]:
        """How many there are, on all pages together."""
        lists = self.of_all or self
        return {name: len(getattr(lists, name)) for name in Ids._fields}


class Ids(NamedTuple):
    """The reports of a bulk action by their ids in the plan's order, sorted as `Prospects` are."""

    ready: Sequence[int] = ()
    refused: Sequence[int] = ()
    done: Sequence[int] = ()

    @classmethod
    def of(cls, told: Iterable[tuple[int, str]]) -> "Ids":
        """Of each report's id with the list that it stands in."""
        found: dict[str, list[int]] = {name: [] for name in cls._fields}
        for pk, name in told:
            found[name].append(pk)
        return cls(**found)


def page_of(
    ids: Ids,
    asked: str | None,
    read: Callable[[Sequence[int]], Prospects[P]],
    *,
    per_page: int = PER_PAGE,
    with_done: bool = False,
) -> Prospects[P]:
    """The page that the address `asked` for, of the ready, then the refused, then (`with_done`) the
    done: no more than its own reports are `read`. What is not shown is not sent either, so that a
    form of a plan of any size can be."""
    listed = [*ids.ready, *ids.refused, *(ids.done if with_done else ())]
    page = Paginator(listed, per_page).get_page(asked)
    return replace(read(page.object_list), page=page, of_all=ids)


def paged(found: Prospects[P], asked: str | None) -> Prospects[P]:
    """The same page, the done included, of what is read already, since no question to the database
    sorts it."""
    lists = (found.ready, found.refused, found.done)

    def those_of(ids: Sequence[int]) -> Prospects[P]:
        shown = frozenset(ids)
        return Prospects(*([each for each in own if each.row.pk in shown] for own in lists))

    ids = Ids(*([each.row.pk for each in own] for own in lists))
    return page_of(ids, asked, those_of, with_done=True)


def sorted_out(
    rows: Iterable[P], is_done: Callable[[P], bool] = lambda each: False
) -> Prospects[P]:
    """The rows by what the verb would do to them, each list in the order given."""
    found = Prospects([], [], [])
    for each in rows:
        if is_done(each):
            found.done.append(each)
        else:
            (found.refused if each.refusal else found.ready).append(each)
    return found


@dataclass(frozen=True)
class Outcome:
    """Of how many the verb is done, how many have left the list since it was shown, and a
    sentence for each that was refused."""

    done: int
    changed: int
    refusals: list[str]


def act_on(
    standing: Standing,
    prospects: Prospects[P],
    wanted: Mapping[int, int],
    verb: str,
    act: Callable[[ProgressReport], object],
    *,
    done_before: Callable[[Mapping[int, int]], set[int]] | None = None,
) -> Outcome:
    """Do a verb on each of the reports in `wanted` (id to the version that the list showed).
    `done_before` is for what leaves no StatusChange: those at whose version it is done already.

    What this person did at that version already counts as done: a double click gets the answer
    of the first one. What somebody else has changed is left alone: named where it still stands
    in the list, else counted.
    """
    listed = {each.row.pk: each for each in (*prospects.ready, *prospects.refused)}
    chosen = [each for pk, each in listed.items() if pk in wanted]
    stale = {pk: v for pk, v in wanted.items() if pk not in listed or listed[pk].row.version != v}
    again = done_before(stale) if done_before else _done_before(standing, verb, stale)
    done, refusals = len(again), []
    for each in chosen:
        if each.row.pk in again:
            continue
        if refusal := _refusal(each, act, is_stale=each.row.pk in stale):
            refusals.append(f"「{each.title}」：{refusal}")
        else:
            done += 1
    gone = [pk for pk in stale if pk not in listed and pk not in again]
    return Outcome(done, len(gone), refusals)


def _refusal(each: P, act: Callable[[ProgressReport], object], *, is_stale: bool) -> str:
    if is_stale:
        return str(Conflict(each.row))
    if each.refusal:
        return each.refusal
    try:
        act(each.row)
    except (Conflict, NotAllowed, Incomplete) as refusal:
        return str(refusal)
    return ""


def _done_before(standing: Standing, verb: str, versions: Mapping[int, int]) -> set[int]:
    """Those of these versions on which this person did the verb already."""
    if not versions:
        return set()
    own = StatusChange.objects.made_by(standing.user, verb).filter(report__in=versions)
    pairs = own.order_by().values_list("report_id", "version")
    return {pk for pk, version in pairs if versions[pk] + 1 == version}
