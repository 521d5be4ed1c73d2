"""The marks of lists are those of the partial, rendered once."""

from django.template import engines
from django.template.loader import render_to_string

from sakado_dx.template_tags import status


def rendered(tag: str, **context) -> str:
    return engines["django"].from_string(f"{{% load status %}}{tag}").render(context)


def test_a_report_state_is_the_mark_of_the_partial():
    mark = rendered("{% report_state state %}", state="returned")

    assert mark == render_to_string("partials/_status.html", {"state": "returned"})


def test_a_progress_is_the_mark_of_the_partial_with_the_plans_word():
    mark = rendered("{% progress_word meaning word %}", meaning="late", word="遅れあり")

    assert mark == render_to_string(
        "partials/_status.html", {"meaning": "late", "word": "遅れあり"}
    )


def test_a_blank_progress_is_unreported():
    mark = rendered("{% progress_word meaning word %}", meaning="", word="")

    assert "progress--unreported" in mark
    assert "未報告" in mark


def test_a_word_from_the_plan_is_escaped():
    mark = rendered("{% progress_word meaning word %}", meaning="late", word="<b>遅れ</b>")

    assert "&lt;b&gt;遅れ&lt;/b&gt;" in mark


def test_each_mark_is_rendered_once():
    status._rendered.cache_clear()

    rendered("{% for each in rows %}{% report_state each %}{% endfor %}", rows=["draft"] * 47)

    assert status._rendered.cache_info().misses == 1
