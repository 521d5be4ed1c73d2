"""Dates in the admin as offices write them: shown with their era, read as people type them."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from sakado_dx.clock import format_date_and_clock
from sakado_dx.fiscal import format_date
from sakado_dx.form_fields import JapaneseDateField

NO_DAY = "－"


class AdminDateField(JapaneseDateField):
    """A date with the admin's calendar beside the box, whose days it reads too."""

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return super().widget_attrs(widget) | {"class": "vDateField", "size": "16"}


class EraDates:
    """For a ModelAdmin or an inline, before Django's class: each date of its lists, its boxes and
    its read-only fields has its era."""

    formfield_overrides = {models.DateField: {"form_class": AdminDateField}}

    def get_list_display(self, request: HttpRequest) -> list:
        return [_in_era(self.model, name) for name in super().get_list_display(request)]

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list:
        names = super().get_readonly_fields(request, obj)
        if obj is not None and not self.has_change_permission(request, obj):
            names = [*names, *(each.name for each in _dates_of(self.model))]
        return list(dict.fromkeys(_in_era(self.model, name) for name in names))

    def get_fieldsets(self, request: HttpRequest, obj=None) -> list:
        """Django's, where a date that is only shown stands as its column in words."""
        shown = [each for each in self.get_readonly_fields(request, obj) if callable(each)]
        words = {each.__name__: each for each in shown}
        return [
            (
                title,
                options | {"fields": _once(words.get(name, name) for name in options["fields"])},
            )
            for title, options in super().get_fieldsets(request, obj)
        ]


def _once(names) -> list:
    return list(dict.fromkeys(names))


def _dates_of(model: type[models.Model]) -> list[models.Field]:
    return [each for each in model._meta.concrete_fields if isinstance(each, models.DateField)]


def _in_era(model: type[models.Model], name) -> str | Callable:
    """The name itself, or the column in words where it is a date's."""
    dates = {each.name: each for each in _dates_of(model)}
    return era_column(dates[name]) if name in dates else name


@cache
def era_column(field: models.DateField) -> Callable[[models.Model], str]:
    """A column of lists and read-only fields: ``令和8年4月1日``, a moment with its time."""

    @admin.display(description=field.verbose_name, ordering=field.name)
    def told(row: models.Model) -> str:
        value = getattr(row, field.name)
        if value is None:
            return NO_DAY
        return (format_date_and_clock if isinstance(value, datetime) else format_date)(value)

    told.__name__ = field.name
    return told
