"""The checks themselves: each finds the fault that it is there for."""

import pytest

from tests.e2e.checks import NARROW, WIDE, check_page, problems_of, watch

MAIN = "document.querySelector('main')"
RULE = "rule => document.styleSheets[0].insertRule(rule)"  # which the policy allows
FAULTS = (
    (f"{MAIN}.innerHTML += '<h1>二つ目</h1>'", "h1: \\['使い方', '二つ目'\\]"),
    ("document.title = '題名だけ'", "題名だけ"),
    (f"{MAIN}.querySelector('p').style.width = '400px'", "wider than 320 px: \\['<p"),
    (f'{MAIN}.innerHTML += \'<img src="/x.svg" alt="図">\'', "not drawn: .*x.svg"),
    (f"{MAIN}.innerHTML += '<input>'", "at 1280 px .*label: <input>"),
    (f"{MAIN}.querySelector('p').style.color = '#ccc'", "color-contrast: <p"),
    (f"{MAIN}.querySelector('h2').outerHTML = '<h5>飛ばした見出し</h5>'", "heading-order"),
    ("console.error('台本の誤り')", "台本の誤り"),
)


def test_each_fault_is_found_and_a_sound_page_passes(page_of):
    page = page_of("other")
    for fault, told in FAULTS:
        page.goto("/help/")
        page.evaluate(fault)
        with pytest.raises(AssertionError, match=told):
            check_page(page)
        watch(page)
    page.goto("/help/")
    check_page(page)


def test_what_one_width_or_a_fold_hides_is_asked_for_where_it_is_seen(page_of):
    page = page_of("other")
    page.goto("/help/")
    page.evaluate(f"{MAIN}.innerHTML += '<p class=\"late\">広い画面だけで薄い字</p>'")
    page.evaluate(RULE, "@media (width >= 48rem) { .late { color: #ccc } }")
    check_page(page, (NARROW,))
    page.evaluate(f"{MAIN}.innerHTML += '<p>別の段落</p>'")  # another content, no other shape
    with pytest.raises(AssertionError, match='color-contrast: <p class="late"'):
        check_page(page, (WIDE,))
    page.goto("/help/")
    folds = "<details{}><summary>折りたたみ</summary><p class='pale'>薄い字</p></details>"
    page.evaluate(f'{MAIN}.innerHTML += "{folds.format("")}{folds.format(" open")}"')
    page.evaluate(RULE, ".pale { color: #ccc }")
    with pytest.raises(AssertionError, match='color-contrast: <p class="pale"'):
        check_page(page, (WIDE,))


def test_breaking_the_content_security_policy_is_heard(page_of):
    page = page_of("other")
    page.goto("/help/")
    page.evaluate(f"{MAIN}.innerHTML += '<p style=\"color: red\">赤</p>'")
    assert "Content Security Policy" in problems_of(page)[0]
