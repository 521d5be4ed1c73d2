"""Which divisions of the document are those that the city hall already has."""

from progress.plan_document.rows.stored import Stored
from progress.plan_document.schema.divisions import DivisionsByName, in_force, overlap
from progress.plan_document.schema.faults import DocumentRefused, Fault


def with_stored_days(document: dict, stored: Stored) -> dict:
    """The document, its divisions with the first days under which they are registered.

    A division without a first day is the registered one of its name that was in force on the
    plan's first day. Raises ``DocumentRefused`` where a division would stand twice on a day.
    """
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
