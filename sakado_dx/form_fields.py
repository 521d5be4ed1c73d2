"""Form fields for figures, dates and fiscal years as Japanese offices type them.

Each reads with the one parser of its kind. What was typed stays in the box where it cannot be
read; a stored value appears in the writing that the pages use.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from sakado_dx.fiscal import format_date, label_name, parse_date, parse_fiscal_year
from sakado_dx.numbers import DECIMAL_PLACES, fitting, format_number, parse_number
from sakado_dx.readings import UnreadableValue

MOST_DIGITS = 18  # of a key: what a column of 64 bits holds


class ReadingField(forms.CharField):
    """A text box whose text is read into a value; blank is None. Subclasses read and show."""

    inputmode = "text"

    def __init__(self, **kwargs):
        super().__init__(empty_value=None, **kwargs)

    def read(self, text: str) -> Any:
        """The value of a text; ``UnreadableValue`` where it has none."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """The text of a stored value, which ``read`` understands."""
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.show(value)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(self.prepare_value(value))
        try:
            return None if text is None else self.read(text)
        except UnreadableValue as error:
            raise ValidationError(str(error), code="invalid") from error

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget) | {"autocomplete": "off"}
        return attrs | {"inputmode": self.inputmode}


class NumberField(ReadingField):
    """A ``Decimal`` with at most ``decimal_places`` decimals and 15 digits in all."""

    inputmode = "decimal"
    default_error_messages = {"required": "数値を入力してください。"}

    def __init__(self, *, decimal_places: int = DECIMAL_PLACES, **kwargs):
        self.decimal_places = decimal_places
        super().__init__(**kwargs)

    def read(self, text: str) -> Decimal | None:
        return fitting(parse_number(text), text, self.decimal_places)

    def show(self, value: Decimal) -> str:
        return format_number(value)


class JapaneseDateField(ReadingField):
    """A date: 令和8年4月1日, R8.4.1, 2026/4/1, in full or half width."""

    default_error_messages = {"required": "日付を入力してください。"}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"class": "input--date"}

    def read(self, text: str):
        return parse_date(text)

    def show(self, value) -> str:
        return format_date(value)


class FiscalYearField(ReadingField):
    """A fiscal year as its western number: 令和8年度, R8, 2026."""

    default_error_messages = {"required": "年度を入力してください。"}

    def read(self, text: str) -> int | None:
        return parse_fiscal_year(text)

    def show(self, value: int) -> str:
        return label_name(value)


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows by their keys. Asked for a key that no column holds, a database breaks off."""

    def _check_values(self, value: Any) -> Any:
        for key in value:
            if len(str(key)) > MOST_DIGITS:
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, code="invalid_pk_value", params={"pk": key})
        return super()._check_values(value)
