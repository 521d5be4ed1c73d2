"""Flat rows (see tables) as a document in normal form: the way back from flattening."""

from progress.plan_document.rows.flattening import (
    DIRECTION_COLUMNS,
    POLICY_COLUMNS,
    SAME_IN_INDICATOR,
    SAME_IN_MEASURE,
    SAME_IN_TARGET,
    picked,
)
from progress.plan_document.rows.tables import Key, Rows, Values
from progress.plan_document.schema.completing import OF_ONE_MEASURE, measures_of
from progress.plan_document.schema.document import DOCUMENT, FORMAT
from progress.plan_document.schema.measures import MARKS
from progress.plan_document.schema.readers import ListOf, Record, Value

PARTS = (
    "division_successors", "directions", "measures", "measure_divisions", "effects",
    "yearly_directions", "related", "measure_successors", "measure_tags", "measure_indicators",
    "targets", "system_divisions", "system_measures", "system_amounts", "term_aliases",
)  # fmt: skip
# Those whose owner does not stand in their key: they may move to another.
OWNERS = {"directions": "policy_id", "measures": "direction_id"}
SIGNS = {mark: sign for sign, mark in MARKS.items()}


class Branches(dict):
    """The rows by noun, and by (noun, owner) those that hang on one owner, in their order."""

    def __init__(self, rows: Rows):
        super().__init__(rows)
        self._parts: dict[tuple[str, Key], list[tuple[Key, Values]]] = {}
        for noun in PARTS:
            for key, values in rows[noun].items():
                owner = values[OWNERS[noun]] if noun in OWNERS else key[0]
                self._parts.setdefault((noun, owner), []).append((key, values))

    def parts(self, noun: str, owner: Key) -> list[tuple[Key, Values]]:
        """The rows of a noun under one owner, by their order where they have one."""
        found = self._parts.get((noun, owner), [])
        return sorted(found, key=lambda row: row[1].get("order", 0))

    def division(self, key: Key) -> str:
        """The name by which the document refers to a division."""
        return self["divisions"][key]["name"]


def document_from(rows: Rows) -> dict:
    """The document that says what the rows say, its keys in the order of the format."""
    rows = Branches(rows)
    document = {
        "format": FORMAT,
        "plan": _plan(rows),
        "divisions": [_division(key, rows) for key in _in_order(rows["divisions"])],
        "effect_kinds": [key[0] for key in _in_order(rows["effect_kinds"])],
        "policies": [_policy(key, rows) for key in _by_number(rows["policies"])],
        "information_systems": [_system(k, rows) for k in _in_order(rows["information_systems"])],
        "information_systems_note": rows["inventory_note"].get((), {"as_of": "", "notes": []}),
        "chronology": [
            dict(zip(("year", "month", "event"), key, strict=True))
            for key in _in_order(rows["chronology"])
        ],
        "terms": [_term(key, rows) for key in _in_order(rows["terms"])],
    }
    _relate_in_order(document)
    return _in_shape(DOCUMENT, document)


def _in_shape(reader: Value, value: object) -> object:
    """The value with all keys of its shape, in the order of the shape."""
    if isinstance(reader, Record) and isinstance(value, dict):
        return {
            key: _in_shape(inner, value.get(key, inner.blank))
            for key, inner in reader.fields.items()
        }
    if isinstance(reader, ListOf) and isinstance(value, list):
        return [_in_shape(reader.item, each) for each in value]
    return value


def _by_number(table: dict[Key, Values]) -> list[Key]:
    return sorted(table, key=lambda key: table[key]["number"])


def _in_order(table: dict[Key, Values]) -> list[Key]:
    return sorted(table, key=lambda key: table[key]["order"])


def _plan(rows: Branches) -> dict:
    ((key,), values) = next(iter(rows["plan"].items()))
    frame = picked(values, ("position", "laws", "challenges", "bodies"))
    words = {"progress_words": [], "outlook_words": []}
    for vocabulary, word in _in_order(rows["words"]):
        meaning = rows["words"][vocabulary, word]["meaning"]
        words[f"{vocabulary}_words"].append({"word": word, "meaning": meaning})
    kinds = rows["meeting_kinds"]
    words["meeting_kinds"] = [
        {"name": key[0]} | picked(kinds[key], ("rank", "allows_proxy")) for key in _in_order(kinds)
    ]
    return values | {"key": key} | words | {"frame": frame | {"source": values["frame_source"]}}


def _division(key: Key, rows: Branches) -> dict:
    values = rows["divisions"][key]
    return values | {
        "key": key[0],
        "parent": rows.division(values["parent_id"]) if values["parent_id"] else "",
        "successors": [rows.division(to) for (_, to), _ in rows.parts("division_successors", key)],
    }


def _policy(key: Key, rows: Branches) -> dict:
    directions = _by_number(dict(rows.parts("directions", key)))
    return picked(rows["policies"][key], POLICY_COLUMNS) | {
        "key": key[0],
        "directions": [_direction(each, rows) for each in directions],
    }


def _direction(key: Key, rows: Branches) -> dict:
    values = rows["directions"][key]
    # The only one of a policy, without a name, is the policy's own: plans of two levels.
    understood = not values["name"] and key[0] == f"{values['policy_id'][0]}-{values['number']}"
    return picked(values, DIRECTION_COLUMNS) | {
        "key": "" if understood else key[0],
        "measures": [_measure(measure, rows) for measure, _ in rows.parts("measures", key)],
    }


def _measure(key: Key, rows: Branches) -> dict:
    kinds = rows["effect_kinds"]
    effects = sorted(rows.parts("effects", key), key=lambda row: kinds[row[0][1]]["order"])
    return {
        **picked(rows["measures"][key], SAME_IN_MEASURE),
        "key": key[0],
        **_measure_divisions(key, rows),
        "effects": {kind[0]: SIGNS[row["mark"]] for (_, kind), row in effects},
        "yearly_directions": [
            {"fiscal_year": year, **cell}
            for (_, year), cell in sorted(rows.parts("yearly_directions", key))
        ],
        "related": [rows["measures"][to]["code"] for (_, to), _ in rows.parts("related", key)],
        "successors": [
            rows["measures"][to]["code"] for (_, to), _ in rows.parts("measure_successors", key)
        ],
        "tags": [
            dict(zip(("kind", "name", "edition"), tag, strict=True)) | days
            for (_, *tag), days in sorted(
                rows.parts("measure_tags", key), key=lambda row: row[0][1:]
            )
        ],
        "indicators": [
            _indicator(indicator, rows) | picked(row, OF_ONE_MEASURE)
            for (_, indicator), row in rows.parts("measure_indicators", key)
        ],
    }


def _measure_divisions(key: Key, rows: Branches) -> dict:
    listed = rows.parts("measure_divisions", key)
    printed = [(rows.division(of), row) for (_, of, first), row in listed if not first]
    return {
        "divisions": [name for name, row in printed if row["in_detail"]],
        "divisions_in_matrix": [name for name, row in printed if row["in_matrix"]],
        "division_changes": [
            row
            | {"name": rows.division(of), "first_day": first}
            | {"place": row["order"] if first else None}
            for (_, of, first), row in listed
            if first or row["last_day"]
        ],
    }


def _indicator(key: Key, rows: Branches) -> dict:
    values = rows["indicators"][key]
    targets = sorted(rows.parts("targets", key), key=lambda row: row[0][1:])
    return picked(values, SAME_IN_INDICATOR) | {
        "key": key[0],
        "kind": values["kind"].upper(),
        "measured_as": values["measured_as"].upper(),
        "predecessor": values["predecessor_id"][0] if values["predecessor_id"] else "",
        "targets": [
            {
                "fiscal_year": year,
                "role": role,
                "applies_from": since or None,
                **picked(row, SAME_IN_TARGET),
            }
            for (_, year, role, since), row in targets
        ],
    }


def _system(key: Key, rows: Branches) -> dict:
    measures = rows["measures"]
    links = sorted(rows.parts("system_measures", key), key=lambda row: measures[row[0][1]]["order"])
    return rows["information_systems"][key] | {
        "name": key[0],
        "divisions": [rows.division(of) for (_, of), _ in rows.parts("system_divisions", key)],
        "measures": [{"code": measures[to]["code"]} | row for (_, to), row in links],
        "amounts": [
            {"fiscal_year": year} | row
            for (_, year), row in sorted(rows.parts("system_amounts", key), key=lambda row: row[0])
        ],
    }


def _term(key: Key, rows: Branches) -> dict:
    aliases = [alias for (_, alias), _ in rows.parts("term_aliases", key)]
    return rows["terms"][key] | {"term": key[0], "aliases": aliases}


def _relate_in_order(document: dict) -> None:
    measures = measures_of(document)
    places = {measure["code"]: place for place, measure in enumerate(measures)}
    for measure in measures:
        for part in ("related", "successors"):
            measure[part].sort(key=lambda code: places.get(code, len(places)))
