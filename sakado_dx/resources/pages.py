"""A page of a list, with how many there are in all and where the next one is."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from math import ceil

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from sakado_dx.resources.query import PER_PAGE

COUNTED = {
    "count": ("integer", "全体の件数"),
    "page": ("integer", "このページ"),
    "page_size": ("integer", "1ページの件数"),
    "pages": ("integer", "全体のページ数（件数が0のときも1）"),
}
BESIDE = {"next": "次のページのアドレス", "previous": "前のページのアドレス"}


class Pages:
    """Cuts rows into pages, and says in the document what a page holds."""

    def __init__(self, asked: Mapping | None = None):
        asked = asked or {}
        self.page = asked.get("page", 1)
        self.size = asked.get("page_size", PER_PAGE)

    def cut(self, rows: QuerySet | Sequence) -> tuple[int, list]:
        """How many there are, and those of the page; beyond the last page none."""
        count = rows.count() if isinstance(rows, QuerySet) else len(rows)
        first = (self.page - 1) * self.size
        return count, list(rows[first : first + self.size]) if first < count else []

    def answer(self, request: Request, count: int, results: list) -> dict:
        """The page as it is answered."""
        pages = max(1, ceil(count / self.size))
        beside = {"next": self.page + 1, "previous": self.page - 1}
        return {
            "count": count,
            "page": self.page,
            "page_size": self.size,
            "pages": pages,
            **{
                name: _address(request, page) if 1 <= page <= pages else None
                for name, page in beside.items()
            },
            "results": results,
        }

    def get_results(self, data: Mapping) -> list:
        """What the document's maker asks of a page."""
        return data["results"]

    def get_schema_operation_parameters(self, view) -> list:
        """None of its own: the query declares them."""
        return []

    def get_paginated_response_schema(self, schema: dict) -> dict:
        """A page, as the document describes it."""
        counted = {
            name: {"type": kind, "minimum": 0 if name == "count" else 1, "description": told}
            for name, (kind, told) in COUNTED.items()
        }
        beside = {
            name: {"type": ["string", "null"], "format": "uri", "description": told}
            for name, told in BESIDE.items()
        }
        rows = {"results": {**schema, "description": "このページの行"}}
        properties = counted | beside | rows
        return {"type": "object", "required": list(properties), "properties": properties}


def _address(request: Request, page: int) -> str:
    return replace_query_param(request.build_absolute_uri(), "page", page)


class Answer(serializers.Serializer):
    """An object of an answer, read from a row, a frozen object or a dict.

    What the library's own class does for each value, and more besides (it looks whether a value is
    to be called), is worked out once for the class: a list of all measures holds thousands.
    """

    @cached_property
    def _readers(self) -> list[tuple[str, Callable, Callable]]:
        return [
            (name, _getter(field), field.to_representation) for name, field in self.fields.items()
        ]

    def to_representation(self, instance) -> dict:
        read = ((name, get(instance), told) for name, get, told in self._readers)
        return {name: None if value is None else told(value) for name, value, told in read}


def _getter(field: serializers.Field) -> Callable:
    """Reads a field's value of a row, a frozen object or a dict."""
    if type(field).get_attribute is not serializers.Field.get_attribute:
        return field.get_attribute
    names = field.source_attrs

    def get(instance):
        for name in names:
            instance = instance[name] if isinstance(instance, dict) else getattr(instance, name)
        return instance

    return get


class Sparse(Answer):
    """An object of which some items alone may be asked for (`fields`): `always` names those that
    stand in every answer."""

    always: tuple[str, ...] = ()

    def __init__(self, *args, wanted: frozenset[str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.always):
            self.fields[name].required = False
            if wanted is not None and name not in wanted:
                self.fields.pop(name)
