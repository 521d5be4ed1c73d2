"""A document in normal form as flat rows (see tables). Touches no database."""

from measures.naming import lasting_key, numbered
from progress.plan_document.rows.tables import INVENTORY_COLUMNS, TABLES, Rows
from progress.plan_document.schema.completing import OF_ONE_MEASURE, measures_of, tag_key
from progress.plan_document.schema.divisions import DivisionsByName, key_of, merged_order
from progress.plan_document.schema.measures import MARKS

SAME_IN_PLAN = (
    "city", "title", "city_code", "review_every", "level_names", "code_label", "mark_names", "missing_words",
    "publishes_self_assessment", "shows_new_left", "other_readings",
)  # fmt: skip
POLICY_COLUMNS = ("number", "name", "aim", "source", "other_readings")
DIRECTION_COLUMNS = ("number", "name", "other_readings")
DIVISION_COLUMNS = ("name", "first_day", "reading", "kind", "last_day", "is_secretariat")
SAME_IN_MEASURE = (
    "code", "name", "name_in_matrix", "group", "summary", "source", "other_readings",
    "first_day", "last_day", "ending",
)  # fmt: skip
SAME_IN_INDICATOR = (
    "name", "unit", "sense", "printed", "note", "definition", "period_from", "numerator_name",
    "denominator_name",
)  # fmt: skip
SAME_IN_TARGET = ("value", "year_assumed", "source", "decided_on", "withdrawn", "reason")


def picked(source: dict, names: tuple[str, ...]) -> dict:
    """Those entries of a dictionary."""
    return {name: source[name] for name in names}


def plan_key(plan: dict) -> str:
    """How the plan is known for good: by its key, by default its city and first year."""
    told = (plan[name] for name in ("city_code", "city", "first_fiscal_year"))
    return plan["key"] or lasting_key(*told)


def policy_key(policy: dict) -> str:
    """How a policy is known for good: by its key, by default its first number."""
    return policy["key"] or str(policy["number"])


def direction_key(direction: dict, policy: dict) -> str:
    """How a direction is known for good: by its key, by default those of its policy and number."""
    return direction["key"] or f"{policy_key(policy)}-{direction['number']}"


def rows_of(document: dict) -> Rows:
    """The rows that the document says should stand."""
    rows: Rows = {table.noun: {} for table in TABLES}
    named = DivisionsByName(document)
    _flatten_plan(document, rows)
    _flatten_divisions(document, named, rows)
    _flatten_levels(document, rows)
    for measure in measures_of(document):
        _flatten_measure(measure, named, rows)
    keys = {measure["code"]: (measure["key"],) for measure in measures_of(document)}
    for measure in measures_of(document):
        for code in measure["related"]:
            rows["related"][(measure["key"],), keys[code]] = {}
        for code in measure["successors"]:
            rows["measure_successors"][(measure["key"],), keys[code]] = {}
    _flatten_systems(document, named, keys, rows)
    _flatten_lists(document, rows)
    return rows


def _flatten_plan(document: dict, rows: Rows) -> None:
    plan, frame = document["plan"], document["plan"]["frame"]
    years = ("first_fiscal_year", "last_fiscal_year")
    same = picked(plan, (*SAME_IN_PLAN, *years))
    framed = picked(frame, ("position", "laws", "challenges", "bodies"))
    rows["plan"][plan_key(plan),] = same | framed | {"frame_source": frame["source"]}
    for vocabulary in ("progress", "outlook"):
        for order, each in enumerate(plan[f"{vocabulary}_words"]):
            values = {"meaning": each["meaning"], "order": order}
            rows["words"][vocabulary, each["word"]] = values
    for order, each in enumerate(plan["meeting_kinds"]):
        values = picked(each, ("rank", "allows_proxy"))
        rows["meeting_kinds"][each["name"],] = values | {"order": order}


def _flatten_divisions(document: dict, named: DivisionsByName, rows: Rows) -> None:
    for order, division in enumerate(document["divisions"]):
        parent = division["parent"] and named.key(division["parent"])
        values = picked(division, DIVISION_COLUMNS)
        rows["divisions"][key_of(division)] = values | {
            "parent_id": parent or None,
            "order": order,
        }
        for name in division["successors"]:
            to = key_of(named.successor(division, name))
            rows["division_successors"][key_of(division), to] = {}


def _flatten_levels(document: dict, rows: Rows) -> None:
    for order, name in enumerate(document["effect_kinds"]):
        rows["effect_kinds"][name,] = {"order": order}
    measures = rows["measures"]
    for policy in document["policies"]:
        label = numbered(document["plan"]["code_label"], policy["number"])
        above = (policy_key(policy),)
        rows["policies"][above] = picked(policy, POLICY_COLUMNS) | {"label": label}
        for direction in policy["directions"]:
            key = (direction_key(direction, policy),)
            values = picked(direction, DIRECTION_COLUMNS)
            rows["directions"][key] = values | {"policy_id": above}
            for measure in direction["measures"]:
                place = {"direction_id": key, "order": len(measures)}
                measures[measure["key"],] = picked(measure, SAME_IN_MEASURE) | place


def _flatten_measure(measure: dict, named: DivisionsByName, rows: Rows) -> None:
    key = (measure["key"],)
    _flatten_measure_divisions(measure, named, rows)
    for name, mark in measure["effects"].items():
        rows["effects"][key, (name,)] = {"mark": MARKS[mark]}
    for cell in measure["yearly_directions"]:
        values = picked(cell, ("printed", "resolved"))
        rows["yearly_directions"][key, cell["fiscal_year"]] = values
    for tag in measure["tags"]:
        values = picked(tag, ("first_day", "last_day"))
        rows["measure_tags"][key, *tag_key(tag)] = values
    for order, indicator in enumerate(measure["indicators"]):
        indicator_key = (indicator["key"],)
        values = picked(indicator, OF_ONE_MEASURE) | {"order": order}
        rows["measure_indicators"][key, indicator_key] = values
        _flatten_indicator(indicator, indicator_key, rows)


def _flatten_measure_divisions(measure: dict, named: DivisionsByName, rows: Rows) -> None:
    """Those that the plan lists, and later ones at the places that they name."""
    changes = measure["division_changes"]
    last_days = {each["name"]: each["last_day"] for each in changes if not each["first_day"]}
    detail, matrix = measure["divisions"], measure["divisions_in_matrix"]
    listed = [
        {
            "name": name,
            "first_day": None,
            "last_day": last_days.get(name),
            "in_detail": name in detail,
            "in_matrix": name in matrix,
        }
        for name in merged_order(detail, matrix)
    ]
    later = [each for each in changes if each["first_day"]]
    for each in sorted(later, key=lambda each: each["place"]):
        listed.insert(each["place"], each)
    for order, each in enumerate(listed):
        division = named.key(each["name"], each["first_day"])
        values = picked(each, ("in_detail", "in_matrix", "last_day")) | {"order": order}
        rows["measure_divisions"][(measure["key"],), division, each["first_day"]] = values


def _flatten_indicator(indicator: dict, key: tuple, rows: Rows) -> None:
    lowered = {name: indicator[name].lower() for name in ("kind", "measured_as")}
    before = (indicator["predecessor"],) if indicator["predecessor"] else None
    own = picked(indicator, SAME_IN_INDICATOR) | lowered
    rows["indicators"][key] = own | {"predecessor_id": before}
    for target in indicator["targets"]:
        target_key = key, target["fiscal_year"], target["role"], target["applies_from"] or 0
        rows["targets"][target_key] = picked(target, SAME_IN_TARGET)


def _flatten_systems(
    document: dict, named: DivisionsByName, keys: dict[str, tuple], rows: Rows
) -> None:
    for order, system in enumerate(document["information_systems"]):
        key = (system["name"],)
        values = picked(system, ("category", *INVENTORY_COLUMNS))
        rows["information_systems"][key] = values | {"order": order}
        _flatten_system(system, key, keys, rows)
        for place, name in enumerate(system["divisions"]):
            rows["system_divisions"][key, named.key(name)] = {"order": place}
    note = document["information_systems_note"]
    if note["as_of"] or note["notes"]:
        rows["inventory_note"][()] = dict(note)


def _flatten_system(system: dict, key: tuple, keys: dict[str, tuple], rows: Rows) -> None:
    for link in system["measures"]:
        rows["system_measures"][key, keys[link["code"]]] = picked(link, ("source",))
    for amount in system["amounts"]:
        values = picked(amount, ("budget", "spent"))
        rows["system_amounts"][key, amount["fiscal_year"]] = values


def _flatten_lists(document: dict, rows: Rows) -> None:
    for order, each in enumerate(document["chronology"]):
        rows["chronology"][each["year"], each["month"], each["event"]] = {"order": order}
    for order, term in enumerate(document["terms"]):
        key = (term["term"],)
        values = picked(term, ("reading", "explanation", "source"))
        rows["terms"][key] = values | {"order": order}
        for alias in term["aliases"]:
            rows["term_aliases"][key, alias] = {}
