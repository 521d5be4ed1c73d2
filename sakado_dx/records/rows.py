"""A row as a record holds it: its columns, and what they say as the model holds it."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone


def columns_of(text: str) -> dict[str, Any]:
    """The columns of `before` or `after` by name; none where there was no row."""
    return json.loads(text, parse_float=Decimal) if text else {}


def value_of(field: models.Field, stored: Any) -> Any:
    """A column's value as the model holds it: references as numbers, moments with their zone."""
    if field.is_relation or stored is None:
        return stored
    if isinstance(field, models.JSONField):
        return _from_json(stored)
    value = field.to_python(stored)
    if isinstance(value, datetime) and timezone.is_naive(value):
        return value.replace(tzinfo=UTC)
    return value


def _from_json(stored: Any) -> Any:
    """SQLite's record holds the JSON as text, PostgreSQL's the value itself: there a text is
    just a text."""
    try:
        return json.loads(stored) if isinstance(stored, str) else stored
    except json.JSONDecodeError:
        return stored
