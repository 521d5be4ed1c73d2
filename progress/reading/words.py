"""The words of a plan as editions keep them, and the two that stand where there is none."""

from dataclasses import dataclass

from progress.judging.shares import WAITING, WITHHELD


@dataclass(frozen=True)
class Word:
    """A word of the plan for progress or outlook, with its fixed meaning and its place among the
    plan's words: several words may have one meaning, and each is counted by itself."""

    word: str
    meaning: str
    order: int = 0

    def __str__(self) -> str:
        return self.word


# Stands for 未報告 where words are counted: after all others.
UNREPORTED = Word("", "", 1_000)
# Of an open year: what is still to be confirmed.
UNCONFIRMED = Word("確認前", WAITING, 1_001)
# Of what is published: a progress that is not.
UNPUBLISHED = Word("非公表", WITHHELD, 1_002)
