"""The help page explains every word of the entry form, and the form leads to its parts."""

import re

from django.urls import reverse

from measures.models import Indicator
from measures.words import MEANINGS, OUTLOOKS, told_of
from progress.entry.result_forms import ResultForm
from progress.judging.completeness import ResultEntry
from progress.judging.facts import IndicatorFacts
from progress.models import report_fields as fields
from progress.reading.edition import AskedIndicator


def result_words() -> set[str]:
    """Labels and choices of the results of all kinds, without their units."""
    words = set()
    for kind in Indicator.Kind:
        facts = IndicatorFacts("件数", "件", kind)
        form = ResultForm(
            indicator=AskedIndicator(1, "1", "成果目標", "", "", None, facts),
            entry=ResultEntry(),
            fiscal_year=2023,
        )
        for field in form.fields.values():
            words.add(field.label.removesuffix("（件）"))
            words |= {str(label) for _, label in getattr(field, "choices", [])}
    return words


def test_every_word_of_the_form_stands_in_the_help_page(client, world):
    client.force_login(world.people["reporter"])
    page = client.get(reverse("measures:help")).content.decode()
    words = {each.label for each in fields.FIELDS} | result_words()
    words |= {each.word for each in world.plan.words.all()}
    for each in fields.FIELDS:
        if each.kind == fields.CHOICE:
            words |= {word for word in each.choices if word}
    assert sorted(word for word in words if word not in page) == []


def test_words_of_progress_and_outlook_are_the_plans_own(client, world):
    world.plan.words.filter(word="順調").update(word="Ｂ おおむね効果的")
    page = client.get(reverse("measures:help")).content.decode()
    assert "Ｂ おおむね効果的" in page and "順調</span>" not in page
    assert "割合の計算に入りません" in page


def test_without_a_plan_the_standard_words_are_explained(client, db):
    page = client.get(reverse("measures:help")).content.decode()
    words = {each.word for each in MEANINGS.values()} | {word for word, _ in OUTLOOKS.values()}
    told = {told_of(meaning) for meaning in MEANINGS} | {told for _, told in OUTLOOKS.values()}
    assert sorted(each for each in words | told if each not in page) == []


def test_form_leads_to_parts_of_the_help_page_that_are_there(client, world):
    client.force_login(world.people["reporter"])
    form = client.get(reverse("progress:report_edit", args=[world.report.pk])).content.decode()
    page = client.get(reverse("measures:help")).content.decode()
    parts = re.findall(rf'href="{reverse("measures:help")}#([\w-]+)"', form)
    assert parts == ["form-results", "form-done", "form-progress", "form-outlook", "form-others"]
    assert [each for each in parts if f'id="{each}"' not in page] == []
