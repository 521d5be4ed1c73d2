"""Which divisions of the document are those that the city hall already has."""

from copy import deepcopy

from progress.plan_document.rows.stored import Stored
from progress.plan_document.schema.divisions import DivisionsByName, in_force, overlap
from progress.plan_document.schema.faults import DocumentRefused, Fault, Faults
from progress.plan_document.schema.names import Names, spell_references


def with_stored_days(document: dict, stored: Stored) -> dict:
    """The document, its divisions with the first days under which they are registered.

    A division without a first day is the registered one of its name that was in force on the
    plan's first day. Raises ``DocumentRefused`` where a division would stand twice on a day.
    """
    document = _as_registered(document, Names(name for name, _ in stored.rows["divisions"]))
    first_day = DivisionsByName(document).first_day
    registered: dict[str, list[dict]] = {}
    for (name, first), values in stored.rows["divisions"].items():
        division = {"name": name, "first_day": first, "last_day": values["last_day"]}
        registered.setdefault(name, []).append(division)
    divisions, faults = [], []
    for index, division in enumerate(document["divisions"]):
        found = _adopted(division, registered.get(division["name"], []), first_day)
        divisions.append(division | {"first_day": found})
        faults += _clashes(divisions[-1], registered.get(division["name"], []), index)
    if faults:
        raise DocumentRefused(faults)
    return document | {"divisions": divisions}


def _as_registered(document: dict, names: Names) -> dict:
    """The document with its divisions in the letters under which they are registered: ⾏政課 of a
    PDF is the 行政課 that stands."""
    own = {each["name"] for each in document["divisions"]}
    meant = {name: names.spell(name) for name in own}
    meant = {name: other for name, other in meant.items() if other != name and other not in own}
    if not meant:
        return document
    document = deepcopy(document)
    for division in document["divisions"]:
        division["name"] = meant.get(division["name"], division["name"])
    spell_references(document, Faults())
    return document


def _adopted(division: dict, registered: list[dict], first_day: str) -> str | None:
    candidates = [each for each in registered if overlap(each, division)]
    if division["first_day"] or not candidates:
        return division["first_day"]
    standing = [each for each in candidates if in_force(each, first_day)]
    return (standing if len(candidates) > 1 and standing else candidates)[0]["first_day"]


def _clashes(division: dict, registered: list[dict], index: int) -> list[Fault]:
    return [
        Fault(
            f"divisions[{index}]",
            f"の「{division['name']}」は、設置日の異なる同じ名称の課が登録されていて、期間が重なります。"
            "first_day を登録に合わせるか、登録の設置日と廃止日を直してください。",
        )
        for each in registered
        if each["first_day"] != division["first_day"] and overlap(each, division)
    ]
