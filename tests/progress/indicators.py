"""Indicators and figures that the tests of the rules share."""

from decimal import Decimal

from measures.naming import numbered
from measures.words import MEANINGS
from progress.charts.style import FILLS
from progress.judging.facts import Figure, IndicatorFacts, Target
from progress.judging.judgement import judge
from progress.reading.dashboard import PolicySummary
from progress.reading.edition import PolicyName
from progress.reading.words import UNCONFIRMED, UNPUBLISHED, UNREPORTED, Word

R4, R5, R6, R7, R8, R9, R10 = range(2022, 2029)


def number(*targets, sense="up", kind="number", unit="件", **years):
    """An indicator with the given (year, value) targets."""
    printed = tuple(
        target if isinstance(target, Target) else Target(target[0], Decimal(str(target[1])))
        for target in targets
    )
    return IndicatorFacts("件数", unit, kind, sense, printed, **years)


def baseline(fiscal_year, value):
    return Target(fiscal_year, Decimal(str(value)), role="baseline")


def milestone(*years):
    return IndicatorFacts("導入", "", "milestone", targets=tuple(Target(y, None) for y in years))


def reported(fiscal_year, value, **more):
    return Figure(fiscal_year, "reported", value=Decimal(str(value)), **more)


def figures(**values):
    """Reported values by year: ``figures(R5=3, R6=4)``."""
    years = {f"R{n}": 2018 + n for n in range(4, 11)}
    return {years[name]: reported(years[name], value) for name, value in values.items()}


def done(fiscal_year, is_done=True, on=None):
    return Figure(fiscal_year, "reported", done=is_done, done_on=on)


def judged(facts, fiscal_year, value):
    return judge(facts, {fiscal_year: reported(fiscal_year, value)}, fiscal_year)


RPA = number((R5, 19), (R9, 30), unit="業務")
AI = number((R6, 100000), unit="件/年")
UPTIME = IndicatorFacts(
    "庁内ネットワークの年間稼働率",
    "%",
    "annual_minimum",
    targets=tuple(Target(year, Decimal("99.9")) for year in range(R5, R10)),
)
CLOUD = number(baseline(R5, 3), kind="expansion")


def policy_counts(
    number: int, name: str, meanings: dict[str, int], words: dict[str, str] | None = None
) -> PolicySummary:
    """A policy with its measures by meaning of progress, as a chart takes it; `words` are the
    plan's own, by meaning."""
    named = {key: each.word for key, each in MEANINGS.items()} | (words or {})
    apart = {each.meaning: each for each in (UNREPORTED, UNCONFIRMED, UNPUBLISHED)}
    counts = {
        Word(named[key], key, list(FILLS).index(key)) if key in named else apart[key]: count
        for key, count in meanings.items()
    }
    return PolicySummary(
        PolicyName(number, number, numbered("I", number), name), counts, sum(meanings.values())
    )
