"""新旧対照表 and 概要版 of a revision, for page and paper."""

from dataclasses import dataclass

from django.utils import timezone

from progress.models import PlanRevision
from progress.revisions.comparison import (
    NOTE,
    Entry,
    joined,
    lines_by_measure,
    own_entries,
)
from progress.revisions.comparison_measures import measure_entries
from progress.revisions.readings import Reading, reading_of
from progress.revisions.summary import Summary, summary_of
from sakado_dx.fiscal import format_date
from sakado_dx.text_changes import SAME

TITLES = {
    PlanRevision.Kind.REVISION: "新旧対照表",
    PlanRevision.Kind.MINOR: "軽微な変更",
    PlanRevision.Kind.SLIP: "正誤表",
}
# What the two sides are called: after, before.
SIDES = {
    PlanRevision.Kind.REVISION: ("改定後", "改定前"),
    PlanRevision.Kind.MINOR: ("変更後", "変更前"),
    PlanRevision.Kind.SLIP: ("正", "誤"),
}
DRAFT = "（案）"


@dataclass(frozen=True)
class Paper:
    """The table as it is handed out: what it is called, its columns, its lines."""

    revision: PlanRevision
    title: str
    sides: tuple[str, str]
    is_new_left: bool
    entries: list[Entry]
    summary: Summary

    @property
    def headings(self) -> tuple[str, str, str, str]:
        new, old = self.sides
        middle = (new, old) if self.is_new_left else (old, new)
        reason = "理由" if self.revision.kind == PlanRevision.Kind.SLIP else "改定の理由"
        return ("該当箇所", *middle, reason)

    @property
    def name(self) -> str:
        """``新旧対照表``"""
        return TITLES[self.revision.kind]

    @property
    def has_marks(self) -> bool:
        return self.revision.kind != PlanRevision.Kind.SLIP

    @property
    def note(self) -> str:
        return NOTE

    @property
    def rows(self) -> list[tuple]:
        """(entry, the block on the left, the block on the right)."""
        return [
            (each, each.new, each.old) if self.is_new_left else (each, each.old, each.new)
            for each in self.entries
        ]

    @property
    def facts(self) -> list[str]:
        """What stands above the table: the days, and as of when it is."""
        told = [f"計画：{self.revision.plan}"]
        if self.revision.decided_on:
            told.append(f"決定日：{format_date(self.revision.decided_on)}")
        if self.revision.effective_on:
            told.append(f"施行日：{format_date(self.revision.effective_on)}")
        return [*told, f"{format_date(timezone.localdate())}現在"]


def paper_of(revision: PlanRevision) -> Paper:
    """The table of a revision; each table of the plan is read once."""
    return paper_from(revision, reading_of(revision))


def paper_from(revision: PlanRevision, reading: Reading) -> Paper:
    """The table of a revision as it was read."""
    teller = reading.teller
    standing = [line for line in reading.lines if line.pk not in reading.displaced_ids]
    own, by_measure = lines_by_measure(teller, standing)
    entries = own_entries(teller, own)
    for key, lines in by_measure.items():
        entries += measure_entries(teller, key, lines)
    draft = "" if revision.is_decided else DRAFT
    return Paper(
        revision=revision,
        title=f"{revision}　{TITLES[revision.kind]}{draft}",
        sides=SIDES[revision.kind],
        is_new_left=revision.plan.shows_new_left,
        entries=joined(entries, revision.reason),
        summary=summary_of(teller),
    )


def is_marked(piece) -> bool:
    """Whether a piece is to be underlined."""
    return piece.kind != SAME
