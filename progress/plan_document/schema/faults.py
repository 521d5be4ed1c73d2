"""The faults of a document, each named by its place, and the refusal that carries them."""

from typing import NamedTuple

# A file of ten megabytes can hold a million faults; nobody mends more than these at a time.
MOST_FAULTS = 500
ROOT = "文書の最上位"


class Fault(NamedTuple):
    """One fault: where it is (``policies[2].directions[0]``) and what is wrong there."""

    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.place or ROOT} {self.problem}"

    @property
    def steps(self) -> list[str]:
        """The place step by step, so that a narrow page can break it between two."""
        return (self.place or ROOT).split(".")


class DocumentRefused(ValueError):
    """A document that cannot be loaded; ``faults`` are all that were found, in order."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))

    @classmethod
    def because(cls, problem: str, place: str = "") -> "DocumentRefused":
        """A refusal for one reason, of the whole document or of a place."""
        return cls([Fault(place, problem)])


class Faults:
    """Collects faults while a document is read; keeps the first and counts the rest."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self.more = 0

    def add(self, place: str, problem: str) -> None:
        """One more fault; the problem goes on where the place ends: 「が空です。」."""
        if len(self.found) < MOST_FAULTS:
            self.found.append(Fault(place, problem))
        else:
            self.more += 1

    def raise_if_any(self) -> None:
        """Raise ``DocumentRefused`` with everything found so far."""
        if self.more:
            self.found.append(Fault("", f"には、ほかにも{self.more:,}件の誤りがあります。"))
        if self.found:
            raise DocumentRefused(self.found)


def under(place: str, key: str) -> str:
    """The place of a key: ``plan.title``."""
    return f"{place}.{key}" if place else key
