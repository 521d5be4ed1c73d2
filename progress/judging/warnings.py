"""Soft warnings: what an attentive colleague would ask about. They never block."""

from collections.abc import Mapping
from dataclasses import dataclass

from measures.words import is_slip
from progress.judging.facts import REPORTED, Figure, IndicatorFacts
from progress.judging.findings import amount
from progress.judging.targets import reaches

FAR = 50  # % of the target below which a figure is called far from it
SHORTEST = 10  # characters: two words that happen to be equal are no copied text


@dataclass(frozen=True)
class SoftWarning:
    """`code` is stable, so that the answer given once stays with its cause."""

    code: str
    sentence: str


def figure_warnings(
    indicator_id: int, facts: IndicatorFacts, figures: Mapping[int, Figure], judgement
) -> list[SoftWarning]:
    """Of one indicator's figure: far from its target, or worse than last year's."""
    warnings = []
    if judgement.rate is not None and judgement.rate.value < FAR:
        sentence = f"「{facts.name}」は目標の{judgement.rate.text}です。"
        warnings.append(SoftWarning(f"far-{indicator_id}", sentence))
    year = judgement.fiscal_year
    now, before = figures.get(year), figures.get(year - 1)
    if _hold(now, before) and not reaches(now.value, before.value, facts.sense):
        last, this = amount(facts, before.value), amount(facts, now.value)
        sentence = f"「{facts.name}」が前年度（{last}）より後退し、{this}です。"
        warnings.append(SoftWarning(f"fall-{indicator_id}", sentence))
    return warnings


def _hold(*figures: Figure | None) -> bool:
    return all(each and each.status == REPORTED and each.value is not None for each in figures)


def text_warnings(texts: Mapping[str, tuple[str, str, str]]) -> list[SoftWarning]:
    """Of texts that equal last year's; `texts` maps field -> (label, this year's, last year's)."""
    return [
        SoftWarning(f"same-{name}", f"「{label}」が前年度と同じ文章です。")
        for name, (label, now, before) in texts.items()
        if len(now.strip()) >= SHORTEST and "".join(now.split()) == "".join(before.split())
    ]


def slip_warning(planned: str, actual: str) -> list[SoftWarning]:
    """Of an actual direction that is not the planned one."""
    if not is_slip(planned, actual):
        return []
    sentence = f"方向性が計画（{planned}）と違い、「{actual}」です。"
    return [SoftWarning("slip", sentence)]
