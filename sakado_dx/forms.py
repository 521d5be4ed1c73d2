"""What all forms of the portal have in common."""

from collections.abc import Iterable
from copy import copy
from hashlib import sha256
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.http import QueryDict

from sakado_dx.form_fields import JapaneseDateField, NumberField
from sakado_dx.form_rendering import FormRenderer

Rows = TypeVar("Rows")
RENDERER = FormRenderer()
READ = "as_read"  # the hidden field with the marks of what a form was opened with


class WholeBoundField(forms.BoundField):
    """Without `maxlength`: a browser would cut what is pasted, and say nothing. The server
    refuses what is too long, and the counter beside the field says how much."""

    def build_widget_attrs(self, attrs, widget=None):
        return super().build_widget_attrs(attrs, widget) | {"maxlength": False}


class PortalForm(forms.Form):
    """Labels without a colon; what is required is said in words, and by the server; a line
    break is one character, as texts are stored."""

    use_required_attribute = False
    bound_field_class = WholeBoundField
    default_renderer = RENDERER

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(with_line_feeds(data), files, **{"label_suffix": "", **kwargs})


class PortalModelForm(forms.ModelForm):
    """The same for a form whose labels, lengths and refusals are those of one row's columns.

    It stores nothing: a verb does, and compares with the row as it was read, which the form
    leaves alone. A constraint's refusal stands beside the field that its
    `violation_error_code` names. `Meta` takes `formfield_callback = portal_field`.
    """

    use_required_attribute = False
    bound_field_class = WholeBoundField
    default_renderer = RENDERER

    def __init__(self, data=None, files=None, *, instance=None, **kwargs):
        own = copy(instance)
        super().__init__(
            with_line_feeds(data), files, instance=own, **{"label_suffix": "", **kwargs}
        )

    def add_error(self, field, error):
        of_constraints = getattr(error, "error_dict", {}).pop(NON_FIELD_ERRORS, [])
        for each in of_constraints:
            super().add_error(each.code if each.code in self.fields else None, each)
        if not of_constraints or error.error_dict:
            super().add_error(field, error)


def portal_field(column: models.Field, **kwargs) -> forms.Field:
    """The form field of a column: days and figures are read as offices write them."""
    if isinstance(column, models.DateField):
        return column.formfield(form_class=JapaneseDateField, **kwargs)
    if isinstance(column, models.DecimalField):
        return NumberField(label=column.verbose_name, required=not column.blank, **kwargs)
    return column.formfield(**kwargs)


class FilterForm(PortalForm):
    """The filters of a list, by GET: each field `x` that holds a valid choice narrows the list
    by the method `by_x`. A made-up value is named beside its field, and filters nothing."""

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self, rows: Rows) -> Rows:
        """The rows that pass each filter."""
        for name, value in self.chosen.items():
            rows = getattr(self, f"by_{name}")(rows, value)
        return rows


def with_line_feeds(data):
    """What a browser sent, with LF for the CR LF that HTML puts into texts."""
    if not data:
        return data
    if not isinstance(data, QueryDict):
        return {name: _folded(value) for name, value in data.items()}
    folded = data.copy()
    for name, values in data.lists():
        folded.setlist(name, [_folded(value) for value in values])
    return folded


def _folded(value):
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def as_read(all_forms: Iterable[forms.BaseForm]) -> str:
    """A short mark of each value that these forms were opened with: name=mark, in one line."""
    names = ((form, name) for form in all_forms for name in form.fields)
    return " ".join(
        f"{form.add_prefix(name)}={mark_of(stored_text(form, name))}" for form, name in names
    )


def stored_text(form: forms.BaseForm, name: str) -> str:
    """The text of a field as the form was opened, whatever was typed since."""
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    return "" if value is None else str(value)


def mark_of(text: str) -> str:
    """A short mark of a text; browsers send CR LF, and forms strip what they read."""
    return sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()[:8]


def is_touched(bound: forms.BoundField) -> bool:
    """Whether the sender changed what he had read; of a form without marks, all of it."""
    marks = dict(pair.rpartition("=")[::2] for pair in bound.form.data.get(READ, "").split())
    sent = "" if bound.data is None else str(bound.data)
    return marks.get(bound.html_name) != mark_of(sent)
