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
