"""Natural keys of rows, and values that hold them, as a line of a revision stores them: canonical
JSON. Touches no database."""

import json

from progress.plan_document.rows.tables import Key, Values


def key_text(key: Key) -> str:
    """A natural key as it stands in a line."""
    return json.dumps(key, ensure_ascii=False, separators=(",", ":"))


def key_of(text: str) -> Key:
    """The natural key of a line."""
    return _tuples(json.loads(text))


def values_of(values: dict) -> Values:
    """A line's values as a row's: what points at another row is a tuple there."""
    return {name: _tuples(each) if name.endswith("_id") else each for name, each in values.items()}


def _tuples(value: object) -> object:
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value
