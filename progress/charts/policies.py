"""Progress by policy: which policies are on course, as stacked bars of measures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from measures.words import MEANINGS
from progress.charts.style import FILLS, UNREPORTED_WORD
from progress.reading.dashboard import PolicySummary


@dataclass(frozen=True)
class PolicyBar:
    """One bar: the number of measures for each (meaning, word), without zeros."""

    label: str
    name: str
    parts: tuple[tuple[str, str, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _, _, number in self.parts)


@dataclass(frozen=True)
class PoliciesChart:
    """All bars, in the plan's order, to one scale."""

    bars: tuple[PolicyBar, ...]
    level: str = "基本方針"

    @property
    def name(self) -> str:
        return f"{self.level}別の進捗"

    @property
    def parts_in_use(self) -> list[tuple[str, str]]:
        """(meaning, word) of all bars, each once, in the order in which bars stack them."""
        used = {(meaning, word) for bar in self.bars for meaning, word, _ in bar.parts}
        return sorted(used, key=lambda part: list(FILLS).index(part[0]))


def policies_chart(
    summaries: Iterable[PolicySummary],
    words: Mapping[str, str] | None = None,
    level: str = "基本方針",
) -> PoliciesChart:
    """The chart of these policies; `words` are the plan's own, by meaning, and `level` is
    what the plan calls a policy."""
    words = {meaning: each.word for meaning, each in MEANINGS.items()} | dict(words or {})
    words[""] = UNREPORTED_WORD
    return PoliciesChart(tuple(_bar(summary, words) for summary in summaries), level)


def _bar(summary: PolicySummary, words: Mapping[str, str]) -> PolicyBar:
    parts = ((meaning, words[meaning], summary.meanings.get(meaning, 0)) for meaning in FILLS)
    return PolicyBar(
        label=summary.policy.roman,
        name=summary.policy.name,
        parts=tuple(part for part in parts if part[2]),
    )
