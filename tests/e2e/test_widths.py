"""The measuring itself: it finds each fault in a page that has it."""

import pytest

from tests.e2e.widths import faults_of

SOUND = """<table><thead><tr><th>施策</th><th>件数</th></tr></thead>
<tbody><tr><th>テレワークの推進</th><td>12件</td></tr></tbody></table>
<h2>報告</h2><label for="a">進捗</label><input id="a">"""
LONG = "取組の内容を、" * 60
BOX = '<div style="border: 1px solid; height: 3em">枠</div>'
MAIN = "background: rgb(0, 23, 193)"
FAULTY = {
    "cell of": "<table><tr><th style='min-width: 0; width: 2em'>順番</th><td>12件</td></tr></table>",
    "row of": f"<table><tr><td style='width: 30em'>{LONG}</td></tr></table>",
    "px between": BOX + BOX,
    "said twice": "<h2>進捗</h2><label>進捗 ※必須</label>",
    "2 primary buttons": f"<button style='{MAIN}'>保存</button> <button style='{MAIN}'>提出</button>",
    "a jump hides the label": "<a href='#b'>進捗</a><label for='b'>進捗の理由</label><br><br><input id='b'>",
    "wider than its page": "<p style='width: 500px'>幅</p>",
}
HEADER = """<a href="/">ホーム</a><a href="/help/" style="margin-left: -2em">使い方</a>
<a href="/desk/" style="display: block; width: 1em">事務局トップ</a>"""
OF_HEADER = ["lies on", "runs downwards"]


@pytest.fixture
def blank(browser):
    page = browser.new_page()
    yield page
    page.close()


def show(page, content: str) -> None:
    page.set_content(f"<style>body {{ margin: 0 }} th, td {{ min-width: 5em }}</style>{content}")


def test_sound_page_has_no_fault(blank):
    show(blank, f"<main>{SOUND}</main>")
    assert faults_of(blank) == []


def test_each_fault_is_found(blank):
    show(
        blank,
        f"<header class='site-header'>{HEADER}</header><main>{''.join(FAULTY.values())}</main>",
    )
    faults = faults_of(blank)
    assert [
        name for name in [*FAULTY, *OF_HEADER] if not any(name in each for each in faults)
    ] == []
