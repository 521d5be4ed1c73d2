"""What changed within a text, as pages mark it."""

import pytest

from sakado_dx.text_changes import ADDED, REMOVED, SAME, Piece, change_of


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in change_of(before, after).pieces]


def test_a_figure_that_changed_is_marked_and_the_words_around_it_are_not():
    assert told("説明会を2回開いた。", "説明会を12回開いた。") == [
        (SAME, "説明会を"),
        (REMOVED, "2"),
        (ADDED, "12"),
        (SAME, "回開いた。"),
    ]


def test_a_sentence_that_was_added_is_one_piece():
    change = change_of("手引きを作った。", "手引きを作った。３課で試した。")
    assert change.pieces == (Piece(SAME, "手引きを作った。"), Piece(ADDED, "３課で試した。"))
    assert change.later == change.pieces
    assert change.earlier == (Piece(SAME, "手引きを作った。"),)
    assert (change.is_changed, change.is_rewritten) == (True, False)


def test_a_text_without_anything_in_common_is_rewritten_and_not_sprinkled_with_marks():
    change = change_of("説明会を開いた。", "窓口の端末を更新し、職員が試した。")
    assert change.is_rewritten
    assert [each.kind for each in change.pieces] == [REMOVED, ADDED]


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("同じ", "同じ", [(SAME, "同じ")]),
        ("", "書いた。", [(ADDED, "書いた。")]),
        ("消した。", "", [(REMOVED, "消した。")]),
    ],
)
def test_blank_and_equal_texts_are_neither_rewritten_nor_torn(before, after, pieces):
    assert told(before, after) == pieces
    assert not change_of(before, after).is_rewritten


def test_both_texts_can_be_read_from_the_pieces():
    before, after = (
        "窓口で\n様式を3種類なくした。RPAを使う。",
        "窓口で様式を5種類なくした。\nAIを使う。",
    )
    change = change_of(before, after)
    assert "".join(each.text for each in change.earlier) == before
    assert "".join(each.text for each in change.later) == after


def test_a_very_long_text_is_compared_by_sentences():
    long = "あ1い2う3え4お5か6き7く8け9こ0。" * 600
    change = change_of(long, f"{long}終わり。")
    assert change.pieces[-1] == Piece(ADDED, "終わり。")
