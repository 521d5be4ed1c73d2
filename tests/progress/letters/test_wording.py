"""What a template may say, and what becomes of it: pure rules."""

import pytest

from progress.letters.wording import FIELDS, STANDARD, Wording, faults_of, filled_wording, numbered
from progress.models import LetterKind


def filled(text: str, **values: str) -> str:
    return filled_wording(Wording("件名", text), values).body


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{年度}と{提出期限}", "令和8年度と5月29日"),
        ("｛年度｝の報告", "令和8年度の報告"),
        ("一行目\n{案内}\n三行目", "一行目\n三行目"),
        ("案内：{案内}　期限：{提出期限}", "案内：　期限：5月29日"),
        ("項目のない行", "項目のない行"),
    ],
)
def test_fields_are_inserted_and_lines_without_any_value_are_left_out(text, said):
    assert filled(text, 年度="令和8年度", 提出期限="5月29日", 案内="") == said


def test_own_sentence_stands_at_the_end_of_the_text():
    own = filled_wording(Wording("件名", "　本文。"), {}, " 様式は昨年度と同じです。\n\n二つ目。")
    assert own.body == "　本文。\n　様式は昨年度と同じです。\n　二つ目。"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("提出期限", "提出期限"),
        ("対象\n提出期限", "１　対象\n２　提出期限"),
        ("対象\n・I-1-1\n　ほか\n提出期限", "１　対象\n　　・I-1-1\n　　ほか\n２　提出期限"),
        ("\n", ""),
    ],
)
def test_particulars_are_numbered_where_there_are_several(text, said):
    assert numbered(text) == said


def test_twelfth_particular_has_wide_digits():
    assert numbered("\n".join("項" * 12)).endswith("１２　項")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{しめきり}", "「{しめきり}」は、差し込めません。"),
        ("{会議}", "「{会議}」は、差し込めません。"),
        ("{提出期限", "対になっていない波括弧があります。"),
        ("提出期限}", "対になっていない波括弧があります。"),
        ("{{提出期限}}", "対になっていない波括弧があります。"),
        ("{}", "「{}」は、差し込めません。"),
    ],
)
def test_what_cannot_be_inserted_is_named_with_what_can(text, said):
    faults = list(faults_of(LetterKind.REQUEST, f"本文{text}"))
    assert len(faults) == 1 and faults[0].startswith(said)
    if "差し込めません" in said:
        assert "{提出期限}" in faults[0]


@pytest.mark.parametrize("kind", LetterKind.values)
def test_standard_wording_inserts_only_what_its_kind_knows_and_never_says_arrears(kind):
    text = "\n".join(vars(STANDARD[kind]).values())
    assert list(faults_of(kind, text)) == []
    assert "督促" not in text and "坂戸" not in text
    assert set(FIELDS) == set(LetterKind.values)
