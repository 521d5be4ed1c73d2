"""Readers of the kinds of value that many nouns of the document share.

Lengths come from the models, so that what the reader lets through fits into the database.
"""

from django.db.models import Model

from progress.plan_document.schema.faults import Faults
from progress.plan_document.schema.readers import ListOf, Record, Text, Whole
from sakado_dx.organization.models import Division

LONG_TEXT = 10_000
FIRST_YEAR, LAST_YEAR = 1900, 2200
FISCAL_YEAR = Whole(FIRST_YEAR, LAST_YEAR, required=True)


def text(model: type[Model], name: str, **options) -> Text:
    """A text as long as the model's column of that name; a long one may have lines."""
    most = model._meta.get_field(name).max_length
    return Text(most or LONG_TEXT, lines=most is None, **options)


def names(most: int, **options) -> ListOf:
    """A list of names, none of them twice."""
    return ListOf(Text(most, required=True), distinct=True, **options)


def needed(model: type[Model], name: str) -> Text:
    """The same, where it must not be missing or empty."""
    return text(model, name, required=True)


def days_in_order(entry: dict, place: str, faults: Faults) -> None:
    """A fault where an entry ends before it begins."""
    first, last = entry["first_day"], entry["last_day"]
    if first and last and last < first:
        faults.add(place, f"の last_day（{last}）が first_day（{first}）より前です。")


OTHER_READINGS = ListOf(Record({"place": Text(200), "text": Text(300, required=True)}))
DIVISION_LENGTH = Division._meta.get_field("name").max_length
DIVISION_NAMES = names(DIVISION_LENGTH)
