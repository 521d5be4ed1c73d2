"""What all forms share: line breaks, and lists that are narrowed by GET."""

from importlib import import_module

import pytest
from django import forms
from django.apps import apps
from django.http import QueryDict

from sakado_dx.forms import FilterForm, PortalForm


class Note(PortalForm):
    text = forms.CharField(max_length=5)


@pytest.mark.parametrize("data", [QueryDict("text=ab%0D%0Acd"), {"text": "ab\r\ncd"}])
def test_line_break_counts_as_one_letter_and_is_kept_as_one(data):
    form = Note(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"text": "ab\ncd"}


def test_data_of_the_request_stays_as_it_was_sent():
    data = QueryDict("text=a%0D%0Ab")
    Note(data)
    assert data["text"] == "a\r\nb"


class Evens(FilterForm):
    size = forms.ChoiceField(choices=[("", ""), ("2", "2"), ("4", "4")], required=False)

    def by_size(self, rows: list[int], size: str) -> list[int]:
        return [each for each in rows if each == int(size)]


@pytest.mark.parametrize(("sent", "left"), [("2", [2]), ("", [1, 2]), ("9", [1, 2])])
def test_made_up_choice_filters_nothing_and_is_named(sent, left):
    form = Evens({"size": sent})
    assert form.narrowed([1, 2]) == left
    assert bool(form.errors) is (sent == "9")


def filters() -> list[type[FilterForm]]:
    for each in apps.get_app_configs():
        if each.name.startswith(("sakado_dx", "measures", "progress", "glossary", "systems_")):
            import_module(f"{each.name}.models" if each.models_module else each.name)
    import_module("sakado_dx.urls")
    known, found = [FilterForm], []
    for each in known:
        known += each.__subclasses__()
        found += [each] if not each.__module__.startswith("tests") else []
    return [each for each in found if each is not FilterForm]


def test_every_field_of_a_filter_narrows_its_list():
    assert len(filters()) >= 6
    wanting = [
        f"{each.__name__}.by_{name}"
        for each in filters()
        for name in each.base_fields
        if not hasattr(each, f"by_{name}")
    ]
    assert wanting == []
