"""What may be asked of an address, as one declaration: read, refused and documented by it.

A parameter that is not declared, stands twice, or holds what it may not, is refused by name.
"""

from collections.abc import Iterable, Mapping

from django.http import QueryDict
from rest_framework import serializers

PER_PAGE = 50
MOST_PER_PAGE = 200
LAST_PAGE = 1_000_000
LONGEST = 100
# Databases refuse NUL, and no name holds what cannot be seen.
SEEN = r"^[^\x00-\x1f\x7f]+$"
UNKNOWN = "このパラメーターはありません。"
TWICE = "同じパラメーターは一つだけにしてください。"


class Text(serializers.RegexField):
    """A text to compare with, of 1 to 100 letters."""

    default_error_messages = {"invalid": "使えない文字が含まれています。"}

    def __init__(self, **kwargs):
        kwargs = {"max_length": LONGEST, "min_length": 1, "trim_whitespace": False} | kwargs
        super().__init__(SEEN, required=False, **kwargs)


class Whole(serializers.IntegerField):
    """A whole number in plain digits."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def to_internal_value(self, data: str) -> int:
        if not (data.isascii() and data.removeprefix("-").isdigit()):
            self.fail("invalid")
        return super().to_internal_value(data)


class FiscalYear(Whole):
    """A fiscal year by its western number."""

    def __init__(self, **kwargs):
        super().__init__(min_value=1900, max_value=2200, **kwargs)


class Choice(serializers.ChoiceField):
    """One of the allowed words."""

    default_error_messages = {"invalid_choice": "「{input}」は使えません。"}

    def __init__(self, choices: Iterable, **kwargs):
        super().__init__(choices=list(choices), required=False, **kwargs)

    def to_internal_value(self, data: str) -> str:
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError:
            words = "、".join(map(str, self.choices))
            raise serializers.ValidationError(f"使える値は {words} です。") from None


class Query(serializers.Serializer):
    """The parameters of an address. Each other field that a subclass declares is a filter."""

    @classmethod
    def read(cls, given: QueryDict) -> dict:
        """What was asked, by parameter; raises ValidationError with a sentence for each fault."""
        query = cls(data={name: values[-1] for name, values in given.lists()})
        wrong = {name: [UNKNOWN] for name in given if name not in query.fields}
        wrong |= {name: [TWICE] for name, values in given.lists() if len(values) > 1}
        if not query.is_valid() or wrong:
            raise serializers.ValidationError({**query.errors, **wrong})
        return query.validated_data


class PageQuery(Query):
    """The same of a list, which is given page by page."""

    page = Whole(min_value=1, max_value=LAST_PAGE, help_text="ページ（1から）")
    page_size = Whole(
        min_value=1,
        max_value=MOST_PER_PAGE,
        help_text=f"1ページの件数（初めは{PER_PAGE}、{MOST_PER_PAGE}まで）",
    )


def fields_of(names: Iterable[str]) -> serializers.RegexField:
    """The parameter `fields`: the names of the items that are wanted, with commas."""
    names = list(names)
    one = "|".join(names)
    return serializers.RegexField(
        f"^({one})(,({one}))*$",
        required=False,
        help_text=f"返す項目だけを、コンマで区切って指定します。使える項目は {'、'.join(names)} です。",
        error_messages={"invalid": f"使える項目は {'、'.join(names)} です。"},
    )


def wanted_of(asked: Mapping) -> frozenset[str] | None:
    """The items that `fields` names; None for all."""
    return frozenset(asked["fields"].split(",")) if "fields" in asked else None
