"""Choices of the admin that are found by typing: what is no number is nothing that was chosen.

Django asks the database for whatever was sent, to show it again, and breaks off on a made-up value.
"""

from django.contrib.admin import widgets
from django.http import HttpRequest

from sakado_dx.form_fields import MOST_DIGITS


def numbers_among(values: list) -> list:
    """Those of the values that can be the key of a row."""
    texts = [(each, str(each)) for each in values]
    return [each for each, text in texts if _is_number(text)]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


class KnownSelect(widgets.AutocompleteSelect):
    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, numbers_among(value), attr)


class KnownSelectMultiple(widgets.AutocompleteSelectMultiple):
    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, numbers_among(value), attr)


class KnownChoices:
    """For a ModelAdmin or an inline, before Django's class: its `autocomplete_fields` show again
    what stands, and refuse the rest in words."""

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            widget = KnownSelect(db_field, self.admin_site, using=kwargs.get("using"))
            kwargs.setdefault("widget", widget)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            widget = KnownSelectMultiple(db_field, self.admin_site, using=kwargs.get("using"))
            kwargs.setdefault("widget", widget)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
