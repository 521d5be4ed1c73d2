"""What forms write without Django's templates is what these write."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from sakado_dx.form_rendering import WRITERS, FormRenderer

TEXTS = ["", "順調", "<b>&\"'", " 空白 ", "一\n二\n", mark_safe("<b>太字</b>"), "{{ x }}"]
CHOICES = [
    ("", "選ばない"),
    ("a", "順調"),
    ("b&", '<遅れ> "'),
    (3, "三"),
    ("d", gettext_lazy("Yes")),
]
GROUPED = [("組", [("a", "順調"), ("b", "遅れ")]), ("c", "外")]
LINES = [
    forms.TextInput, forms.NumberInput, forms.DateInput, forms.HiddenInput, forms.Textarea,
    forms.URLInput, forms.EmailInput, forms.PasswordInput, forms.FileInput,
]  # fmt: skip
CHOOSING = [forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.SelectMultiple]
ATTRS = [
    {},
    {"id": "id_x"},
    {"id": "a&b", "class": "w <b>", "rows": 3, "maxlength": False, "hidden": True},
]


def same(widget: forms.Widget, value: object, attrs: dict) -> bool:
    ours, theirs = (
        widget.render("名前&", value, attrs, renderer)
        for renderer in (FormRenderer(), DjangoTemplates())
    )
    return ours == theirs


@pytest.mark.parametrize("attrs", ATTRS)
def test_lines_and_texts_are_written_as_by_django(attrs):
    for kind in LINES:
        for value in (None, 0, 12.5, date(2026, 4, 1), *TEXTS):
            assert same(kind(), value, attrs), (kind, value)
    for value in (None, True, False, "", "on"):
        assert same(forms.CheckboxInput(), value, attrs), value


@pytest.mark.parametrize("attrs", ATTRS)
@pytest.mark.parametrize("choices", [[], CHOICES, GROUPED, [("n", 1_234), ("m", None)]])
def test_choices_are_written_as_by_django(attrs, choices):
    for kind in CHOOSING:
        for value in (None, "", "a", 3, ["a", "b&"]):
            assert same(kind(choices=choices), value, attrs), (kind, value)


@pytest.mark.parametrize("renderer", [FormRenderer(), DjangoTemplates()])
def test_options_one_by_one_and_errors_are_written_as_by_django(renderer):
    class Form(forms.Form):
        word = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
        ticks = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
        text = forms.CharField()

    form = Form({"word": "x", "ticks": ["a"]}, renderer=renderer)
    written = [str(each) for name in ("word", "ticks") for each in form[name]]
    written += [each.tag() for each in form["word"]] + [
        str(form[name].errors) for name in form.fields
    ]
    assert "".join(written) == _by_django(Form)
    assert (written[-2], bool(written[-1])) == ("", True)


def _by_django(form: type[forms.Form]) -> str:
    bound = form({"word": "x", "ticks": ["a"]}, renderer=DjangoTemplates())
    tags = [str(each) for name in ("word", "ticks") for each in bound[name]]
    tags += [each.tag() for each in bound["word"]]
    return "".join(tags + [str(bound[name].errors) for name in bound.fields])


def test_every_writer_is_that_of_a_template():
    for name in WRITERS:
        assert DjangoTemplates().get_template(name)
