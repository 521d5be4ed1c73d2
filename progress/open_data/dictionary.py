"""The data dictionary for machines: Table Schema of each table, and a data package of all files."""

import json

from progress.open_data.columns import YES_NO, Column
from progress.open_data.tables import Table
from progress.reading.codec import Json


def schema_of(table: Table) -> Json:
    """Table Schema: each column's name, type, meaning and what may stand in it."""
    return {
        "title": table.title,
        "description": table.told,
        "fields": [_field(each) for each in table.columns],
        "primaryKey": list(table.keys),
        "missingValues": [""],
    }


def schema_json(table: Table) -> bytes:
    return as_json(schema_of(table))


def as_json(document: Json) -> bytes:
    """As all documents of the open data are written."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _field(column: Column) -> Json:
    field: Json = {"name": column.name, "type": column.type, "description": column.told}
    if column.type == YES_NO:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.codes:
        words = "、".join(f"{code}＝{word}" for code, word in column.codes.items())
        field["description"] = f"{column.told}。{words}"
    constraints: Json = {"required": True} if column.is_needed else {}
    if column.codes:
        constraints["enum"] = list(column.codes)
    return field | ({"constraints": constraints} if constraints else {})
