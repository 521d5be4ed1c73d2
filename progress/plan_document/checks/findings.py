"""What is inconsistent in a plan: a finding and its weight."""

from typing import NamedTuple

ERROR, CAUTION, SPELLING = "誤り", "注意", "表記のゆれ"
WEIGHTS = (ERROR, CAUTION, SPELLING)


class Finding(NamedTuple):
    """One inconsistency: how heavy it is, where it stands, what it is in a sentence.

    `code` is the measure's code where it is one measure's, else empty.
    """

    weight: str
    place: str
    sentence: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


def of_measure(weight: str, measure: dict, sentence: str) -> Finding:
    """A finding about one measure, named by its code and name."""
    return Finding(weight, f"{measure['code']} {measure['name']}", sentence, measure["code"])
