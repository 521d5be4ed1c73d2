"""Which division a name in the document means, and in which order a measure lists its own."""

from datetime import date, timedelta

from sakado_dx import fiscal
from sakado_dx.organization.days import is_in_force


class DivisionsByName:
    """The divisions of a document; days are ISO texts, which compare as they stand.

    A reference means the division in force on the plan's first day; where only one division
    bears the name, that one.
    """

    def __init__(self, document: dict):
        first_year = document["plan"]["first_fiscal_year"]
        self.first_day = fiscal.first_day(first_year).isoformat() if first_year else ""
        self._by_name: dict[str, list[dict]] = {}
        for division in (each for each in document["divisions"] if each["name"]):
            self._by_name.setdefault(division["name"], []).append(division)

    def named(self, name: str, on: str | None = None) -> dict | None:
        """The division that the name means, on a day other than the plan's first if given."""
        bearers = self._by_name.get(name, [])
        if len(bearers) == 1:
            return bearers[0]
        return next((each for each in bearers if in_force(each, on or self.first_day)), None)

    def successor(self, division: dict, name: str) -> dict | None:
        """The division that follows, in force on the day after the other has ended."""
        last = division["last_day"]
        return self.named(
            name, (date.fromisoformat(last) + timedelta(1)).isoformat() if last else None
        )

    def key(self, name: str, on: str | None = None) -> tuple:
        """What tells this division from all others."""
        return key_of(self.named(name, on))


def key_of(division: dict) -> tuple:
    """What tells a division from all others: its lasting key, by default its name, with its first
    day where it has one."""
    return (division["key"] or default_key(division["name"], division["first_day"]),)


def default_key(name: str, first_day: str | None) -> str:
    """How a division is known for good that no document gives a key."""
    return f"{name} {first_day}" if first_day else name


def in_force(division: dict, day: str) -> bool:
    """Whether the division stands on a day (ISO text)."""
    return is_in_force(division["first_day"] or None, division["last_day"] or None, day)


def overlap(one: dict, other: dict) -> bool:
    """Whether there is a day on which both stand."""
    starts_in_time = not one["first_day"] or not other["last_day"]
    ends_in_time = not other["first_day"] or not one["last_day"]
    return (starts_in_time or one["first_day"] <= other["last_day"]) and (
        ends_in_time or other["first_day"] <= one["last_day"]
    )


def merged_order(detail: list[str], matrix: list[str]) -> list[str] | None:
    """One order that holds both lists' orders; None where they contradict each other.

    Detail 納税課・健康保険課 and matrix 納税課・高齢者福祉課・健康保険課 make the latter.
    """
    shared = [name for name in detail if name in matrix]
    if shared != [name for name in matrix if name in detail]:
        return None
    result: list[str] = []
    rest = list(matrix)
    for name in detail:
        if name in rest:
            place = rest.index(name)
            result += rest[:place]
            del rest[: place + 1]
        result.append(name)
    return result + rest
