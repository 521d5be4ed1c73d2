"""Kinds of values in the answers of the read API."""

from decimal import Decimal

from rest_framework import serializers

from sakado_dx import fiscal
from sakado_dx.numbers import number_text


class Figure(serializers.RegexField):
    """A decimal as text, so that nothing is lost: ``99.9``; null where there is none."""

    def __init__(self, **kwargs):
        super().__init__(r"^-?\d+(\.\d+)?$", allow_null=True, **kwargs)

    def to_representation(self, value: Decimal | int) -> str:
        return number_text(Decimal(value))


class FiscalYearName(serializers.CharField):
    """A fiscal year as it is written: ``令和5年度``."""

    def to_representation(self, value: int) -> str:
        return fiscal.label_name(value)


class Texts(serializers.ListField):
    """Several texts."""

    child = serializers.CharField()
