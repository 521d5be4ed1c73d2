"""Bytes to JSON within bounds, and a document's gaps filled in."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.schema.reading import read
from sakado_dx.spreadsheets.json_text import MOST_BYTES, parse
from tests.progress.documents import FOUR_LEVELS, TWO_LEVELS, as_bytes, checked, measures, raw


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "はJSONとして読み取れません（1行1文字目）"),
        (b'{"format": "dx-plan/1",', "はJSONとして読み取れません（1行24文字目）"),
        ("{}".encode("utf-16"), "は文字コードUTF-8で保存してください（1バイト目が読み取れません）"),
        ('{"format": "計画"}'.encode("cp932"), "は文字コードUTF-8で保存してください"),
        (b"[]", 'は計画の文書ではありません。{"format": "dx-plan/1", …} の形にしてください。'),
        (b'{"format": "dx-plan/2"}', "は計画の文書ではありません。"),
        (b'{"format": "dx-plan/1", "plan": {"a": 1, "a": 2}}', "同じ項目「a」が1つの{ }に2回"),
        (b'{"format": "dx-plan/1", "x": NaN}', "JSONの数ではない値「NaN」"),
        (b'{"format": "dx-plan/1", "x": -Infinity}', "JSONの数ではない値「-Infinity」"),
        (b"[" * 100_000, "の入れ子が深すぎます（30段まで）"),
        (b'{"x": ' * 31 + b"1" + b"}" * 31, "の入れ子が深すぎます（30段まで）"),
        (b'{"format": "dx-plan/1", "x": ' + b"9" * 5_000 + b"}", "桁の多すぎる数「999"),
        (
            b'{"format": "dx-plan/1",\n"x": ["\\ud800"]}',
            "の「x[0]」（2行目）に、使えない文字（U+D800）が含まれ",
        ),
        (b'{"\\uDC00": 1}', "使えない文字（U+DC00）"),
        (b'{"\\ud800": 1, "\\ud800": 2}', "が1つの{ }に2回"),
        (b" " * (MOST_BYTES + 1), "は大きすぎます。10MBまでの文書を指定してください。"),
    ],
)
def test_what_is_no_document_is_refused_in_one_sentence(data, fault):
    with pytest.raises(DocumentRefused) as refused:
        read(data)
    (said,) = map(str, refused.value.faults)
    assert said.startswith("文書の最上位 ")
    assert fault in said and said.encode()


def test_halves_that_make_a_letter_and_a_backslash_that_is_one_are_texts():
    assert parse(rb'{"a": "\ud83d\ude00", "b": "\\ud800"}') == {"a": "😀", "b": r"\ud800"}


def test_brackets_inside_texts_are_no_depth():
    document = raw(TWO_LEVELS)
    document["plan"]["frame"] = {"position": '[{"' * 40 + "\\"}
    assert checked(document)["plan"]["frame"]["position"] == '[{"' * 40 + "\\"


def test_a_byte_order_mark_is_passed_over():
    assert read(b"\xef\xbb\xbf" + TWO_LEVELS.read_bytes()) == read(TWO_LEVELS.read_bytes())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def places(node, path=()):
    """The paths to all values of a JSON value."""
    entries = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in entries:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from places(value, (*path, key))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_place_it_is_read_or_refused(data):
    document = raw(FOUR_LEVELS)
    *path, last = data.draw(st.sampled_from(list(places(document))))
    node = document
    for key in path:
        node = node[key]
    node[last] = data.draw(JSON)
    try:
        first = read(as_bytes(document))
    except DocumentRefused as refused:
        assert refused.faults
    else:
        assert read(as_bytes(first)) == first


def test_a_document_of_the_needed_keys_alone_is_complete():
    document = read(
        json.dumps(
            {
                "format": "dx-plan/1",
                "plan": {
                    "title": "最小計画",
                    "city": "架空市",
                    "first_fiscal_year": 2025,
                    "last_fiscal_year": 2025,
                },
            }
        ).encode()
    )
    assert document["plan"]["level_names"] == ["基本方針", "施策の方向性", "個別施策"]
    assert [each["word"] for each in document["plan"]["progress_words"]][:3] == [
        "未着手", "計画より進んでいる", "順調",
    ]  # fmt: skip
    assert [each["word"] for each in document["plan"]["outlook_words"]] == [
        "継続", "拡充", "見直し", "縮小", "統合", "休止", "廃止", "完了",
    ]  # fmt: skip
    assert document["policies"] == document["terms"] == document["information_systems"] == []


def test_levels_without_names_get_the_usual_ones():
    document = raw(TWO_LEVELS)
    del document["plan"]["level_names"]
    assert checked(document)["plan"]["level_names"] == ["基本方針", "個別施策"]
    document = raw(FOUR_LEVELS)
    del document["plan"]["level_names"]
    names = ["基本方針", "施策の方向性", "中分類", "個別施策"]
    assert checked(document)["plan"]["level_names"] == names


def test_what_a_measure_leaves_out_is_filled_in():
    measure = measures(checked(raw(TWO_LEVELS)))["A2"]
    assert measure["key"] == "A2"
    assert measure["divisions_in_matrix"] == ["くらし窓口課"]
    assert [cell["resolved"] for cell in measure["yearly_directions"]] == ["実施"] * 3
    indicator = measure["indicators"][0]
    assert (indicator["key"], indicator["label"], indicator["sense"]) == ("A2", "成果目標", "down")
    assert [target["role"] for target in indicator["targets"]] == ["target", "target"]


def test_an_empty_matrix_is_told_from_a_missing_one():
    document = raw(TWO_LEVELS)
    measures(document)["A1"]["divisions_in_matrix"] = []
    assert measures(checked(document))["A1"]["divisions_in_matrix"] == []


def test_a_shared_indicator_may_leave_out_at_its_second_place_what_the_first_says():
    shared = [each["indicators"][0] for each in measures(checked(raw(FOUR_LEVELS))).values()]
    assert shared[0]["targets"] == shared[1]["targets"]
    assert [each["label"] for each in shared] == ["成果目標", "目標"]


def test_texts_stay_as_printed():
    document = raw(TWO_LEVELS)
    measures(document)["A1"]["name"] = "①　ｶﾅと㈱"
    assert measures(checked(document))["A1"]["name"] == "①　ｶﾅと㈱"
