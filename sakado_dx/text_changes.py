"""What changed from one text to the next, in pieces that a page can mark.

Japanese puts no space between words, so texts are compared by runs of one script: a figure, a
katakana word, a run of kanji. A text that has hardly anything in common with the one before is
told as rewritten: marks in every second word would only be in the way.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
RUN = re.compile(r"\d[\d,.]*|[A-Za-z]+|[ァ-ヶー]+|[一-龠々〆]+|[ぁ-ん]+|.", re.DOTALL)
SENTENCE = re.compile(r"[^。\n]*[。\n]?")
MOST_RUNS = 3000  # more than a full field has; beyond it whole sentences are compared
LEAST_ALIKE = 0.3  # the share in common below which a text is told as rewritten


@dataclass(frozen=True)
class Piece:
    """A part of either text: SAME in both, ADDED in the later one, REMOVED from the earlier."""

    kind: str
    text: str


@dataclass(frozen=True)
class TextChange:
    """Two texts and what lies between them, in the order in which it is read."""

    before: str
    after: str
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    @property
    def is_rewritten(self) -> bool:
        """Whether both have text, and next to nothing in common."""
        both = bool(self.before and self.after)
        return both and all(each.kind != SAME for each in self.pieces)

    @property
    def later(self) -> tuple[Piece, ...]:
        """The later text alone, what is new in it marked."""
        return tuple(each for each in self.pieces if each.kind != REMOVED)

    @property
    def earlier(self) -> tuple[Piece, ...]:
        """The earlier text alone, what has gone from it marked."""
        return tuple(each for each in self.pieces if each.kind != ADDED)


def change_of(before: str, after: str) -> TextChange:
    """What changed from `before` to `after`."""
    return TextChange(before, after, _pieces(before, after))


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    if before == after:
        return (Piece(SAME, after),) if after else ()
    old, new = _parts(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    blocks = matcher.get_opcodes()
    alike = sum(len("".join(old[a:b])) for kind, a, b, _, _ in blocks if kind == "equal")
    if 2 * alike < LEAST_ALIKE * (len(before) + len(after)):
        return tuple(
            Piece(kind, text) for kind, text in ((REMOVED, before), (ADDED, after)) if text
        )
    return tuple(
        piece
        for kind, a, b, c, d in blocks
        for piece in _of_block(kind, "".join(old[a:b]), "".join(new[c:d]))
    )


def _of_block(kind: str, before: str, after: str) -> list[Piece]:
    if kind == "equal":
        return [Piece(SAME, after)]
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    parts = (
        (SAME, after[:head]),
        (REMOVED, before[head : len(before) - tail]),
        (ADDED, after[head : len(after) - tail]),
        (SAME, after[len(after) - tail :]),
    )
    return [Piece(each, text) for each, text in parts if text]


def _common(before: str, after: str) -> int:
    """How many characters both begin with; a figure or a Latin word is never cut in two."""
    number = 0
    for one, other in zip(before, after, strict=False):
        if one != other or one.isascii():
            break
        number += 1
    return number


def _parts(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = RUN.findall(before), RUN.findall(after)
    if len(old) + len(new) <= 2 * MOST_RUNS:
        return old, new
    return [each for each in SENTENCE.findall(before) if each], [
        each for each in SENTENCE.findall(after) if each
    ]
