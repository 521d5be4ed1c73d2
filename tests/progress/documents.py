"""Documents for the tests of `progress.plan_document`."""

import json
from pathlib import Path

from progress.plan_document.loading.loading import load
from progress.plan_document.schema.reading import read

ROOT = Path(__file__).parents[2]
SAKADO = ROOT / "fixtures" / "sakado.json"
TWO_LEVELS = ROOT / "tests" / "documents" / "shionagi.json"
FOUR_LEVELS = ROOT / "tests" / "documents" / "kirisato.json"


def raw(path: Path) -> dict:
    """The JSON of a document, to be changed by a test."""
    return json.loads(path.read_bytes())


def as_bytes(document: dict) -> bytes:
    return json.dumps(document).encode()


def checked(document: dict) -> dict:
    """The document in normal form."""
    return read(as_bytes(document))


def loaded(document: dict):
    """What loading the document gave."""
    return load(checked(document))


def measures(document: dict) -> dict[str, dict]:
    """The measures of a document by their codes."""
    return {
        measure["code"]: measure
        for policy in document["policies"]
        for direction in policy.get("directions", [])
        for measure in direction["measures"]
    }


def told(comparison, part: str) -> dict[str, int]:
    """How many rows of each noun are `added`, `changed`, `removed` or `left`; 0 is left out."""
    counts = {each.table.noun: len(getattr(each, part)) for each in comparison.tables}
    return {noun: number for noun, number in counts.items() if number}


def with_lineage(document: dict) -> dict:
    """The JSON of TWO_LEVELS, A1 merged into B1 with tags, and B1 measured by a new definition."""
    own = measures(document)
    own["A1"] |= {"last_day": "2026-09-30", "ending": "merged", "successors": ["Ｂ１"]}
    own["A1"]["tags"] = [
        {"kind": "総合計画", "name": "くらしの窓口"},
        {"kind": "国の重点取組", "name": "フロントヤード改革", "edition": "第4.0版"},
    ]
    old = own["B1"]["indicators"][0] | {"key": "B1", "last_fiscal_year": 2025}
    changed = old | {"key": "B1-2", "predecessor": "B1", "first_fiscal_year": 2026}
    del changed["last_fiscal_year"]
    own["B1"]["indicators"] = [old, changed]
    return document
