"""Rows below a form of the admin, as a table: dates with their era, each box named by its column."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from sakado_dx.organization.admin_choices import KnownChoices
from sakado_dx.organization.admin_dates import EraDates

MOST_ROWS = 200  # of one table; a made-up number of them would keep the server busy


class Rows(KnownChoices, EraDates, admin.TabularInline):
    """A table whose boxes have names for those who hear the page: Django heads columns alone."""

    extra = 0
    max_num = MOST_ROWS

    def get_formset(self, request: HttpRequest, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **{"absolute_max": MOST_ROWS} | kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs.setdefault("aria-label", str(field.label))
        formset.deletion_widget = forms.CheckboxInput(attrs={"aria-label": "この行を削除する"})
        return formset
