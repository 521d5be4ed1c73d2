"""Progress by policy as stacked bars."""

from itertools import combinations

import pytest

from measures.words import MEANINGS
from progress.charts.marks import Box, Label
from progress.charts.policies import policies_chart
from progress.charts.policies_layout import policies_areas, policies_marks, policies_size
from progress.charts.style import FILLS
from progress.judging.shares import WAITING, WITHHELD
from progress.reading.dashboard import PolicySummary
from progress.reading.edition import PolicyName, Word
from tests.progress.indicators import policy_counts

SHAPES = ("wide", "narrow")
NAMES = ("最先端のICTの活用", "情報処理システムの適切な運用と低コスト化の推進")


def chart_of(*meanings, words=None, level="基本方針"):
    counts = (
        policy_counts(n, NAMES[n - 1], each, words) for n, each in enumerate(meanings, start=1)
    )
    return policies_chart(counts, level)


def labels_of(chart, shape="wide"):
    return ["".join(m.lines) for m in policies_marks(chart, shape) if isinstance(m, Label)]


def test_every_meaning_has_a_fill_and_none_is_left_over():
    assert set(FILLS) == {*MEANINGS, "", WAITING, WITHHELD}


def test_fills_are_told_apart_without_colour():
    def grey(colour):
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    apart = ("suspended", "cancelled", "merged", "not_evaluated")
    fills = [fill for meaning, fill in FILLS.items() if meaning not in apart]
    for one, other in combinations([*fills, FILLS["merged"]], 2):
        same_marks = (one.hatch, one.dash) == (other.hatch, other.dash)
        assert not same_marks or abs(grey(one.face) - grey(other.face)) > 25


def test_parts_stack_from_done_to_unreported_and_zeros_are_left_out():
    chart = chart_of({"": 2, "late": 1, "done": 3, "on_track": 0})
    assert chart.bars[0].parts == (("done", "完了", 3), ("late", "遅れ", 1), ("", "未報告", 2))
    assert chart.bars[0].total == 6


def test_parts_are_shares_of_their_policy_and_carry_their_counts():
    chart = chart_of({"on_track": 1, "late": 1}, {"on_track": 5, "late": 15})
    boxes = [mark.area.width for mark in policies_marks(chart, "wide") if isinstance(mark, Box)]
    one, other, third, fourth = boxes[-4:]
    assert one == other and fourth == pytest.approx(3 * third)
    assert one + other == pytest.approx(third + fourth)
    assert {"順調 1", "遅れ 15", "2件", "20件"} <= set(labels_of(chart))


@pytest.mark.parametrize("shape", SHAPES)
def test_parts_of_bars_can_be_pointed_at_where_they_are_drawn(shape):
    chart = chart_of({"on_track": 1, "late": 1}, {"on_track": 5, "late": 15})
    _, height = policies_size(chart, shape)
    drawn = [mark.area for mark in policies_marks(chart, shape) if isinstance(mark, Box)][-4:]
    areas = policies_areas(chart, shape)
    assert [each[:3] for each in areas] == [
        (0, "順調", 1), (0, "遅れ", 1), (1, "順調", 5), (1, "遅れ", 15),
    ]  # fmt: skip
    for (*_, area), box in zip(areas, drawn, strict=True):
        assert area._replace(y=height - area.top) == pytest.approx(box)


def test_what_is_still_to_be_confirmed_is_hatched_and_stands_last():
    chart = chart_of({WAITING: 7, "on_track": 8})
    assert chart.bars[0].parts == (("on_track", "順調", 8), (WAITING, "確認前", 7))
    boxes = [mark for mark in policies_marks(chart, "wide") if isinstance(mark, Box)]
    assert [bool(box.hatch) for box in boxes] == [False, True]
    assert "確認前 7" in labels_of(chart)


def test_several_words_of_one_meaning_are_counted_each_by_itself():
    """枚方市 総合計画: A 効果的 and B おおむね効果的 are both on course."""
    words = {Word("A 効果的", "on_track", 0): 22, Word("B おおむね効果的", "on_track", 1): 14,
             Word("C 改善を要する", "slightly_late", 2): 7, Word("D 課題", "late", 3): 2}  # fmt: skip
    chart = policies_chart([PolicySummary(PolicyName(1, 1, "I", "施策"), words, 45)], "基本目標")
    assert [(word, number) for _, word, number in chart.bars[0].parts] == [
        ("A 効果的", 22), ("B おおむね効果的", 14), ("C 改善を要する", 7), ("D 課題", 2),
    ]  # fmt: skip
    assert chart.name == "基本目標別の進捗"
    assert {"A 効果的 22", "B おおむね効果的", "14"} <= set(labels_of(chart))  # a key names B


def test_the_words_are_the_plans_own():
    chart = chart_of({"on_track": 4}, words={"on_track": "予定どおり"})
    assert chart.bars[0].parts == (("on_track", "予定どおり", 4),)


def test_a_part_says_its_word_and_number_where_they_fit():
    labels = labels_of(chart_of({"on_track": 9}, {"": 10}))
    assert {"順調 9", "未報告 10", "9件", "10件"} <= set(labels)
    assert "順調" not in labels  # no key is needed


@pytest.mark.parametrize("shape", SHAPES)
def test_where_a_word_does_not_fit_a_key_names_the_fills(shape):
    labels = labels_of(chart_of({"on_track": 39, "slightly_late": 1}), shape)
    assert {"順調", "やや遅れ"} <= set(labels)


def test_fills_that_are_alike_are_told_apart_by_a_letter():
    labels = labels_of(chart_of({"on_track": 9, "suspended": 1, "cancelled": 1}))
    assert {"休1", "中1"} <= set(labels)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "meanings", [{"": 12}, dict.fromkeys(FILLS, 1), dict.fromkeys(FILLS, 430), {}]
)
def test_labels_stay_apart_and_inside_whatever_the_numbers(meanings, shape):
    chart = chart_of(meanings, {"on_track": 7})
    width, height = policies_size(chart, shape)
    areas = [m.area for m in policies_marks(chart, shape) if isinstance(m, Label)]
    assert [a for a in areas if a.x < 0 or a.right > width or a.y < 0 or a.top > height] == []
    assert [pair for pair in combinations(areas, 2) if pair[0].overlaps(pair[1])] == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_plan_without_policies_is_an_empty_picture(shape):
    assert labels_of(chart_of(), shape) == []


def test_words_on_a_hatch_lie_on_the_bars_own_colour_and_never_on_white():
    chart = chart_of({"on_track": 9, "late": 9, "slightly_late": 9})
    grounds = [m.ground for m in policies_marks(chart, "wide") if isinstance(m, Label) and m.ground]
    assert grounds == [FILLS["slightly_late"].face, FILLS["late"].face]
