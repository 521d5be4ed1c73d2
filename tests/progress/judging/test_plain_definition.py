"""met, pace and rate, computed a second time by their plain definitions, over every indicator."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from progress.judging.facts import Figure, IndicatorFacts, Target
from progress.judging.judgement import judge

FIRST, LAST = 2023, 2027
values = st.integers(-50, 300).map(Decimal)
years = st.integers(FIRST - 2, LAST)


@st.composite
def cases(draw):
    kind = draw(st.sampled_from(["number", "annual_minimum"]))
    total = kind == "number" and draw(st.booleans())
    targets = draw(st.lists(st.builds(
        Target, years, values, st.sampled_from(["target", "baseline"]),
        applies_from=st.sampled_from([0, 2024, 2026]), withdrawn=st.booleans(),
    ), max_size=5))  # fmt: skip
    facts = IndicatorFacts(
        "指標", "件", kind, draw(st.sampled_from(["up", "down"])), tuple(targets), FIRST, LAST,
        "period_total" if total else "stock",
    )  # fmt: skip
    told = draw(st.dictionaries(st.integers(FIRST, LAST), st.none() | values))
    figures = {
        year: Figure(year, "not_reported" if value is None else "reported", value)
        for year, value in told.items()
    }
    return facts, figures, draw(st.integers(FIRST, LAST))


def points(facts, year, role):
    """{printed year: value} of the newest version that applies by then."""
    newest = {}
    for each in sorted(facts.targets, key=lambda target: target.applies_from):
        if each.role == role and each.applies_from <= year:
            newest[each.fiscal_year] = None if each.withdrawn else each.value
    return {at: Fraction(value) for at, value in newest.items() if value is not None}


@given(cases())
def test_verdict_pace_and_rate_agree_with_their_plain_definitions(case):
    facts, figures, year = case
    found = judge(facts, figures, year)
    own = figures.get(year)
    if own is None or own.value is None:
        assert (found.met, found.rate) == (None, None)
        return
    up, value, missing = facts.sense == "up", Fraction(own.value), 0
    start = points(facts, year, "baseline")
    if facts.is_period_total:
        before = [figures.get(each) for each in range(FIRST, year)]
        value += sum(Fraction(each.value) for each in before if each and each.value is not None)
        missing = sum(each is None or each.value is None for each in before)
        start = {}
    goals = points(facts, year, "target")
    reached = [at for at in goals if at <= year]
    coming = min((at for at in goals if at > year), default=None)
    holds = reached and (max(reached) == year or coming is None or facts.kind != "number")
    goal = goals[max(reached)] if holds else None
    if goal is not None:
        good = value >= goal if up else value <= goal
        assert found.met is (None if missing and good is not up else good)
    else:
        assert found.met is None
    check_pace(facts, found, year, start, goals, coming, goal)
    check_rate(found, value, year, start, goals, coming, goal, up, facts)
    check_sentence(found)


def check_pace(facts, found, year, start, goals, coming, goal):
    if facts.is_period_total:
        start = {FIRST - 1: Fraction(0)}
    known = {at: each for at, each in (start | goals).items() if at < year}
    if goal is None and coming is not None and known and facts.kind == "number":
        at = max(known)
        exact = known[at] + (goals[coming] - known[at]) * Fraction(year - at, coming - at)
        assert abs(Fraction(found.pace) - exact) <= Fraction(1, 200)
    else:
        assert found.pace is None


def check_rate(found, value, year, start, goals, coming, goal, up, facts):
    base = max((at for at in start if at <= year), default=None)
    earlier = base is not None or any(at < year for at in goals) or facts.is_period_total
    if goal is None and coming is not None and earlier and facts.kind == "number":
        goal = goals[coming]
    exact = None
    if goal is not None and base is not None:
        ahead = start[base] >= goal if up else start[base] <= goal
        exact = None if ahead else (value - start[base]) / (goal - start[base])
    elif goal is not None and goal > 0:
        exact = value / goal if up else (goal / value if value > 0 else None)
    if exact is None:
        assert found.rate is None
        return
    assert abs(Fraction(found.rate.value) - exact * 100) <= Fraction(1, 10)
    assert (found.rate.value == 100) is (exact == 1)
    assert (found.rate.value == 0) is (exact == 0)


def check_sentence(found):
    """No verdict contradicts its sentence."""
    assert ("達成しています" in found.finding) is (found.code == "met")
    assert ("届いていません" in found.finding or "超えています" in found.finding) is (
        found.code == "not_met"
    )
    assert ("未到達" in found.finding) is (found.code == "below_pace")
