"""What a change of the plan does to the reports that take changes: compared before and after."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256

from progress.imports.judged import NOTHING, Judged


@dataclass(frozen=True)
class Consequence:
    """One thing that a change of the plan changes of one report, in words."""

    report_id: int
    report: str
    state: str
    what: str
    before: str
    after: str
    is_content: bool  # of what a division has written, which not everybody reads
    is_handed_in: bool  # whether the report is 提出済み or later
    counts: bool  # whether it is 事務局確認済み or later


def consequences(before: dict[int, Judged], after: dict[int, Judged]) -> Iterator[Consequence]:
    """What differs of each report that is open before and after, in the plan's order."""
    for pk, old in before.items():
        new = after.get(pk, old)  # closed meanwhile by somebody else: nothing of it changes
        for is_content, was, becomes in (
            (False, old.asked, new.asked),
            (True, old.content, new.content),
        ):
            for what in dict.fromkeys([*was, *becomes]):
                sides = was.get(what, NOTHING), becomes.get(what, NOTHING)
                if sides[0] != sides[1]:
                    marks = (is_content, old.is_handed_in, old.counts)
                    yield Consequence(pk, old.title, old.state, what, *sides, *marks)


def mark_of(found: Iterable[Consequence]) -> str:
    """A short mark of what a page names."""
    return sha256(repr([asdict(each) for each in found]).encode()).hexdigest()[:16]
