"""Whatever a revision changes, closed years stay to the byte, and ended ones as they were judged."""

import os
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measures.models import IndicatorTarget, YearlyDirection
from progress.editions.exporting import year_file
from progress.imports.judged import judged_reports
from progress.models import PlanChange, ReviewYear
from progress.plan_document.rows.stored import stored_rows
from progress.plan_document.rows.tables import Rows
from progress.revisions.effect_verbs import apply_due
from progress.year.verbs import open_year
from tests.progress.editions.test_bytes import closed_world, year_of
from tests.progress.revisions.drafts import change, decided, in_force, new_measure, new_target

EXAMPLES = 200 if os.environ.get("TEST_LONG") else 20
DAY, RUNNING = date(2024, 10, 1), 2024
KINDS = ("csv", "json")
TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)


@pytest.fixture
def city(world):
    """R5 closed, R6 open, with the plan in force."""
    in_force(world.plan)
    closed_world(world)
    said = {"by": world.people["secretariat"], "report_due": date(2099, 5, 31)}
    open_year(world.plan, fiscal_year=RUNNING, **said)
    for each in ("I-1-1", "I-1-2"):
        measure = world.plan.measures.get(key=each)
        YearlyDirection.objects.create(
            measure=measure, fiscal_year=2025, printed="拡充", resolved="拡充"
        )
    return world


def _nth(rows: Rows, noun: str, number: int):
    keys = list(rows[noun])
    key = keys[number % len(keys)]
    return key, rows[noun][key]


def _text(rows: Rows, noun: str, column: str, number: int, text: str) -> Iterator[PlanChange]:
    key, row = _nth(rows, noun, number)
    if row[column] != text:
        yield change(noun, key, column, row[column], text)


def names(rows: Rows, number: int, text: str) -> Iterator[PlanChange]:
    """Names of the plan, a policy, a direction, a measure, an indicator."""
    noun = ("policies", "directions", "measures", "indicators")[number % 4]
    yield from _text(rows, noun, "name", number // 4, text)


def codes(rows: Rows, number: int, text: str) -> Iterator[PlanChange]:
    """Two measures swap their codes."""
    pairs = list(rows["measures"].items())[:2]
    for (key, row), (_, other) in zip(pairs, reversed(pairs), strict=True):
        yield change("measures", key, "code", row["code"], other["code"])


def divisions(rows: Rows, number: int, text: str) -> Iterator[PlanChange]:
    """A division gives a measure up."""
    key, row = _nth(rows, "measure_divisions", number)
    yield change("measure_divisions", key, "last_day", row["last_day"], "2024-09-30")


def begins(rows: Rows, number: int, text: str) -> Iterator[PlanChange]:
    direction, _ = _nth(rows, "directions", number)
    lead, _ = _nth(rows, "divisions", number)
    code = f"N{number}"
    lines = new_measure(code, direction, [lead], first_day="2024-10-01", order=number % 3)
    yield from lines[:-1]
    cell = {"printed": "導入", "resolved": "導入"}
    yield change("yearly_directions", ((code,), RUNNING), after=cell)


def ends(rows: Rows, number: int, text: str) -> Iterator[PlanChange]:
    key, _ = _nth(rows, "measures", number)
    yield change("measures", key, "last_day", None, ("2024-10-31", "2025-03-31")[number % 2])


def targets(rows: Rows, number: int, text: str) -> Iterator[PlanChange]:
    """A target that is changed, or taken back."""
    is_gone = number % 2 == 0
    after = {
        "value": None if is_gone else str(number), "year_assumed": False, "source": "",
        "decided_on": None, "withdrawn": is_gone, "reason": "国の目標の変更",
    }  # fmt: skip
    key, _ = _nth(rows, "indicators", number)
    year = (2023, 2024, 2025)[number % 3]
    yield change("targets", (key, year, "target", RUNNING), after=after, applies_from=RUNNING)


def cells(rows: Rows, number: int, text: str) -> Iterator[PlanChange]:
    key, _ = _nth(rows, "measures", number)
    row = rows["yearly_directions"].get((key, 2025))
    if row:
        for column in ("printed", "resolved"):
            yield change("yearly_directions", (key, 2025), column, row[column], text)


def definitions(rows: Rows, number: int, text: str) -> Iterator[PlanChange]:
    """An indicator ends under a measure with the year before, and a linked one begins."""
    (measure, indicator), row = _nth(rows, "measure_indicators", number)
    link, new = (measure, indicator), (f"D{number}",)
    last = row["last_fiscal_year"]
    yield change("measure_indicators", link, "last_fiscal_year", last, RUNNING - 1)
    told = rows["indicators"][indicator] | {"name": text, "predecessor_id": indicator}
    yield change("indicators", new, after=told)
    told = row | {"first_fiscal_year": RUNNING, "last_fiscal_year": None}
    yield change("measure_indicators", (measure, new), after=told)


MOVES = st.tuples(
    st.sampled_from([names, codes, divisions, begins, ends, targets, cells, definitions]),
    st.integers(0, 40),
    TEXTS,
)


def lines_of(rows: Rows, moves) -> list[PlanChange]:
    """The lines of the moves, of each place the first."""
    found = {}
    for move, number, text in moves:
        for line in move(rows, number, text):
            found.setdefault((line.noun, line.key, line.column), line)
    return list(found.values())


def files_of(world) -> list[tuple]:
    year = year_of(world)
    assert year.closed_at
    return [year_file(year, kind) for kind in KINDS]


def test_random_revisions_leave_closed_years_to_the_byte(city):
    before, rows = files_of(city), stored_rows(city.plan).rows
    took_effect = []

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(st.lists(MOVES, min_size=1, max_size=8))
    def ask(moves):
        lines = lines_of(rows, moves)
        with transaction.atomic():
            days = {"effective_on": DAY, "decided_on": DAY}
            decided(city.plan, city.people["secretariat"], *lines, **days)
            applied = apply_due(DAY)
            assert applied.left == []
            took_effect.extend(applied.editions)
            assert files_of(city) == before
            transaction.set_rollback(True)

    ask()
    assert len(took_effect) >= EXAMPLES // 2


def judged_in(fiscal_year: int) -> list:
    reports = judged_reports(reads_content=True)
    label = ReviewYear(fiscal_year=fiscal_year).short_label
    return [each for each in reports.values() if each.title.endswith(label)]


def test_target_decided_in_august_does_not_change_the_year_before(world):
    """R5 is still open and judged; the running year R6 is judged by the new target."""
    world.bring_to("submitted")
    in_force(world.plan)
    said = {"by": world.people["secretariat"], "report_due": date(2099, 5, 31)}
    open_year(world.plan, fiscal_year=2024, **said)
    before = judged_in(2023)
    line = new_target("I-1-1", "99", year=2023, since=2024)
    august = {"effective_on": date(2024, 8, 20), "decided_on": date(2024, 8, 20)}
    decided(world.plan, said["by"], line, **august)
    assert len(apply_due(date(2024, 8, 20)).editions) == 1
    assert IndicatorTarget.objects.filter(applies_from=2024).count() == 1
    assert judged_in(2023) == before
    asked = [each.asked["指標I-1-1の目標"] for each in judged_in(2024)]
    assert all("99" in each for each in asked)


@pytest.mark.parametrize("since", [0, 2022, 2023])
def test_nor_where_its_line_says_that_it_judges_it(world, since):
    world.bring_to("submitted")
    before = judged_in(2023)
    line = new_target("I-1-1", "99", year=2024, since=since)
    august = {"effective_on": date(2024, 8, 20), "decided_on": date(2024, 8, 20)}
    by = world.people["secretariat"]
    decided(world.plan, by, line, **august)
    applied = apply_due(date(2024, 8, 20))
    assert applied.editions == [] and "終わった年度" in applied.left[0].why
    assert judged_in(2023) == before
