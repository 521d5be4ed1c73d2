"""Sheets of people and divisions in the admin: for administrators alone (rights.py)."""

from typing import Any

from django.http import HttpRequest

from sakado_dx.spreadsheets.admin import SheetAdminMixin
from sakado_dx.spreadsheets.forms import Choices


class PeopleSheets(SheetAdminMixin):
    """For a ModelAdmin whose sheets belong to the whole city."""

    scope_label = "範囲"

    def scopes(self, request: HttpRequest) -> Choices:
        return [("city", "全庁")]

    def resource_kwargs(self, scope: str) -> dict[str, Any]:
        return {}
