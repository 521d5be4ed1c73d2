"""Widgets as Django's own templates write them, byte for byte, without the templates.

A form of twenty fields asks for a hundred of these small templates, which takes as long as the rest
of its page. Those that the portal's forms use most are written here by a function each; what is not
known here, and what holds anything but plain text, goes to Django's templates as ever.
"""

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeData

FOLDER = "django/forms/widgets/"
Told = Mapping[str, Any]


class FormRenderer(DjangoTemplates):
    """Django's renderer, quicker."""

    def render(self, template_name: str, context: dict[str, Any], request=None) -> str:
        if template_name == NO_ERRORS and not context["errors"]:
            return ""
        write = WRITERS.get(template_name)
        if write is None or request is not None:
            return super().render(template_name, context, request)
        try:
            return write(context["widget"]).strip()
        except Untold:
            return super().render(template_name, context, request)


class Untold(Exception):
    """A widget holds what only Django's templates know how to write: a number in a label, say."""


def _plain(text: object) -> str:
    """A text as a template writes it."""
    if not isinstance(text, str):
        raise Untold
    return str(text) if isinstance(text, SafeData) else escape(text)


def _formed(value: object) -> str:
    """A value by ``stringformat:'s'``."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def _attributes(told: Told) -> str:
    return "".join(
        f" {_plain(name)}" if value is True else f' {_plain(name)}="{_formed(value)}"'
        for name, value in told["attrs"].items()
        if value is not False
    )


def _input(told: Told) -> str:
    held = told["value"]
    value = "" if held is None else f' value="{_formed(held)}"'
    kind, name = _plain(told["type"]), _plain(told["name"])
    return f'<input type="{kind}" name="{name}"{value}{_attributes(told)}>\n'


def _textarea(told: Told) -> str:
    text = _plain(told["value"]) if told["value"] else ""
    return f'<textarea name="{_plain(told["name"])}"{_attributes(told)}>\n{text}</textarea>'


def _input_option(told: Told) -> str:
    if not told.get("wrap_label"):
        return f"{_input(told)}\n\n"
    own = told["attrs"].get("id")
    label = f'<label for="{_plain(own)}">' if own else "<label>"
    return f"{label}{_input(told)} {_plain(told['label'])}</label>\n\n"


def _option(told: Told) -> str:
    value, label = _formed(told["value"]), _plain(told["label"])
    return f'<option value="{value}"{_attributes(told)}>{label}</option>\n'


def _select(told: Told) -> str:
    options = "".join(
        f"\n  {_option(each)}" for each in _alone(told, FOLDER + "select_option.html")
    )
    return f'<select name="{_plain(told["name"])}"{_attributes(told)}>{options}\n</select>'


def _choices(template: str, told: Told) -> str:
    own = ((name, told["attrs"].get(name)) for name in ("id", "class"))
    opened = "".join(f' {name}="{_plain(value)}"' for name, value in own if value)
    options = "".join(f"<div>\n    {_input_option(each)}</div>" for each in _alone(told, template))
    return f"<div{opened}>{options}\n</div>"


def _alone(told: Told, template: str) -> list[Told]:
    """The options of a widget that has no groups of them."""
    found = []
    for group, options, _ in told["optgroups"]:
        if group or any(each["template_name"] != template for each in options):
            raise Untold
        found += options
    return found


NO_ERRORS = "django/forms/errors/list/default.html"
WRITERS: dict[str, Callable[[Told], str]] = {
    FOLDER + "text.html": _input,
    FOLDER + "number.html": _input,
    FOLDER + "date.html": _input,
    FOLDER + "hidden.html": _input,
    FOLDER + "checkbox.html": _input,
    FOLDER + "textarea.html": _textarea,
    FOLDER + "select.html": _select,
    FOLDER + "radio.html": partial(_choices, FOLDER + "radio_option.html"),
    FOLDER + "checkbox_select.html": partial(_choices, FOLDER + "checkbox_option.html"),
    FOLDER + "radio_option.html": _input_option,
    FOLDER + "checkbox_option.html": _input_option,
}
