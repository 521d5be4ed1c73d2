"""Codes of measures in headings."""

import pytest

from measures.templatetags.codes import codes_whole


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("I-1-3 分析", '<span class="nowrap">I-1-3</span> 分析'),
        ("入力（II-1-3 開発）", '入力（<span class="nowrap">II-1-3</span> 開発）'),
        ("使い方", "使い方"),
        ("", ""),
        ("a-b-c-d-e-f-g-h", "a-b-c-d-e-f-g-h"),
        ("I-1 <b>太字</b>", '<span class="nowrap">I-1</span> &lt;b&gt;太字&lt;/b&gt;'),
    ],
)
def test_code_is_kept_whole_and_the_rest_escaped(text, html):
    assert codes_whole(text) == html
