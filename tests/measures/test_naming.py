"""What a plan's levels, numbers and marks are called."""

import pytest

from measures.naming import numbered


@pytest.mark.parametrize(
    ("code_label", "printed"),
    [
        ("I", ["I", "IV", "XIX"]),
        ("1", ["1", "4", "19"]),
        ("政策目標1", ["政策目標1", "政策目標4", "政策目標19"]),
        ("基本目標Ⅰ", ["基本目標I", "基本目標IV", "基本目標XIX"]),
        ("A", ["A", "D", "S"]),
        ("柱", ["柱1", "柱4", "柱19"]),
    ],
)
def test_policies_are_numbered_as_the_plan_prints_its_first(code_label, printed):
    assert [numbered(code_label, number) for number in (1, 4, 19)] == printed
