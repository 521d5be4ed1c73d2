"""The templates keep the house rules, and the shared ones say what they must."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
HANDLERS = (
    r"on(?:click|change|input|submit|reset|load|error|toggle|blur|focus\w*|key\w+|mouse\w+"
    r"|pointer\w+|touch\w+)"
)
STATIC_PAGES = {
    "400.html": "送られた内容を受け取れませんでした",
    "500.html": "処理を続けられませんでした",
    "503.html": "ただいま休止しています",
}


def faults(paths: list[Path], look: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """By its name what `look` finds in the text of each template that has a fault."""
    found = {str(path.relative_to(ROOT)): look(path.read_text(encoding="utf-8")) for path in paths}
    return {name: each for name, each in found.items() if each}


def rendered(name: str, **context: object) -> str:
    """A partial with its runs of white space folded."""
    return re.sub(r"\s+", " ", render_to_string(name, context)).strip()


class SampleForm(forms.Form):
    done = forms.CharField(label="取り組んだこと", help_text="短く書きます。")
    progress = forms.ChoiceField(
        label="進捗", choices=[("a", "順調"), ("b", "遅れ")], widget=forms.RadioSelect
    )


def test_templates_have_fewer_than_120_lines():
    assert len(PAGES) > 100
    assert faults(TEMPLATES, lambda text: text.splitlines()[119:]) == {}


def test_templates_have_no_inline_style_or_script():
    def look(text: str) -> list[str]:
        found = re.findall(rf"<style|\sstyle\s*=|\s{HANDLERS}\s*=|javascript:", text, re.I)
        return found + re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", text, re.I)

    assert faults(PAGES, look) == {}


def test_templates_load_nothing_from_other_hosts():
    pattern = r"""(?:src|srcset|href|action|data)\s*=\s*["']?\s*(?:https?:)?//[^"'\s>]*"""
    assert faults(PAGES, lambda text: re.findall(pattern, text, re.I)) == {}


@pytest.mark.parametrize(("name", "heading"), STATIC_PAGES.items())
def test_error_page_renders_without_request_context_or_database(name, heading):
    page = get_template(name).render()
    assert f"<title>{heading}｜DX推進計画 進捗管理ポータル</title>" in page
    assert f"<h1>{heading}</h1>" in page
    assert 'href="#main"' in page
    assert "<form" not in page


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("not_started", "○未入力"),
        ("draft", "◐下書き"),
        ("returned", "▲差戻し"),
        ("submitted", "●提出済み"),
        ("confirmed", "◎事務局確認済み"),
        ("evaluated", "◆評価済み"),
        ("published", "★公表済み"),
        ("unfinished", "□未提出（年度締め済み）"),
        ("unconfirmed", "□未確認（年度締め済み）"),
        ("unevaluated", "□未評価（年度締め済み）"),
    ],
)
def test_report_state_is_a_shape_and_a_word(state, text):
    status = rendered("partials/_status.html", state=state)
    assert re.sub(r"<[^>]+>", "", status) == text
    assert f"status--{state}" in status


@pytest.mark.parametrize(
    ("meaning", "shape"),
    [
        ("not_started", "□"),
        ("ahead", "↑"),
        ("on_track", "→"),
        ("slightly_late", "↘"),
        ("late", "↓"),
        ("done", "✓"),
        ("suspended", "＝"),
        ("cancelled", "×"),
        ("merged", "⇒"),
        ("not_evaluated", "－"),
        ("waiting", "…"),
        ("unreported", "？"),
    ],
)
def test_progress_is_a_shape_and_the_plans_word(meaning, shape):
    status = rendered("partials/_status.html", meaning=meaning, word="計画の言葉")
    assert re.sub(r"<[^>]+>", "", status) == f"{shape}計画の言葉"


def test_error_summary_links_to_fields_and_to_the_first_choice_of_a_group():
    form = SampleForm({"done": "", "progress": ""})
    form.add_error(None, "期限を過ぎています。")
    summary = rendered("partials/_error_summary.html", form=form)
    assert re.findall(r'href="([^"]+)"', summary) == ["#id_done", "#id_progress_0"]
    assert "<li>期限を過ぎています。</li>" in summary


def test_error_summary_is_absent_without_errors():
    assert rendered("partials/_error_summary.html", form=SampleForm()) == ""


def test_field_names_its_hint_and_its_error_for_screen_readers():
    form = SampleForm({"done": ""})
    field = rendered("partials/_field.html", field=form["done"])
    assert 'aria-describedby="id_done_helptext id_done_error"' in field
    assert 'id="id_done_helptext"' in field
    assert 'id="id_done_error"' in field
    assert '<label for="id_done">取り組んだこと<span class="required">※必須</span></label>' in field


def test_field_shows_last_years_text_escaped_with_a_button_that_only_javascript_reveals():
    field = rendered("partials/_field.html", field=SampleForm()["done"], last_year="<b>去年</b>")
    assert '<p class="last-year__text" id="id_done_last_year">&lt;b&gt;去年&lt;/b&gt;</p>' in field
    assert 'hidden data-copy-from="id_done_last_year" data-copy-to="id_done"' in field


def test_group_of_choices_stands_in_a_fieldset():
    field = rendered("partials/_field.html", field=SampleForm()["progress"])
    assert '<legend>進捗<span class="required">※必須</span></legend>' in field


def test_pagination_keeps_the_other_parameters():
    request = RequestFactory().get("/systems/", {"q": "税", "page": "2"})
    page = Paginator(range(50), 20).page(2)
    html = render_to_string("partials/_pagination.html", {"page_obj": page}, request)
    assert re.findall(r'href="([^"]+)"', html) == [
        "?q=%E7%A8%8E&amp;page=1",
        "?q=%E7%A8%8E&amp;page=3",
    ]


def test_sorting_by_the_present_column_turns_it_round_and_leaves_the_page():
    request = RequestFactory().get("/systems/", {"sort": "name", "page": "2"})
    context = {"label": "名称", "key": "name", "current": "name"}
    html = render_to_string("partials/_sort_link.html", context, request)
    assert re.findall(r'href="([^"]+)"', html) == ["?sort=-name"]


def test_title_says_that_the_page_holds_errors():
    context = {"page_title": "進捗報告の入力", "service_name": "進捗管理", "form": SampleForm({})}
    page = render_to_string("shell.html", context)
    assert "<title>エラー：進捗報告の入力｜進捗管理</title>" in page


def test_anonymous_visitor_gets_no_menu():
    page = render_to_string(
        "base.html", {"page_title": "ログイン", "nav_items": [{"label": "管理"}]}
    )
    assert "<nav" not in page


def test_sample_figures_are_said_to_be_samples():
    assert "サンプルデータ" in render_to_string("base.html", {"is_sample": True})
    assert "サンプルデータ" not in render_to_string("base.html", {"is_sample": False})


def test_footer_leads_to_help_and_accessibility():
    page = render_to_string("base.html", {"page_title": "ホーム"})
    links = re.findall(r'href="([^"]+)"', page.split("<footer")[1])
    assert links == ["/help/", "/accessibility/"]


@pytest.mark.parametrize("name", ["help", "accessibility"])
def test_public_page_has_a_heading_of_its_own(name):
    page = render_to_string(f"measures/{name}.html")
    assert (
        re.search(r"<h1>(.+)</h1>", page)[1]
        == {
            "help": "使い方",
            "accessibility": "アクセシビリティ方針",
        }[name]
    )


def test_accessibility_page_claims_no_test_that_was_not_made():
    page = rendered("measures/accessibility.html")
    assert "<dt>試験日</dt><dd>未実施</dd>" in page
