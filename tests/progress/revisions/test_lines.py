"""Lines of a revision and rows of the plan: there and back."""

from copy import deepcopy

import pytest

from progress.plan_document.loading.comparing import compare
from progress.plan_document.rows.flattening import rows_of
from progress.plan_document.rows.keys import key_of, key_text
from progress.plan_document.schema.reading import read
from progress.revisions.lines import Displaced, lines_of, rows_after
from tests.conftest import ROOT

KEYS = [(), ("I-1-1",), (("I-1-1",), ("行政課", None), "2026-04-01"), (("A",), 2025, "target", 0)]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_comes_back_as_it_was(key):
    assert key_of(key_text(key)) == key


@pytest.fixture
def changed(invented_city):
    """A document that differs from the plan in a name, a target, a measure more and a term less."""
    document = read((ROOT / "tests" / "documents" / "shionagi.json").read_bytes())
    measure = document["policies"][0]["directions"][0]["measures"][0]
    measure["name"] += "（改）"
    more = deepcopy(measure) | {"code": "99", "key": "99", "name": "新しい施策", "indicators": []}
    document["policies"][-1]["directions"][0]["measures"].append(more)
    return document


def test_lines_of_a_comparison_make_the_same_rows(changed):
    comparison = compare(changed)
    lines = lines_of(comparison.tables)
    after = rows_after(comparison.stored.rows, lines)
    assert after == comparison.target
    assert after["measures"][("99",)] == rows_of(changed)["measures"][("99",)]
    assert comparison.stored.rows["measures"].get(("99",)) is None


def test_line_whose_before_is_gone_is_refused(changed):
    comparison = compare(changed)
    lines = [line for line in lines_of(comparison.tables) if line.column == "name"]
    lines[0].before = "もとの名称"
    with pytest.raises(Displaced) as error:
        rows_after(comparison.stored.rows, lines)
    assert error.value.change is lines[0]
