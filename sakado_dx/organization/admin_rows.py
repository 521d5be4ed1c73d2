"""Rows below a form of the admin, as a table: dates with their era, each box named by its column."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from sakado_dx.organization.admin_dates import EraDates


class Rows(EraDates, admin.TabularInline):
    """A table whose boxes have names for those who hear the page: Django heads columns alone."""

    extra = 0

    def get_formset(self, request: HttpRequest, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs.setdefault("aria-label", str(field.label))
        formset.deletion_widget = forms.CheckboxInput(attrs={"aria-label": "この行を削除する"})
        return formset
