"""The shape of an information system in the exchange document."""

from measures.models import Measure
from progress.plan_document.schema.columns import (
    DIVISION_NAMES,
    needed,
    text,
)
from progress.plan_document.schema.faults import Faults
from progress.plan_document.schema.readers import Choice, Day, ListOf, Record, Whole
from systems_inventory.models import (
    FIRST_YEAR,
    LAST_YEAR,
    InformationSystem,
    SystemMeasure,
)
from systems_inventory.words import STANDARD_WORKS, Category, Hosting, Move, Zone

MOST_THOUSANDS = 2**31 - 1  # yen in thousands, as a column holds them


def _contract_in_order(system: dict, place: str, faults: Faults) -> None:
    first, last = system["contract_from"], system["contract_to"]
    if first and last and last < first:
        faults.add(place, f"の contract_to（{last}）が contract_from（{first}）より前です。")


def _told(amount: dict, place: str, faults: Faults) -> None:
    if amount["budget"] is None and amount["spent"] is None:
        faults.add(place, "に budget も spent もありません。どちらかを指定してください。")


SYSTEM = Record(
    {
        "name": needed(InformationSystem, "name"),
        "divisions": DIVISION_NAMES,
        "category": Choice(tuple(Category.values)),
        "vendor": text(InformationSystem, "vendor"),
        "contract_from": Day(),
        "contract_to": Day(),
        "renewal_year": Whole(FIRST_YEAR, LAST_YEAR),
        "network_zone": Choice(tuple(Zone.values)),
        "hosting": Choice(tuple(Hosting.values)),
        "standard_works": ListOf(Choice(STANDARD_WORKS, required=True), distinct=True),
        "standard_state": Choice(tuple(Move.values)),
        "standard_on": Day(),
        "cloud_state": Choice(tuple(Move.values)),
        "cloud_on": Day(),
        "measures": ListOf(
            Record({"code": needed(Measure, "code"), "source": text(SystemMeasure, "source")})
        ),
        "amounts": ListOf(
            Record(
                {
                    "fiscal_year": Whole(FIRST_YEAR, LAST_YEAR, required=True),
                    "budget": Whole(0, MOST_THOUSANDS),
                    "spent": Whole(0, MOST_THOUSANDS),
                },
                also=_told,
            )
        ),
    },
    also=_contract_in_order,
)
