"""Progress by policy: which policies are on course, as stacked bars of measures."""

from collections.abc import Iterable
from dataclasses import dataclass

from progress.charts.style import UNREPORTED_WORD
from progress.reading.dashboard import PolicySummary


@dataclass(frozen=True)
class PolicyBar:
    """One bar: the number of measures for each (meaning, word), in the order of the plan's
    words, without zeros."""

    label: str
    name: str
    parts: tuple[tuple[str, str, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _, _, number in self.parts)


@dataclass(frozen=True)
class PoliciesChart:
    """All bars, in the plan's order, to one scale; `parts_in_use` are the (meaning, word) of all
    bars, each once, in the order in which bars stack them."""

    bars: tuple[PolicyBar, ...]
    parts_in_use: tuple[tuple[str, str], ...]
    level: str

    @property
    def name(self) -> str:
        return f"{self.level}別の進捗"


def policies_chart(summaries: Iterable[PolicySummary], level: str) -> PoliciesChart:
    """The chart of these policies; `level` is what the plan calls a policy."""
    summaries = list(summaries)
    words = sorted({word for each in summaries for word in each.words}, key=lambda w: w.order)
    used = tuple((word.meaning, word.word or UNREPORTED_WORD) for word in words)
    bars = tuple(
        PolicyBar(
            label=each.policy.printed_number,
            name=each.policy.name,
            parts=tuple(
                (*part, each.words[word])
                for word, part in zip(words, used, strict=True)
                if each.words.get(word)
            ),
        )
        for each in summaries
    )
    return PoliciesChart(bars, used, level)
