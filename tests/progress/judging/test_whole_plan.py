"""The rules on every indicator of the printed plan, R5 to R9."""

import json
from decimal import Decimal

import pytest
from django.conf import settings

from progress.judging.facts import Figure, IndicatorFacts, Target
from progress.judging.judgement import is_result_due, judge

YEARS = range(2023, 2028)
SIGNS = {
    "met": "○",
    "not_met": "×",
    "above_pace": "+",
    "below_pace": "-",
    "before": "…",
    "not_due": "…",
    "met_in_time": "○",
    "met_late": "後",
    "words": "言",
}

# Figure or word of each year, and the judgements of R5 R6 R7 R8 R9. A milestone's figure is
# the fiscal year in which it is done.
EXPECTED = {
    "I-1-1": ("2024", "…○○○○"),
    "I-1-2": ("19 20 20 19 21", "……○×○"),
    "I-1-3": ("2027", "…………○"),
    "I-2-1": ("90000 99999 100000 120000 0", "…×○○×"),
    "I-2-2": ("2025", "…×後後後"),
    "I-2-3": ("", "言言言言言"),
    "I-2-4": ("", "言言言言言"),
    "I-3-1": ("19 21 24.5 28 30", "○-++○"),
    "I-4-1": ("", "言言言言言"),
    "I-5-1": ("1 1 2 2 1", "○×○○×"),
    "II-1-1": ("90800 99919 99920 99920 99920", "○×○○○"),
    "II-1-2": ("7 7 7.67 8 7", "○-+○×"),
    "II-1-3": ("0 0 0 1 1", "………○○"),
    "II-1-5": ("10 40 60 80 99.9", "…………×"),
    "II-1-6": ("2023", "○○○○○"),
    "II-2-1": ("35 40 40 40 40", "×○○○○"),
    "II-2-2": ("2024", "…○○○○"),
    "II-2-3": ("5 6 7 7 7", "○○○○○"),
    "II-3-1": ("2027", "…………○"),
    "III-1-1": ("25 30 29 30 31", "○○×○○"),
    "III-2-1": ("20 22.5 25 27 30", "○++-○"),
    "III-2-2": ("2026", "……×後後"),
    "III-3-1": ("2 1 3 0 2", "○×○×○"),
    "IV-1-1": ("2024", "…○○○○"),
    "IV-1-2": ("2025", "…×後後後"),
    "IV-1-3": ("never", "…××××"),
    "IV-1-4": ("never", "…………×"),
    "IV-1-5": ("0 8 8 8 7", "…○○○×"),
    "IV-1-6": ("2025", "……○○○"),
    "IV-1-7": ("20 25 29 35 41", "○+-+○"),
    "IV-1-8": ("2024", "…○○○○"),
    "IV-2-1": ("2 4 4 3 5", "×○○×○"),
    "IV-3-1": ("0 0 19 20 20", "……×○○"),
    "IV-4-1": ("2025", "……○○○"),
    "IV-5-1": ("1 1 1 1 0", "○○○○×"),
    "V-1-1": ("1 7 8 8 8", "○×○○○"),
    "V-2-1": ("", "言言言言言"),
    "V-2-2": ("6 7 6 7 8", "○○×○○"),
    "V-2-3": ("", "言言言言言"),
    "V-2-4": ("3 3 4 4 4", "○×○○○"),
    "V-2-5": ("2027", "…………○"),
    "VI-1-1": ("", "言言言言言"),
    "VI-1-2": ("5 6 6 5 6", "○○○×○"),
    "VI-2-1": ("99.9 99.89 100 99.9 99.95", "○×○○○"),
    "VI-2-2": ("", "言言言言言"),
    "VI-2-3": ("", "言言言言言"),
}


def plan_indicators():
    """The indicators of the exchange document by key, each once."""
    document = json.loads((settings.BASE_DIR / "fixtures/sakado.json").read_text("utf-8"))
    return {
        indicator["key"]: facts_of(indicator)
        for policy in document["policies"]
        for direction in policy["directions"]
        for measure in direction["measures"]
        for indicator in measure["indicators"]
    }


def facts_of(indicator):
    targets = tuple(
        Target(
            target["fiscal_year"],
            None if target["value"] is None else Decimal(target["value"]),
            target["role"],
            target["year_assumed"],
        )
        for target in indicator["targets"]
    )
    kind, sense = indicator["kind"].lower(), indicator["sense"].lower()
    return IndicatorFacts(indicator["name"], indicator["unit"], kind, sense, targets, 2023, 2027)


def figures_of(facts, entry):
    if facts.kind == "qualitative":
        return {year: Figure(year, "reported", words="改善した") for year in YEARS}
    if facts.kind == "milestone":
        return {year: Figure(year, "reported", done=str(year) == entry) for year in YEARS}
    values = zip(YEARS, entry.split(), strict=True)
    return {year: Figure(year, "reported", value=Decimal(value)) for year, value in values}


INDICATORS = plan_indicators()


def test_every_indicator_of_the_plan_is_expected_here():
    assert set(INDICATORS) == set(EXPECTED)
    assert len(INDICATORS) == 46


@pytest.mark.parametrize("key", EXPECTED)
def test_indicator_of_the_plan_is_judged_in_each_of_its_years(key):
    facts, (entry, expected) = INDICATORS[key], EXPECTED[key]
    figures = figures_of(facts, entry)
    judgements = [judge(facts, figures, year) for year in YEARS]

    assert "".join(SIGNS[judgement.code] for judgement in judgements) == expected
    assert all(judgement.finding.endswith("。") for judgement in judgements)


def test_results_due_in_the_first_year_are_all_but_those_of_later_milestones():
    due = [key for key, facts in INDICATORS.items() if is_result_due(facts, {}, 2023)]

    milestones = [key for key, facts in INDICATORS.items() if facts.kind == "milestone"]
    assert len(due) == 31
    assert set(INDICATORS) - set(due) == set(milestones)
