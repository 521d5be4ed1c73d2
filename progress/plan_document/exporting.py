"""A stored plan as an exchange document: the same plan gives the same bytes."""

import json

from measures.models import Plan
from progress.plan_document.rows.adopting import with_stored_keys
from progress.plan_document.rows.flattening import rows_of
from progress.plan_document.rows.nesting import document_from
from progress.plan_document.rows.stored import Stored, stored_rows
from progress.plan_document.rows.tables import TABLES
from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.schema.reading import read


def document_of(plan: Plan) -> dict:
    """The plan as a document in normal form, with all the divisions of the city; 1 query."""
    return document_from(stored_rows(plan).rows)


def dump(document: dict) -> str:
    """The document as text: UTF-8, one space a level, a line break at the end."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def export(plan: Plan) -> tuple[str, list[str]]:
    """The plan's document, and what of the plan it cannot say (usually nothing).

    What an administrator enters by hand may go beyond the format; the warnings name it, so
    that nothing is lost unseen.
    """
    stored = stored_rows(plan)
    text = dump(document_from(stored.rows))
    try:
        document = read(text.encode())
        return text, _lost(stored, document)
    except DocumentRefused as error:
        return text, [str(fault) for fault in error.faults]


def _lost(stored: Stored, document: dict) -> list[str]:
    told = rows_of(with_stored_keys(document, stored))
    return [
        f"{table.label}のうち、文書に書き表せないものが{number}件あります。"
        for table in TABLES
        if (number := _differing(told[table.noun], stored.rows[table.noun]))
    ]


def _differing(told: dict, held: dict) -> int:
    return sum(key not in told or told[key] != values for key, values in held.items())
