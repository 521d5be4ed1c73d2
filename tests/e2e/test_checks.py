"""The checks themselves: each finds the fault that it is there for."""

import pytest

from tests.e2e.checks import check_page, problems_of, watch

MAIN = "document.querySelector('main')"
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


def test_breaking_the_content_security_policy_is_heard(page_of):
    page = page_of("other")
    page.goto("/help/")
    page.evaluate(f"{MAIN}.innerHTML += '<p style=\"color: red\">赤</p>'")
    assert "Content Security Policy" in problems_of(page)[0]
